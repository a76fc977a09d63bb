import { clientProxied } from '../../../lib/rules/bypass/client-proxied';
import { deployment, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = deployment('db', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '6000' } });
const db = service('db', { ports: [{ name: 'tcp', port: 5432, targetPort: 6000 }] });
const web = (more: object = {}): ReturnType<typeof deployment> => deployment('web', { spec: { containers: [{ name: 'm', env: [{ name: 'DB', value: 'db.shop.svc:5432' }] }] }, ...more });

judges(clientProxied, [
  ['a client whose proxy takes the call', [shop, db, pods, web()], ['info spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]']],
  ['a client that passes it by too', [shop, db, pods, web({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '5432' } })], []],
  ['a client without a proxy', [shop, db, pods, web({ labels: { 'sidecar.istio.io/inject': 'false' } })], []],
  ['nobody is known to call', [shop, db, pods], []],
]);

test('the port to leave out is the Service\'s', () => {
  expect(onlyFinding(clientProxied, [shop, db, pods, web()]).help).toBe('annotate the pods of web with traffic.sidecar.istio.io/excludeOutboundPorts: "5432" if both shall go past');
});
