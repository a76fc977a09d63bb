import { ambientDisable } from '../../../lib/rules/mtls/ambient-disable';
import { deployment, istio, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const peer = (spec: object): ReturnType<typeof istio> => istio('PeerAuthentication', 'p', spec);
const ofPort = peer({ selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } });
const web = deployment('web');

judges(ambientDisable, [
  ['off for a namespace', [ambient, web, peer({ mtls: { mode: 'DISABLE' } })], ['warning spec.mtls.mode']],
  ['off for a port', [ambient, web, ofPort], ['warning spec.portLevelMtls.8080.mode']],
  ['with sidecars it is what it says', [shop, web, ofPort], []],
  ['pods that are out of the mesh', [ambient, deployment('web', { labels: { 'istio.io/dataplane-mode': 'none' } }), ofPort], []],
  ['another mode', [ambient, web, peer({ mtls: { mode: 'STRICT' } })], []],
]);

test('the workload is named', () => {
  expect(onlyFinding(ambientDisable, [ambient, web, ofPort]).message).toBe('web is in an ambient mesh, where DISABLE takes plaintext besides and does not switch mutual TLS off');
});
