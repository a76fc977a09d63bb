import fc from 'fast-check';
import { parseDuration } from '../../lib/model/duration';

const part = fc.option(fc.nat({ max: 99_999 }), { nil: undefined });

test('hours, minutes, seconds and milliseconds add up', () => {
  fc.assert(
    fc.property(part, part, part, part, (h, m, s, ms) => {
      const text = [[h, 'h'], [m, 'm'], [s, 's'], [ms, 'ms']].map(([count, unit]) => (count === undefined ? '' : `${String(count)}${String(unit)}`)).join('');
      fc.pre(text !== '');
      expect(parseDuration(text)).toBe((h ?? 0) * 3_600_000 + (m ?? 0) * 60_000 + (s ?? 0) * 1000 + (ms ?? 0));
    }),
  );
});

test('minutes and milliseconds are told apart', () => {
  expect([parseDuration('5m'), parseDuration('5ms'), parseDuration('5m5ms')]).toEqual([300_000, 5, 300_005]);
});

test.each(['', '5', 's', '0.5s', '1.5h', '-1s', '1s1m', '1s1s', '1 s', '1S', '1d', '100000s', '1us', ' 1s', 'h1'])('"%s" is none that Istio and the Gateway API both read', text => {
  expect(parseDuration(text)).toBeUndefined();
});
