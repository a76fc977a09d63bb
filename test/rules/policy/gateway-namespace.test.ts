import { gatewayNamespace } from '../../../lib/rules/policy/gateway-namespace';
import { deployment, networkPolicy, service } from '../../support/closed';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const web = [deployment('web', { http: 8080 }), service('web', { http: [80, 'http'] })];
const gateway = manifest('networking.istio.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { selector: { istio: 'ingress' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'] }] } });
const pods = deployment('ingress', {}, { namespace: 'edge', labels: { istio: 'ingress' }, annotations: { 'inject.istio.io/templates': 'gateway' } });
const front = (type: string): ReturnType<typeof service> => service('ingress', { https: [443, 8443] }, { namespace: 'edge', spec: { type } });
const route = manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['shop.example'], gateways: ['edge/public'], http: [{ route: [{ destination: { host: 'web' } }] }] } });
const edge = [gateway, pods, front('LoadBalancer'), route, ...web];
const deny = networkPolicy('deny', {}, 'edge');

const listens = networkPolicy('listen', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8443 }] }] }, 'edge');
const sends = networkPolicy('send', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }], ports: [{ port: 8080 }] }] }, 'edge');

test('a closed gateway takes nothing from outside and sends nothing on', () => {
  expect(ruled(gatewayNamespace, [...edge, deny]).findings).toMatchObject([
    {
      severity: 'warning', object: { kind: 'NetworkPolicy', namespace: 'edge', name: 'deny' },
      message: 'NetworkPolicy edge/deny closes the pods of Gateway edge/public, and nothing admits connections from outside on port 8443 and its own to Deployment shop/web on port 8080',
    },
  ]);
  expect(said(gatewayNamespace, [...edge, deny, listens])).toEqual(['warning: NetworkPolicy edge/deny closes the pods of Gateway edge/public, and nothing admits its own to Deployment shop/web on port 8080']);
});

test('pods that Istio makes need istiod and DNS besides', () => {
  const modern = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } });
  expect(said(gatewayNamespace, [modern, deny])).toEqual(['warning: NetworkPolicy edge/deny closes the pods of Gateway edge/public, and nothing admits connections from outside on port 80, its own to istiod on port 15012 and its own to cluster DNS']);
});

test.each([
  ['what a gateway needs', [...edge, deny, listens, sends]],
  ['an open namespace', edge],
  ['a gateway for callers inside', [gateway, pods, front('ClusterIP'), deny]],
  ['policies of other pods', [...edge, networkPolicy('deny', { podSelector: { matchLabels: { app: 'other' } } }, 'edge')]],
])('%s is well', (_title, objects) => {
  expect(said(gatewayNamespace, objects)).toEqual([]);
});

test('without a Service in front nobody says who calls', () => {
  expect(said(gatewayNamespace, [gateway, pods, deny])).toEqual(['unknown: whether a gateway is called from outside of the cluster']);
});

test('gateways that share pods are told once', () => {
  expect(said(gatewayNamespace, [...edge, { ...gateway, metadata: { name: 'second', namespace: 'edge' } }, deny])).toHaveLength(1);
});
