import { clientsStillMutual } from '../../../lib/rules/bypass/clients-still-mutual';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '5432' };
const [db, pods] = [service('db', { ports: [{ name: 'tcp', port: 5432 }] }), deployment('db', { annotations })];
const calling = (more: object = {}): ReturnType<typeof deployment> => deployment('web', { spec: { containers: [{ name: 'm', env: [{ name: 'DB', value: 'db.shop.svc:5432' }] }] }, ...more });
const exception = istio('PeerAuthentication', 'db', { selector: { matchLabels: { app: 'db' } }, portLevelMtls: { 5432: { mode: 'DISABLE' } } });
const hook = manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.db', { spec: { service: { namespace: 'shop', name: 'db', port: 5432 } } });
const at = 'error spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]';

judges(clientsStillMutual, [
  ['a client of the mesh', [shop, db, pods, calling()], [at]],
  ['a client that is told by an exception', [shop, db, pods, calling(), exception], []],
  ['a client that is told by a rule', [shop, db, pods, calling(), istio('DestinationRule', 'db', { host: 'db', trafficPolicy: { tls: { mode: 'DISABLE' } } })], []],
  ['a client without a proxy', [shop, db, pods, calling({ labels: { 'sidecar.istio.io/inject': 'false' } })], []],
  ['a client whose own proxy passes the port by', [shop, db, pods, calling({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '5432' } })], []],
  ['nobody says who calls', [shop, db, pods], ['unknown']],
  ['a port for the API server', [shop, db, pods, hook], []],
  ['a port that no Service has', [shop, pods], []],
  ['a port that is captured', [shop, db, deployment('db'), calling()], []],
  ['pods without a proxy', [shop, db, deployment('db', { annotations, labels: { 'sidecar.istio.io/inject': 'false' } }), calling()], []],
]);

test('the client and the exception are said', () => {
  expect(onlyFinding(clientsStillMutual, [shop, db, pods, calling()])).toMatchObject({
    message: 'port 5432 goes past the proxy of Deployment shop/db, and web (env DB names db.shop.svc:5432) still speaks mutual TLS to it: namespace shop has label istio-injection=enabled',
    help: 'add a PeerAuthentication that selects db with portLevelMtls 5432: DISABLE',
  });
});
