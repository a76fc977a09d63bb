import { hboneOpen } from '../../../lib/rules/policy/hbone-open';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const ambient = namespace('shop', { 'istio.io/dataplane-mode': 'ambient' });
const edge = networkPolicy('edge', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }] });
const allow = (from: readonly object[], podSelector: object = {}): ReturnType<typeof networkPolicy> => networkPolicy('allow-hbone', { podSelector, policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 15008 }] }] });

test('the port of the mesh open to a namespace cancels policies for single connections', () => {
  expect(ruled(hboneOpen, [ambient, deployment('db'), edge, allow([{ namespaceSelector: {} }])]).findings).toMatchObject([{ severity: 'error', codes: ['NET-19'], object: { name: 'allow-hbone' }, path: ['spec', 'ingress', 0], near: [{ object: { name: 'edge' } }] }]);
  expect(ruled(hboneOpen, [ambient, deployment('db'), edge, allow([{ podSelector: {} }])]).findings).toHaveLength(1);
});

test.each([
  ['a port for one connection', [ambient, deployment('db'), edge, allow([{ podSelector: { matchLabels: { app: 'web' } } }], { matchLabels: { app: 'db' } })]],
  ['nothing else to cancel', [ambient, deployment('db'), allow([{ namespaceSelector: {} }])]],
  ['pods with sidecars', [namespace('shop', { 'istio-injection': 'enabled' }), deployment('db'), edge, allow([{ namespaceSelector: {} }])]],
])('%s is well', (_title, objects) => {
  expect(ruled(hboneOpen, objects).findings).toEqual([]);
});
