import { mirrorEverything } from '../../../lib/rules/route/mirror-everything';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const rule = (fields: object): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http: [{ route: [{ destination: { host: 'a' } }], ...fields }] });
const mirror = { host: 'b' };

test('a mirror without a percentage gets everything', () => {
  expect(ruled(mirrorEverything, [rule({ mirror })]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'http', 0, 'mirror'], message: 'the mirror has no mirrorPercentage, so that it gets every request, writes too' }]);
  expect(said(mirrorEverything, [rule({ mirrors: [{ destination: mirror }, { destination: mirror, percentage: { value: 5 } }] })])).toEqual(['warning: the mirror has no percentage, so that it gets every request, writes too']);
});

test.each([[{ mirror, mirrorPercentage: { value: 100 } }], [{ mirror, mirrorPercent: 5 }], [{}]])('%j is well', fields => {
  expect(said(mirrorEverything, [rule(fields)])).toEqual([]);
});
