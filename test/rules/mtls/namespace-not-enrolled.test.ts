import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { namespaceNotEnrolled } from '../../../lib/rules/mtls/namespace-not-enrolled';
import { deployment, istio, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { meshShop, type Mesh } from '../../support/policies';
import { judged } from '../../support/rules';
import { manifest } from '../../support/world';

const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const bare = (labels: object = {}): ReturnType<typeof manifest> => manifest('v1', 'Namespace', 'shop', { labels });
const web = deployment('web');

judges(namespaceNotEnrolled, [
  ['a namespace without the label, and its pods', [bare(), web, strict], ['error spec.mtls.mode']],
  ['a namespace without the label, of which the pods are elsewhere', [bare(), strict], ['warning spec.mtls.mode']],
  ['a namespace that opts out', [bare({ 'istio-injection': 'disabled' }), web, strict], ['error spec.mtls.mode']],
  ['an enrolled namespace', [shop, web, strict], []],
  ['one enrolled by revision', [bare({ 'istio.io/rev': 'stable' }), web, strict], []],
  ['an ambient one', [bare({ 'istio.io/dataplane-mode': 'ambient' }), web, strict], []],
  ['pods that ask for a proxy themselves', [bare(), web, deployment('api', { labels: { 'sidecar.istio.io/inject': 'true' } }), strict], []],
  ['pods with a proxy written out', [bare(), deployment('web', { spec: { initContainers: [{ name: 'istio-proxy', restartPolicy: 'Always' }] } }), strict], []],
  ['a mode that refuses nothing', [bare(), web, istio('PeerAuthentication', 'default', { mtls: { mode: 'PERMISSIVE' } })], []],
  ['a policy for the whole mesh', [manifest('v1', 'Namespace', 'istio-system'), istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }, { namespace: 'istio-system' })], []],
  ['a namespace that is written elsewhere', [web, strict], ['unknown']],
]);

test('the pods and the label are said', () => {
  expect(onlyFinding(namespaceNotEnrolled, [bare(), web, deployment('api'), strict])).toMatchObject({
    message: 'namespace shop is not in the mesh, and neither are web and api: without proxies nobody refuses plaintext', help: 'label namespace shop with istio-injection=enabled, and restart its pods',
  });
});

test.each([
  ['when nobody says', undefined, ['warning']],
  ['not when somebody does', true, []],
] as const)('a program is warned of a namespace written elsewhere %s', (_title, enrolled, severities) => {
  const given = meshShop();
  const namespace = given.net.namespace('legacy', enrolled === undefined ? {} : { enrolled });
  given.net.record(mutualTls<Mesh>({ network: given.net, namespace }), { path: 'mtls' });
  const found = judged(namespaceNotEnrolled, given.net);
  expect(found.map(({ severity }) => severity)).toEqual(severities);
  for (const { help, constructs } of found) expect([help, constructs]).toEqual([expect.stringContaining('kubectl label namespace legacy istio-injection=enabled'), ['mtls']]);
});
