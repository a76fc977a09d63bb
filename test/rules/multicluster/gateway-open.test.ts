import { gatewayOpen } from '../../../lib/rules/multicluster/gateway-open';
import { istioSidecar } from '../../../lib/platform/presets';
import { deployment, networkPolicy, service } from '../../support/closed';
import { us } from '../../support/fleet';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const server = { port: { number: 15443, name: 'tls', protocol: 'TLS' }, hosts: ['*.local'], tls: { mode: 'AUTO_PASSTHROUGH' } };
const gateway = manifest('networking.istio.io/v1', 'Gateway', 'cross-network', { namespace: 'istio-system', spec: { selector: { istio: 'eastwestgateway' }, servers: [server] } });
const pods = deployment('eastwest', {}, { namespace: 'istio-system', labels: { istio: 'eastwestgateway' }, annotations: { 'inject.istio.io/templates': 'gateway' } });
const front = (spec: object, annotations: object = {}): ReturnType<typeof service> => ({ ...service('eastwest', { tls: [15443, 15443] }, { namespace: 'istio-system', spec: { type: 'LoadBalancer', ...spec } }), metadata: { name: 'eastwest', namespace: 'istio-system', annotations } });
const restricting = networkPolicy('peers', { podSelector: { matchLabels: { istio: 'eastwestgateway' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '198.51.100.0/28' } }], ports: [{ port: 15443 }] }] }, 'istio-system');

test('a gateway that no policy selects takes everybody', () => {
  expect(ruled(gatewayOpen, [gateway, pods, front({})]).findings).toMatchObject([
    {
      severity: 'warning', codes: ['MC-13'], object: { kind: 'Gateway' }, path: ['spec', 'servers', 0, 'port'], assumption: 'nothing before the gateway, such as source ranges of its load balancer, restricts it',
      message: 'port 15443 of Gateway istio-system/cross-network takes connections from any address: no policy selects app=eastwest,istio=eastwestgateway in namespace istio-system',
    },
  ]);
});

test('so does one that a policy opens to everybody', () => {
  const open = networkPolicy('all', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 15443 }] }] }, 'istio-system');
  expect(said(gatewayOpen, [gateway, pods, front({}), open])).toEqual(['warning: port 15443 of Gateway istio-system/cross-network takes connections from any address: NetworkPolicy istio-system/all admits it']);
});

test('pods outside of the input are taken to stand beside the Gateway', () => {
  expect(said(gatewayOpen, [gateway])).toEqual(['warning: port 15443 of Gateway istio-system/cross-network takes connections from any address: no policy selects istio=eastwestgateway in namespace istio-system']);
  expect(said(gatewayOpen, [gateway, restricting])).toEqual([]);
  expect(said(gatewayOpen, [{ ...gateway, spec: { servers: [server] } }])).toEqual(['unknown: where the pods of a gateway are is not in the input']);
});

test('so does a Gateway of the Gateway API that passes on', () => {
  const modern = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'eastwest', { namespace: 'istio-system', spec: { gatewayClassName: 'istio', listeners: [{ name: 'tls', port: 15443, protocol: 'TLS', tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } } }] } });
  expect(said(gatewayOpen, [modern])).toEqual(['warning: port 15443 of Gateway istio-system/eastwest takes connections from any address: no policy selects gateway.networking.k8s.io/gateway-name=eastwest in namespace istio-system']);
  expect(said(gatewayOpen, [{ ...modern, metadata: { name: 'eastwest', namespace: 'istio-system', annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } } }])).toEqual([]);
});

test('gateways that share a port of the same pods are told once', () => {
  expect(said(gatewayOpen, [gateway, { ...gateway, metadata: { name: 'second', namespace: 'istio-system' } }, pods, front({})])).toHaveLength(1);
});

test.each([
  ['a policy for the addresses of peers', [gateway, pods, front({}), restricting]],
  ['source ranges of the load balancer', [gateway, pods, front({ loadBalancerSourceRanges: ['198.51.100.0/28'] })]],
  ['an internal load balancer', [gateway, pods, front({}, { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' })]],
  ['a Service without an address outside', [gateway, pods, front({ type: 'ClusterIP' })]],
  ['a gateway that ends TLS itself', [{ ...gateway, spec: { selector: { istio: 'eastwestgateway' }, servers: [{ ...server, tls: { mode: 'SIMPLE', credentialName: 'edge' } }] } }]],
])('%s is well', (_title, objects) => {
  expect(said(gatewayOpen, objects)).toEqual([]);
});

test('source ranges that hold every address restrict nothing', () => {
  expect(said(gatewayOpen, [gateway, pods, front({ loadBalancerSourceRanges: ['0.0.0.0/0'] })])).toHaveLength(1);
});

test('between clusters of one network nobody needs it', () => {
  const platform = istioSidecar({ cluster: 'eu', routing: 'istio', network: 'eu', peers: [{ ...us, network: 'eu' }] });
  expect(said(gatewayOpen, [gateway, pods, front({})], { platform })).toEqual([]);
});

test('a foreign policy makes it unknown', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'edge', { namespace: 'istio-system', spec: { endpointSelector: {}, ingress: [{}] } });
  expect(said(gatewayOpen, [gateway, pods, front({}), cilium])).toEqual(['unknown: whether policies restrict who calls a gateway between clusters']);
});
