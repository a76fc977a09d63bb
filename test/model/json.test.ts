import fc from 'fast-check';
import { canonical, compare, countOpaque, sameValue, withoutUndefined } from '../../lib/model/json';
import { isOpaque, plain } from '../../lib/model/leaf';

const values = fc.jsonValue({ maxDepth: 4 });

/** The same value with the keys of its objects in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversed(item)]));
}
const normal = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('values are the same whatever the order of their keys', () => {
  fc.assert(fc.property(values, value => sameValue(value, reversed(value)) && canonical(value) === canonical(reversed(value))));
});

test('two values have one canonical text exactly when they are the same', () => {
  fc.assert(fc.property(values.map(normal), values.map(normal), (a, b) => (canonical(a) === canonical(b)) === sameValue(a, b)));
});

test('the canonical text is JSON of the value', () => {
  fc.assert(fc.property(values.map(normal), value => sameValue(JSON.parse(canonical(value)), value)));
});

test('lists are the same only in the same order', () => {
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue([], {})).toBe(false);
});

test('a key without a value is not a key: it is dropped at any depth, while empty lists and objects stay', () => {
  expect(withoutUndefined({ a: undefined, b: [{ c: undefined, d: {} }], e: [], f: null })).toEqual({ b: [{ d: {} }], e: [], f: null });
  expect(Object.keys(withoutUndefined({ a: undefined }))).toEqual([]);
  expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('order goes by code unit, not by locale', () => {
  expect(['b', 'ä', 'a', 'Z', 'z'].sort(compare)).toEqual(['Z', 'a', 'b', 'z', 'ä']);
});

describe('a value that is only known at deploy', () => {
  const output = { apply: () => undefined, toJSON: () => { throw new Error('an Output must not be read'); } };
  const lazy = { produce: () => 'value' };

  test('is known by its shape, of Pulumi or of cdk8s', () => {
    expect([output, lazy, 'x', null, {}, [], { apply: 'x' }].map(isOpaque)).toEqual([true, true, false, false, false, false, false]);
    expect(plain(output)).toBeUndefined();
    expect(plain('10.0.0.0/8')).toBe('10.0.0.0/8');
  });

  test('is never read, only told apart by identity', () => {
    expect(canonical({ cidr: output })).toBe('{"cidr":"(known at deploy)"}');
    expect([sameValue({ a: output }, { a: output }), sameValue({ a: output }, { a: { ...output } }), sameValue(lazy, lazy)]).toEqual([true, false, true]);
    expect(withoutUndefined({ a: output, b: undefined }).a).toBe(output);
  });

  test('is counted wherever it stands', () => {
    expect(countOpaque({ a: [output, { b: lazy }], c: 'x', d: null })).toBe(2);
  });
});
