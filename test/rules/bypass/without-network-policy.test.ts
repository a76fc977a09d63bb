import { withoutNetworkPolicy } from '../../../lib/rules/bypass/without-network-policy';
import { deployment, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '5432' };
const [db, pods] = [service('db', { ports: [{ name: 'tcp', port: 5432 }] }), deployment('db', { annotations })];
const web = deployment('web', { spec: { containers: [{ name: 'm', env: [{ name: 'DB', value: 'db.shop.svc:5432' }] }] } });
const policy = (spec: object, namespace = 'shop'): ReturnType<typeof manifest> => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'p', { namespace, spec });
const at = 'spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]';

judges(withoutNetworkPolicy, [
  ['a client of the mesh counts on it', [shop, db, pods, web], [`error ${at}`]],
  ['nobody says who calls', [shop, db, pods], [`warning ${at}`]],
  ['a policy that selects the pods', [shop, db, pods, web, policy({ podSelector: { matchLabels: { app: 'db' } } })], []],
  ['a policy that closes the namespace', [shop, db, pods, web, policy({ podSelector: {}, policyTypes: ['Ingress'] })], []],
  ['a policy for the way out guards nothing', [shop, db, pods, web, policy({ podSelector: {}, policyTypes: ['Egress'] })], [`error ${at}`]],
  ['a policy of another namespace', [shop, db, pods, web, policy({ podSelector: {} }, 'bank')], [`error ${at}`]],
  ['policies of the CNI', [shop, db, pods, web, manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'p', { namespace: 'shop' })], ['unknown']],
  ['a port for the API server', [shop, db, pods, manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.db', { spec: { service: { namespace: 'shop', name: 'db', port: 5432 } } })], []],
]);

test('a caller is named', () => {
  expect(onlyFinding(withoutNetworkPolicy, [shop, db, pods, web])).toMatchObject({
    message: 'port 5432 of Deployment shop/db goes past its proxy, and no NetworkPolicy selects the pods: whoever reaches them may call it', help: 'add a NetworkPolicy that selects db and admits its callers on port 5432, such as web',
  });
});
