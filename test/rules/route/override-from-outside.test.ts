import { overrideFromOutside } from '../../../lib/rules/route/override-from-outside';
import { istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const service = (match: object, gateways: readonly string[] = ['edge/public', 'mesh']): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], gateways, http: [{ match: [match], route: [{ destination: { host: 'a', subset: 'v2' } }] }] });
const canary = { headers: { 'x-canary': { exact: 'true' } } };
const http = (parent: object): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', { spec: { parentRefs: [parent], rules: [{ matches: [{ headers: [{ name: 'X-Canary', value: 'true' }] }], backendRefs: [{ name: 'a', port: 80 }] }] } });

test('a header that a gateway reads', () => {
  expect(ruled(overrideFromOutside, [service(canary)]).findings).toMatchObject([{ codes: ['CAN-13'], severity: 'info', path: ['spec', 'http', 0, 'match', 0, 'headers'], message: '"x-canary" decides where requests go, and anybody outside may send it' }]);
  expect(said(overrideFromOutside, [http({ name: 'public' })])).toEqual(['info: "X-Canary" decides where requests go, and anybody outside may send it']);
});

test.each([
  ['the mesh alone', service(canary, ['mesh'])],
  ['a match for the mesh alone', service({ ...canary, gateways: ['mesh'] })],
  ['a header of browsers', service({ headers: { 'user-agent': { regex: '.*' }, 'x-requested-with': { exact: 'a' } } })],
  ['a route of the mesh', http({ group: '', kind: 'Service', name: 'a' })],
])('%s is well', (_title, object) => {
  expect(said(overrideFromOutside, [object])).toEqual([]);
});
