import { entrancePods, isMadeByIstio, waysFrom, waysIn } from '../../lib/mesh/entrances';
import { deployment, service } from '../support/closed';
import { manifest, worldOf } from '../support/world';

const web = [deployment('web', { http: 8080, admin: 9090 }), service('web', { http: [80, 'http'], admin: [9000, 'admin'] })];
const gateway = (name: string, spec: object): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'Gateway', name, { namespace: 'edge', spec: { listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }], ...spec } });
const httpRoute = (parent: string, port = 80): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', `to-${parent}-${port}`, { namespace: 'shop', spec: { parentRefs: [{ name: parent, namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'web', port }] }] } });

test('ways in are found through every kind of route, each once', () => {
  const istio = manifest('networking.istio.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { selector: { istio: 'ingress' }, servers: [] } });
  const virtual = manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['a.example'], gateways: ['edge/public', 'mesh'], http: [{ route: [{ destination: { host: 'web', port: { number: 80 } } }] }, { route: [{ destination: { host: 'web', port: { number: 80 } } }] }] } });
  const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'web', { namespace: 'shop', spec: { defaultBackend: { service: { name: 'web', port: { name: 'admin' } } } } });
  const world = worldOf([...web, istio, virtual, gateway('modern', { gatewayClassName: 'istio' }), httpRoute('modern'), httpRoute('modern', 9000), ingress]);
  expect(waysIn(world).map(({ entrance, route, workload, port }) => `${entrance.kind} ${entrance.reference.name} > ${route.kind} > ${workload.name}:${port}`)).toEqual([
    'Gateway public > VirtualService > web:8080', 'Gateway modern > HTTPRoute > web:8080', 'Gateway modern > HTTPRoute > web:9090', 'Ingress web > Ingress > web:9090',
  ]);
  const [modern] = world.cluster.of('gateway.networking.k8s.io', 'Gateway');
  expect(modern === undefined ? [] : waysFrom(world, modern).map(({ port }) => port)).toEqual([8080, 9090]);
});

test('a destination without a port leads nowhere that is known where the Service has several', () => {
  const istio = manifest('networking.istio.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { selector: { istio: 'ingress' }, servers: [] } });
  const virtual = manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['a.example'], gateways: ['edge/public'], http: [{ route: [{ destination: { host: 'web' } }] }] } });
  expect(waysIn(worldOf([...web, istio, virtual]))).toEqual([]);
});

test.each([
  ['the class of Istio', gateway('g', { gatewayClassName: 'istio' }), true],
  ['a class of another controller', gateway('g', { gatewayClassName: 'envoy' }), false],
  ['a waypoint', gateway('g', { gatewayClassName: 'istio-waypoint' }), false],
  ['pods of somebody else, named by their Service', gateway('g', { gatewayClassName: 'istio', addresses: [{ type: 'Hostname', value: 'ingress.edge.svc.cluster.local' }] }), false],
])('%s', (_title, object, expected) => {
  const world = worldOf([object]);
  const [only] = world.cluster.of('gateway.networking.k8s.io', 'Gateway');
  expect(only === undefined ? undefined : isMadeByIstio(world, only)).toBe(expected);
  expect(only === undefined ? undefined : entrancePods(world, only)).toEqual(expected ? [{ namespace: 'edge', labels: { 'gateway.networking.k8s.io/gateway-name': 'g' } }] : []);
});

test('a class that names its controller decides, whatever it is called', () => {
  const world = worldOf([gateway('g', { gatewayClassName: 'public' }), manifest('gateway.networking.k8s.io/v1', 'GatewayClass', 'public', { spec: { controllerName: 'istio.io/gateway-controller' } })]);
  const [only] = world.cluster.of('gateway.networking.k8s.io', 'Gateway');
  expect(only === undefined ? undefined : isMadeByIstio(world, only)).toBe(true);
});
