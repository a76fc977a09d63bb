import fc from 'fast-check';
import type { SplitIntent } from '../../lib/intents/split';
import { cookiePattern, serving, versionCookie } from '../../lib/systems/split-rules';

/** Cookies of a header as RFC 6265 reads them: pairs between semicolons, the name before the first `=`. */
function parse(header: string): readonly (readonly [string, string])[] {
  return header.split(';').flatMap(pair => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
  });
}

const token = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,8}$/);
const version = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,4}[a-z0-9])?$/);
const separator = fc.constantFrom(';', '; ', ' ; ', ';  ');

/** A header of cookies, the one that is looked for among them in some and not in others. */
const asked = fc
  .record({ cookie: token, version, others: fc.array(fc.tuple(token, version), { maxLength: 3 }), place: fc.nat(3), carried: fc.constantFrom('same', 'longer', 'shorter', 'suffixed name', 'prefixed name', 'none'), separator })
  .map(({ cookie, version: wanted, others, place, carried, separator: between }) => {
    const pair = { same: `${cookie}=${wanted}`, longer: `${cookie}=${wanted}0`, shorter: `${cookie}=${wanted.slice(1)}`, 'suffixed name': `${cookie}x=${wanted}`, 'prefixed name': `x${cookie}=${wanted}`, none: undefined }[carried];
    const pairs = others.map(([name, value]) => `${name}=${value}`);
    if (pair !== undefined) pairs.splice(Math.min(place, pairs.length), 0, pair);
    return { sticky: { cookie, maxAgeSeconds: 60 }, version: wanted, header: pairs.join(between) };
  });

test('the pattern of a cookie takes exactly the headers in which a parser finds it', () => {
  fc.assert(
    fc.property(asked, ({ sticky, version: wanted, header }) => {
      const found = parse(header).some(([name, value]) => name === sticky.cookie && value === wanted);
      expect(new RegExp(`^(?:${cookiePattern(sticky, wanted)})$`).test(header)).toBe(found);
    }),
    { numRuns: 2000 },
  );
});

test('what a client is told to keep is what it is recognised by', () => {
  fc.assert(
    fc.property(token, version, (cookie, kept) => {
      const sticky = { cookie, maxAgeSeconds: 60 };
      const [pair = ''] = versionCookie(sticky, kept).split('; ');
      expect(new RegExp(`^(?:${cookiePattern(sticky, kept)})$`).test(pair)).toBe(true);
    }),
  );
});

test('versions that serve are those with a share, and their shares still make a whole', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }), parts => {
      const weights = new Map([...parts, 1].map((weight, i) => [`v${i}`, weight]));
      const served = serving({ weights } as unknown as SplitIntent);
      expect(served.every(([, weight]) => weight > 0)).toBe(true);
      expect(served.reduce((sum, [, weight]) => sum + weight, 0)).toBe([...weights.values()].reduce((sum, weight) => sum + weight, 0));
    }),
  );
});
