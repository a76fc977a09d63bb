import { istioWarning } from '../../../lib/rules/api/istio-warning';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const service = (spec: object) => manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['web'], ...spec } });
const route = [{ destination: { host: 'web' } }];

test('what istiod warns of has the code of the warning', () => {
  expect(ruled(istioWarning, [service({ gateways: ['web.edge.svc.cluster.local'], http: [{ route }, { route }] })]).findings).toMatchObject([
    { severity: 'warning', codes: ['IST0133'], path: ['spec', 'gateways', 0], help: 'write edge/web' },
    { severity: 'warning', codes: ['IST0130'], path: ['spec', 'http', 1] },
  ]);
});

test('a match that is there twice is advice', () => {
  const match = [{ uri: { prefix: '/' } }];
  expect(ruled(istioWarning, [service({ http: [{ match: [...match, ...match], route }] })]).findings).toMatchObject([{ severity: 'info', codes: ['IST0131'] }]);
});
