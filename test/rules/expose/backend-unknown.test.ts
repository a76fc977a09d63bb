import { backendUnknown } from '../../../lib/rules/expose/backend-unknown';
import { complete, httpRoute, ingressTo, service } from '../../support/edge';
import { messages, ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const route = (backend: object): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [backend] }] });

test('a Service that is not there', () => {
  expect(ruled(backendUnknown, [route({ name: 'web', port: 80 })], complete('shop')).findings).toMatchObject([{ severity: 'error', path: ['spec', 'rules', 0, 'backendRefs', 0, 'name'], message: 'HTTPRoute shop/web sends requests to Service shop/web, which is not there' }]);
  expect(ruled(backendUnknown, [ingressTo({ name: 'web', port: { number: 80 } }), service('other')]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'], assumption: 'no Service shop/web exists outside the input' }]);
  expect(ruled(backendUnknown, [route({ name: 'web', port: 80 })])).toEqual({ findings: [], unknown: ['the namespace of a backend is not in the input'] });
});

test('a port that it does not have, such as the one of the pods', () => {
  expect(messages(ruled(backendUnknown, [route({ name: 'web', port: 8080 }), ingressTo({ name: 'web', port: { name: 'web' } }), service('web')]).findings)).toEqual([
    'HTTPRoute shop/web sends requests to port 8080 of Service shop/web, which has 80 http', 'Ingress shop/web sends requests to port "web" of Service shop/web, which has 80 http',
  ]);
});

test.each([
  ['by number', [route({ name: 'web', port: 80 }), service('web')]],
  ['by name', [ingressTo({ name: 'web', port: { name: 'http' } }), service('web')]],
  ['a backend of another kind', [route({ group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web', port: 80 }), service('other')]],
  ['another name for something outside', [route({ name: 'web', port: 80 }), manifest('v1', 'Service', 'web', { namespace: 'shop', spec: { type: 'ExternalName', externalName: 'web.example.com' } })]],
  ['an action of AWS\' controller', [ingressTo({ name: 'redirect', port: { name: 'use-annotation' } }), service('web')]],
])('%s is well', (_title, objects) => {
  expect(ruled(backendUnknown, objects)).toEqual({ findings: [], unknown: [] });
});
