import { backendStrict } from '../../../lib/rules/expose/backend-strict';
import { deployment, ingressTo, namespace, service } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const strict = manifest('security.istio.io/v1', 'PeerAuthentication', 'default', { namespace: 'shop', spec: { mtls: { mode: 'STRICT' } } });
const shop = [namespace('shop', { 'istio-injection': 'enabled' }), deployment('web'), service('web'), strict];
const web = ingressTo({ name: 'web', port: { number: 80 } }, { ingressClassName: 'nginx' });
const controller = (labels: object = {}): ReturnType<typeof deployment> => deployment('ingress-nginx-controller', { namespace: 'ingress-nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller', ...labels } });

test('a controller without a proxy cannot reach pods that refuse plaintext', () => {
  expect(ruled(backendStrict, [...shop, web, controller(), namespace('ingress-nginx')]).findings).toMatchObject([{
    severity: 'error', object: { kind: 'Ingress' }, path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service'],
    message: 'Ingress shop/web leads to port 8080 of Deployment shop/web, which refuses plaintext: its policy is STRICT; Deployment ingress-nginx/ingress-nginx-controller has no proxy',
  }]);
});

test('a controller that is not in the input is taken to have none', () => {
  expect(ruled(backendStrict, [...shop, web]).findings).toMatchObject([{ severity: 'warning', assumption: 'the ingress controller has no proxy' }]);
});

test.each([
  ['a controller in the mesh', [...shop, web, controller(), namespace('ingress-nginx', { 'istio-injection': 'enabled' })]],
  ['Istio\'s own ingress', [...shop, ingressTo({ name: 'web', port: { number: 80 } }, { ingressClassName: 'istio' })]],
  ['pods that take both', [...shop.slice(0, 3), web]],
  ['pods without a proxy', [namespace('shop'), ...shop.slice(1), web]],
])('%s is well', (_title, objects) => {
  expect(ruled(backendStrict, objects)).toEqual({ findings: [], unknown: [] });
});
