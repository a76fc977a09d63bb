import * as fc from 'fast-check';
import { isWhole, one, parseQuantity, sameQuantity } from '../../lib/model/quantity';

test.each([
  ['2', 2n * one],
  ['500m', one / 2n],
  ['1.5Gi', 1_610_612_736n * one],
  ['.5', one / 2n],
  ['5.', 5n * one],
  ['1E', 10n ** 18n * one],
  ['1E3', 1000n * one],
  ['1e-3', one / 1000n],
  ['-2k', -2000n * one],
  ['+1', one],
  ['1n', 1n],
  ['0.1n', 1n],
  ['-0.1n', -1n],
])('%s is read', (text, amount) => expect(parseQuantity(text)).toBe(amount));

test.each(['', '.', '-', 'm', '1KB', '1 Gi', '1ki', '0x10', '1e', '1.5.2', '1,5', 'NaN'])('"%s" is no quantity', text => expect(parseQuantity(text)).toBeUndefined());

const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e2', 'E-2'];

test('a number is as much as its suffix times the number: amounts add up, and grow with the number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...suffixes), (a, b, suffix) => {
      const [first = 0n, second = 0n, sum = 0n] = [a, b, a + b].map(number => parseQuantity(`${number}${suffix}`));
      expect(first + second).toBe(sum);
      expect(first <= second).toBe(a <= b);
    }),
  );
});

test('zeros before and after change nothing', () => {
  fc.assert(
    fc.property(fc.nat(99999), fc.nat(999), fc.constantFrom(...suffixes), (whole, fraction, suffix) => {
      expect(sameQuantity(`${whole}.${fraction}${suffix}`, `0${whole}.${fraction}00${suffix}`)).toBe(true);
    }),
  );
});

test('whole is what has no part of one', () => {
  expect(['2', '2000m', '2e0', '1Ki'].map(isWhole)).toEqual([true, true, true, true]);
  expect(['500m', '1.5', '1n', 'two'].map(isWhole)).toEqual([false, false, false, false]);
});
