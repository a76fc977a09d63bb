import { hboneBlocked } from '../../../lib/rules/policy/hbone-blocked';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const ambient = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
const edge = (direction: 'ingress' | 'egress', ...ports: readonly number[]): ReturnType<typeof networkPolicy> =>
  networkPolicy('edge', { policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'], [direction]: [{ [direction === 'ingress' ? 'from' : 'to']: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: ports.map(port => ({ port })) }] });

test('pods of the ambient mesh that are admitted on the port of their application alone get nothing', () => {
  expect(ruled(hboneBlocked, [ambient, deployment('db'), edge('ingress', 5432)]).findings).toMatchObject([
    { severity: 'error', codes: ['NET-06'], path: ['spec', 'ingress'], message: 'NetworkPolicy shop/edge admits pods to Deployment db, which are in the ambient mesh, and no rule covers TCP 15008: between pods of the mesh nothing arrives', help: 'add TCP 15008 to the ports of the rule' },
  ]);
  expect(ruled(hboneBlocked, [ambient, deployment('db'), edge('egress', 5432)]).findings).toMatchObject([{ path: ['spec', 'egress'] }]);
});

test.each([
  ['its port beside that of the application', [ambient, deployment('db'), edge('ingress', 5432, 15008)]],
  ['every port', [ambient, deployment('db'), networkPolicy('edge', { policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] })]],
  ['pods with sidecars', [namespace('shop', { 'istio-injection': 'enabled' }), deployment('db'), edge('ingress', 5432)]],
  ['pods that are shut', [ambient, deployment('db'), networkPolicy('deny')]],
  ['DNS alone', [ambient, deployment('db'), networkPolicy('dns', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }] }] })]],
  ['addresses outside', [ambient, deployment('db'), networkPolicy('out', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 443 }] }] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(hboneBlocked, objects).findings).toEqual([]);
});
