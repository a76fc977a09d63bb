import { placeMalformed } from '../../../lib/rules/traffic/place-malformed';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const from = (place: string): ReturnType<typeof withPlaces> => withPlaces({ distribute: [{ from: place, to: { '*': 100 } }] });

test.each([
  ['a/*/b', '"a/*/b" has its * before the end'],
  ['*/b', '"*/b" has its * before the end'],
  ['r1*', '"r1*" has a * that is glued to a name, which matches nothing'],
  ['a//b', '"a//b" has an empty segment'],
  ['', '"" has an empty segment'],
  ['a/b/c/d', '"a/b/c/d" has 4 segments, and places have region, zone and subzone'],
])('"%s"', (place, message) => {
  expect(said(placeMalformed, [from(place)])).toEqual([`error: ${message}`]);
});

test('targets too, at their own place', () => {
  expect(ruled(placeMalformed, [withPlaces({ distribute: [{ from: 'a', to: { 'b*': 100 } }] })]).findings).toMatchObject([{ codes: ['LOC-03'], path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'distribute', 0, 'to', 'b*'] }]);
});

test.each(['*', 'a', 'a/*', 'a/b', 'a/b/*', 'a/b/c'])('"%s" is well', place => {
  expect(said(placeMalformed, [from(place)])).toEqual([]);
});
