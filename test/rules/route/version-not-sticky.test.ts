import { versionNotSticky } from '../../../lib/rules/route/version-not-sticky';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const to = (subset: string, weight: number, rest: object = {}): object => ({ destination: { host: 'a', subset }, weight, ...rest });
const service = (...http: readonly object[]): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http });

test('a split without a cookie', () => {
  expect(ruled(versionNotSticky, [service({ route: [to('v1', 90), to('v2', 10)] })]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'http', 0, 'route'], message: 'each request is split anew between v1 and v2, so that one user meets all of them' }]);
});

test.each([
  ['everything at one', service({ route: [to('v1', 100), to('v2', 0)] })],
  ['a cookie that is read', service({ match: [{ headers: { cookie: { regex: '.*v2.*' } } }], route: [to('v2', 100)] }, { route: [to('v1', 90), to('v2', 10)] })],
  ['a cookie that is set', service({ route: [to('v1', 90), to('v2', 10, { headers: { response: { add: { 'Set-Cookie': 'version=v2' } } } })] })],
])('%s is well', (_title, object) => {
  expect(said(versionNotSticky, [object])).toEqual([]);
});
