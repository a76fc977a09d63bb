import { splitUnseen } from '../../../lib/rules/expose/split-unseen';
import { httpRoute, service, virtualService } from '../../support/edge';
import { ruled } from '../../support/rules';

const to = (...subsets: readonly (readonly [string, number])[]): object => ({ route: subsets.map(([subset, weight]) => ({ destination: { host: 'web.shop.svc.cluster.local', subset }, weight })) });
const mesh = (rule: object, more: object = {}): ReturnType<typeof virtualService> => virtualService('web', { hosts: ['web.shop.svc.cluster.local'], http: [rule], ...more });
const split = mesh(to(['v1', 90], ['v2', 10]));
const outside = (rule: object = { route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }, gateways = ['edge/public']): ReturnType<typeof virtualService> => virtualService('web-public', { hosts: ['shop.example.com'], gateways, http: [rule] });
const attached = (backends: readonly object[]): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge' }], rules: [{ backendRefs: backends }] });

test('a gateway of the Gateway API never reads the VirtualService that splits', () => {
  expect(ruled(splitUnseen, [split, attached([{ name: 'web', port: 80 }]), service('web')]).findings).toMatchObject([{
    severity: 'error', object: { kind: 'HTTPRoute' }, path: ['spec', 'rules', 0, 'backendRefs', 0],
    message: 'HTTPRoute shop/web sends everything from outside to web.shop.svc.cluster.local as a whole; VirtualService shop/web splits it for callers in the mesh alone',
    near: [{ object: { kind: 'VirtualService' }, path: ['spec', 'http', 0] }],
  }]);
});

test('nor does a gateway of Istio read what is bound to the mesh, of either API', () => {
  expect(ruled(splitUnseen, [split, outside()]).findings).toHaveLength(1);
  const gamma = httpRoute('web', { parentRefs: [{ group: '', kind: 'Service', name: 'web' }], rules: [{ backendRefs: [{ name: 'web-v1', port: 80, weight: 90 }, { name: 'web-v2', port: 80, weight: 10 }] }] });
  expect(ruled(splitUnseen, [gamma, outside()]).findings).toHaveLength(1);
});

test('one version for callers in the mesh, and all of them for outsiders, is a warning', () => {
  for (const shares of [to(['v1', 100]), to(['v1', 100], ['v2', 0])]) expect(ruled(splitUnseen, [mesh(shares), outside()]).findings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('sends callers in the mesh to one subset of it') as unknown }]);
});

test.each([
  ['the same split outside', [split, outside(to(['v1', 90], ['v2', 10]))]],
  ['a version chosen outside', [split, outside(to(['v1', 100]))]],
  ['one route for both', [mesh(to(['v1', 90], ['v2', 10]), { gateways: ['mesh', 'edge/public'] })]],
  ['Services for each version outside', [split, attached([{ name: 'web-v1', port: 80, weight: 90 }, { name: 'web-v2', port: 80, weight: 10 }])]],
])('%s is well', (_title, objects) => {
  expect(ruled(splitUnseen, objects).findings).toEqual([]);
});
