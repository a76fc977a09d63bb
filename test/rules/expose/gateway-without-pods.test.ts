import { gatewayWithoutPods } from '../../../lib/rules/expose/gateway-without-pods';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const gateway = (selector: object): JsonObject => istio('Gateway', 'public', { selector, servers: [] });
const pods = deployment('public', { namespace: 'edge', labels: { istio: 'public' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } });
const unknown = ['unknown: the pods of a gateway are not in the input'];

test('labels that no gateway has', () => {
  expect(ruled(gatewayWithoutPods, [pods, gateway({ istio: 'pubilc' })]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'selector'], message: 'Gateway shop/public selects no pod: no gateway has istio=pubilc', help: 'use labels of Deployment edge/public', assumption: 'the input has all gateways' }]);
  expect(said(gatewayWithoutPods, [gateway({ istio: 'pubilc' })], { complete: true })).toEqual(['error: Gateway shop/public selects no pod: no gateway has istio=pubilc']);
});

test('gateways of other repositories, and those of Istio\'s charts, are unknown', () => {
  expect(said(gatewayWithoutPods, [gateway({ istio: 'public' })])).toEqual(unknown);
  expect(said(gatewayWithoutPods, [pods, gateway({ istio: 'ingressgateway' })], { complete: true })).toEqual(unknown);
});

test('pods of any namespace, and what is declared, are well', () => {
  expect(said(gatewayWithoutPods, [pods, gateway({ istio: 'public' })], { complete: true })).toEqual([]);
  expect(said(gatewayWithoutPods, [gateway({ istio: 'public' })], { complete: true, declared: [{ kind: 'Deployment', namespace: 'edge', name: 'public' }] })).toEqual([]);
});
