import { actionsTogether } from '../../../lib/rules/route/actions-together';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const rule = (fields: object): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http: [fields] });
const route = [{ destination: { host: 'a' } }];

test.each([
  [{ route, redirect: { uri: '/' } }, 'a rule with redirect has route too, and Istio refuses the two together'],
  [{ route, directResponse: { status: 503 } }, 'a rule with directResponse has route too, and Istio refuses the two together'],
  [{ delegate: { name: 'b' }, route }, 'a rule with delegate has route too, and Istio refuses the two together'],
  [{ redirect: { uri: '/' }, rewrite: { uri: '/' }, fault: {} }, 'a rule with redirect has fault and rewrite too, and Istio refuses the two together'],
  [{ route, mirror: { host: 'b' }, mirrors: [] }, 'a rule with mirror has mirrors too, and Istio refuses the two together'],
])('%j', (fields, message) => {
  expect(said(actionsTogether, [rule(fields)])).toEqual([`error: ${message}`]);
});

test('the place is the action', () => {
  expect(ruled(actionsTogether, [rule({ route, redirect: { uri: '/' } })]).findings).toMatchObject([{ codes: ['CAN-10', 'IST0106'], path: ['spec', 'http', 0, 'redirect'], help: 'keep redirect, or route' }]);
});

test.each([[{ route, rewrite: { uri: '/' }, fault: {}, mirror: { host: 'b' } }], [{ redirect: { uri: '/' }, retries: { attempts: 1 } }], [{ delegate: { name: 'b' }, rewrite: { uri: '/' } }]])('%j is well', fields => {
  expect(said(actionsTogether, [rule(fields)])).toEqual([]);
});
