import fc from 'fast-check';
import { placesMeet } from '../../../lib/mesh/places';
import { placesOverlap } from '../../../lib/rules/traffic/places-overlap';
import { withPlaces } from '../../support/destination-rule';
import { said } from '../../support/rules';

const sources = (...places: readonly string[]): ReturnType<typeof withPlaces> => withPlaces({ distribute: places.map(from => ({ from, to: { '*': 100 } })) });
const targets = (...places: readonly string[]): ReturnType<typeof withPlaces> => withPlaces({ distribute: [{ from: 'a', to: Object.fromEntries(places.map(place => [place, 50])) }] });

test.each([[['a/*', 'a/b/*']], [['a/b/*', 'a/*']], [['*', 'a']], [['a', 'a/b/c']], [['a', 'a/*']]])('%j overlap, in whatever order', places => {
  expect(said(placesOverlap, [sources(...places)])).toEqual([`error: "${places[1] ?? ''}" overlaps "${places[0] ?? ''}", and which of the two counts is left to chance`]);
  expect(said(placesOverlap, [targets(...places)])).toHaveLength(1);
});

test.each([[['a/*', 'b/*']], [['a/b', 'a/c']], [['a/b/c', 'a/b/d']], [['a', 'ab']]])('%j do not', places => {
  expect(said(placesOverlap, [sources(...places), targets(...places)])).toEqual([]);
});

test('places of two entries are told apart', () => {
  expect(said(placesOverlap, [withPlaces({ distribute: [{ from: 'a', to: { a: 100 } }, { from: 'b', to: { a: 100 } }] })])).toEqual([]);
});

test('two places meet exactly where some locality lies in both', () => {
  const names = ['a', 'b'] as const;
  const name = fc.constantFrom(...names);
  const place = fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([segments, star]) => (star && segments.length < 3 ? [...segments, '*'] : segments).join('/'));
  const within = (locality: string, wider: string): boolean => wider.split('/').every((segment, i) => segment === '*' || locality.split('/')[i] === segment);
  const all = names.flatMap(region => names.flatMap(zone => names.map(subzone => `${region}/${zone}/${subzone}`)));
  fc.assert(fc.property(place, place, (a, b) => {
    expect(placesMeet(a, b)).toBe(all.some(locality => within(locality, a) && within(locality, b)));
  }));
});
