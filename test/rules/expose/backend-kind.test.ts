import { backendKind } from '../../../lib/rules/expose/backend-kind';
import { httpRoute } from '../../support/edge';
import { ruled, said } from '../../support/rules';

const to = (backend: object): ReturnType<typeof httpRoute> => httpRoute('web', { rules: [{ backendRefs: [backend] }] });

test('a workload takes no requests of a route', () => {
  expect(ruled(backendKind, [to({ group: 'apps', kind: 'Deployment', name: 'web', port: 8080 })]).findings).toMatchObject([{
    severity: 'error', codes: ['GWAPI:InvalidKind'], path: ['spec', 'rules', 0, 'backendRefs', 0, 'kind'], message: 'HTTPRoute shop/web sends requests to Deployment of apps web, which takes none',
  }]);
  expect(said(backendKind, [to({ kind: 'Pod', name: 'web-1', port: 80 })])).toEqual(['error: HTTPRoute shop/web sends requests to Pod web-1, which takes none']);
});

test.each([{ name: 'web', port: 80 }, { kind: 'Service', group: '', name: 'web', port: 80 }, { group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'web', port: 80 }, { group: 'networking.istio.io', kind: 'Hostname', name: 'web.example.com', port: 80 }])('%j takes them', backend => {
  expect(said(backendKind, [to(backend)])).toEqual([]);
});

test('kinds of other APIs are the controller’s matter', () => expect(said(backendKind, [to({ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'web' })])).toEqual(['unknown: whether a controller reads a backend of another API']));
