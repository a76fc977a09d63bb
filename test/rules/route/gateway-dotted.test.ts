import { gatewayDotted } from '../../../lib/rules/route/gateway-dotted';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const route = (...gateways: readonly string[]): ReturnType<typeof istio> => istio('VirtualService', 'web', { hosts: ['shop.example.com'], gateways, http: [] });

test('the old form', () => {
  expect(ruled(gatewayDotted, [route('mesh', 'public.edge')]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'gateways', 1], message: 'gateway "public.edge" is read as edge/public: the form with a dot is the old one', help: 'write "edge/public"' }]);
});

test('a namespace, a name alone and the mesh are well', () => {
  expect(said(gatewayDotted, [route('edge/public', 'public', 'mesh', 'edge/public.example')])).toEqual([]);
});
