import { gatewayBlocked } from '../../../lib/rules/policy/gateway-blocked';
import { istioSidecar } from '../../../lib/platform/presets';
import { deployment, namespace, networkPolicy, service } from '../../support/closed';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const web = [deployment('web', { http: 8080 }), service('web', { http: [80, 'http'] })];
const deny = networkPolicy('deny', { policyTypes: ['Ingress'] });
const from = (peer: object): ReturnType<typeof networkPolicy> => networkPolicy('allow', { policyTypes: ['Ingress'], ingress: [{ from: [peer], ports: [{ port: 8080 }] }] });
const edge = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } };

const gateway = manifest('networking.istio.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { selector: { istio: 'ingress' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] } });
const pods = deployment('ingress', {}, { namespace: 'edge', labels: { istio: 'ingress' }, annotations: { 'inject.istio.io/templates': 'gateway' } });
const route = manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['shop.example'], gateways: ['edge/public'], http: [{ route: [{ destination: { host: 'web' } }] }] } });

const modern = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } });
const httpRoute = manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] } });

const nginx = deployment('ingress-nginx-controller', {}, { namespace: 'ingress-nginx' });
const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'web', { namespace: 'shop', spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }] } }] } });

test('pods behind a closed door get no requests from outside', () => {
  expect(ruled(gatewayBlocked, [...web, gateway, pods, route, deny]).findings).toMatchObject([
    {
      severity: 'error', codes: ['NET-12', 'ING-09'], object: { kind: 'NetworkPolicy', name: 'deny' }, path: ['spec'], near: [{ path: ['spec', 'http', 0, 'route', 0, 'destination'] }],
      message: 'NetworkPolicy shop/deny closes Deployment web, and nothing lets Gateway edge/public reach its port 8080, where VirtualService shop/web leads: requests from outside fail',
      help: 'admit the pods of Deployment edge/ingress on TCP 8080',
    },
  ]);
});

test.each([
  ['pods that Istio makes for a Gateway of the Gateway API', [modern, httpRoute], 'Gateway edge/public', 'HTTPRoute shop/web', 'admit gateway.networking.k8s.io/gateway-name=public in namespace edge on TCP 8080'],
  ['a controller of Ingresses', [ingress, nginx], 'Ingress shop/web', 'Ingress shop/web', 'admit the pods of Deployment ingress-nginx/ingress-nginx-controller on TCP 8080'],
  ['pods that nobody knows, where nobody at all is admitted', [ingress], 'Ingress shop/web', 'Ingress shop/web', 'admit the pods of the gateway on TCP 8080'],
])('%s', (_title, objects, entrance, leads, help) => {
  expect(ruled(gatewayBlocked, [...web, ...objects, deny]).findings).toMatchObject([{ message: `NetworkPolicy shop/deny closes Deployment web, and nothing lets ${entrance} reach its port 8080, where ${leads} leads: requests from outside fail`, help }]);
});

test('a declared ingress is known by its place', () => {
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', ingress: { namespace: 'edge', labels: { app: 'ingress' }, serviceAccount: 'ingress' } });
  const known = new Set(['ingress'] as const);
  expect(said(gatewayBlocked, [...web, ingress, deny, from({ podSelector: {} })], { platform, known })).toHaveLength(1);
  expect(said(gatewayBlocked, [...web, ingress, deny, from(edge)], { platform, known })).toEqual([]);
});

test.each([
  ['the namespace of the gateway admitted', [gateway, pods, route, deny, from(edge)]],
  ['everybody admitted', [gateway, pods, route, deny, networkPolicy('allow', { policyTypes: ['Ingress'], ingress: [{}] })]],
  ['an open namespace', [gateway, pods, route, networkPolicy('deny', { policyTypes: ['Egress'] })]],
  ['a route of the mesh alone', [manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }] }] } }), gateway, pods, deny]],
  ['pods that Istio makes, admitted by their namespace', [modern, httpRoute, deny, from(edge)]],
])('%s is well', (_title, objects) => {
  expect(said(gatewayBlocked, [...web, ...objects])).toEqual([]);
});

test('pods that are nowhere in the input may be those that are admitted', () => {
  expect(said(gatewayBlocked, [...web, ingress, deny, from(edge)])).toEqual(['unknown: where the pods of a gateway are is not in the input']);
  expect(said(gatewayBlocked, [...web, gateway, route, deny, from({ podSelector: {} })])).toEqual(['unknown: where the pods of a gateway are is not in the input']);
  const other = { ...modern, spec: { ...(modern['spec'] as object), gatewayClassName: 'envoy' } };
  expect(said(gatewayBlocked, [...web, other, httpRoute, deny, from(edge)])).toEqual(['unknown: where the pods of a gateway are is not in the input']);
});

test('labels of a namespace that is not in the input decide nothing', () => {
  const labelled = from({ namespaceSelector: { matchLabels: { entrance: 'yes' } } });
  expect(said(gatewayBlocked, [...web, gateway, pods, route, deny, labelled])).toEqual(['unknown: whether policies let the pods of a gateway in']);
  expect(said(gatewayBlocked, [...web, gateway, pods, route, deny, labelled, namespace('edge', { entrance: 'yes' })])).toEqual([]);
});

test('in ambient the connection arrives at the port of the tunnel', () => {
  const sidecar = istioSidecar({ cluster: 'test', routing: 'istio' });
  const platform = { ...sidecar, dataPlane: 'ambient' as const };
  expect(said(gatewayBlocked, [...web, namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }), gateway, pods, route, deny], { platform, known: new Set(['dataPlane']) })).toEqual([]);
});
