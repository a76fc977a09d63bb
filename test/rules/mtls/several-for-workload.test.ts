import { severalForWorkload } from '../../../lib/rules/mtls/several-for-workload';
import { deployment, istio } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const peer = (name: string, port: number, labels: object = { app: 'web' }): ReturnType<typeof istio> => istio('PeerAuthentication', name, { selector: { matchLabels: labels }, portLevelMtls: { [port]: { mode: 'DISABLE' } } });
const web = deployment('web', { labels: { tier: 'front' } });

judges(severalForWorkload, [
  ['two policies for one workload', [web, peer('a', 8080), peer('b', 9090)], ['error spec.selector']],
  ['by different labels of it', [web, peer('a', 8080), peer('b', 9090, { tier: 'front' })], ['error spec.selector']],
  ['each is said once, however many workloads it selects', [web, deployment('web-2', { labels: { app: 'web' } }), peer('a', 8080), peer('b', 9090)], ['error spec.selector']],
  ['policies for different workloads are well', [web, deployment('db'), peer('a', 8080), peer('b', 9090, { app: 'db' })], []],
  ['one beside that of the namespace is well', [web, peer('a', 8080), istio('PeerAuthentication', 'n', { mtls: { mode: 'STRICT' } })], []],
  ['equal labels of no workload say nothing', [peer('a', 8080), peer('b', 9090)], []],
]);

test('the workload and the other policy are named', () => {
  expect(onlyFinding(severalForWorkload, [web, peer('a', 8080), peer('b', 9090)])).toMatchObject({
    object: { name: 'b' }, message: 'Deployment shop/web is selected by PeerAuthentication a too: the one that is created first holds, and nothing of the other', near: [{ object: { name: 'a' }, note: 'ports: 8080' }],
  });
});
