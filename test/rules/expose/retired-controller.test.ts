import { retiredController } from '../../../lib/rules/expose/retired-controller';
import { ingressTo } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const backend = { name: 'web', port: { number: 80 } };
const ofClass = (ingressClassName: string, annotations: object = {}): ReturnType<typeof ingressTo> => ingressTo(backend, { ingressClassName }, annotations);
const ingressClass = (name: string, controller: string, annotations: object = {}): ReturnType<typeof manifest> => manifest('networking.k8s.io/v1', 'IngressClass', name, { annotations, spec: { controller } });

test('the class says which controller it is, whatever its name', () => {
  expect(ruled(retiredController, [ofClass('public'), ingressClass('public', 'k8s.io/ingress-nginx')]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'ingressClassName'], message: 'Ingress shop/web is served by ingress-nginx, which is retired: nobody repairs it since March 2026', near: [{ object: { kind: 'IngressClass' } }],
  }]);
  expect(ruled(retiredController, [ofClass('nginx'), ingressClass('nginx', 'nginx.org/ingress-controller')]).findings).toEqual([]);
});

test('so do annotations that only the project reads', () => {
  expect(ruled(retiredController, [ofClass('web', { 'nginx.ingress.kubernetes.io/rewrite-target': '/' })]).findings).toMatchObject([{ severity: 'error', path: ['metadata', 'annotations', 'nginx.ingress.kubernetes.io/rewrite-target'] }]);
});

test('the name alone is what F5\'s controller uses too', () => {
  expect(ruled(retiredController, [ofClass('nginx')]).findings).toMatchObject([{ severity: 'warning', assumption: 'class nginx is not that of another controller, such as F5\'s' }]);
});

test('the default class counts for an Ingress that names none', () => {
  expect(ruled(retiredController, [ingressTo(backend), ingressClass('nginx', 'k8s.io/ingress-nginx', { 'ingressclass.kubernetes.io/is-default-class': 'true' })]).findings).toHaveLength(1);
});

test.each([['another controller', ofClass('traefik')], ['nobody says which', ingressTo(backend)], ['F5\'s annotations', ofClass('web', { 'nginx.org/proxy-buffering': 'true' })]])('%s is well', (_title, object) => {
  expect(ruled(retiredController, [object]).findings).toEqual([]);
});
