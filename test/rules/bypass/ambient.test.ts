import { ambient } from '../../../lib/rules/bypass/ambient';
import { deployment, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const namespace = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const key = 'traffic.sidecar.istio.io/excludeInboundPorts';
const pods = (labels: object = {}): ReturnType<typeof deployment> => deployment('db', { labels, annotations: { [key]: '5432' } });

judges(ambient, [
  ['a list for a sidecar in an ambient mesh', [namespace, pods()], [`error spec.template.metadata.annotations["${key}"]`]],
  ['with a sidecar it is read', [shop, pods()], []],
  ['pods that are out of the mesh', [namespace, pods({ 'istio.io/dataplane-mode': 'none' })], []],
  ['pods without the list', [namespace, deployment('db')], []],
]);

test('what ambient reads is said', () => {
  expect(onlyFinding(ambient, [namespace, pods()]).message).toBe(`Deployment shop/db is in an ambient mesh, where nobody reads ${key}`);
});
