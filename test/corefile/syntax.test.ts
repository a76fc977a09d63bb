import * as fc from 'fast-check';
import { checkCorefile } from '../../lib/corefile/check';
import { formatCorefile } from '../../lib/corefile/format';
import { lex } from '../../lib/corefile/lexer';
import { readCorefile } from '../../lib/corefile/reading';
import { sentences } from './sentences';
import { stanzas } from './stanzas';

const settled = { environment: {}, files: {} };

test.each(sentences)('%s: %j', (_sentence, text, means) => {
  const errors = checkCorefile(text, settled).filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (means === 'refused') {
    expect(errors.length).toBeGreaterThan(0);
    return;
  }
  expect(errors).toEqual([]);
  expect(readCorefile(text, settled).servers.map(({ zones, block }) => `${zones.map(({ zone }) => zone).join(' ')}: ${[...block.plugins.keys()].sort().join(' ')}`)).toEqual(means);
});

test('what is formatted is read as the same, and formatted already', () => {
  const words = (text: string): readonly (readonly [string, number])[] => {
    const lines = [...new Set(lex(text).tokens.map(({ line }) => line))];
    return lex(text).tokens.map(token => [token.text, lines.indexOf(token.line)] as const);
  };
  // A comment ends with the word that it is in; at the end of a line two become one.
  const comments = (text: string): string => lex(text).comments.map(({ text: comment }) => comment).join(' ');
  const texts = [...sentences.map(([, text]) => text), ...stanzas.map(({ text }) => text)];
  fc.assert(fc.property(fc.oneof(fc.constantFrom(...texts), fc.array(fc.constantFrom('a', '{', '}', '\n', ' ', '#', '"', '\\', '"b c"', '# d\n', '\r\n', '\t'), { maxLength: 40 }).map(parts => parts.join(''))), text => {
    const formatted = formatCorefile(text);
    expect(words(formatted)).toEqual(words(text));
    expect(comments(formatted)).toBe(comments(text));
    expect(formatCorefile(formatted)).toBe(formatted);
  }), { numRuns: 600 });
});

describe('100 kB of anything are judged in 0.2 s of the processor', () => {
  const words = ['{', '}', '"', '#', '\n', ' ', 'import', '(x)', 'x', '\\', ',', 'cache', 'forward', '{$X}', '{%', 'example.org', '10.0.0.0/8'];
  const noise = (step: number): string => Array.from({ length: 40_000 }, (_, i) => words[(i * step + (i >> 3)) % words.length] ?? '').join(' ').slice(0, 100_000);
  test.each([
    ['words', noise(7)],
    ['other words', noise(5)],
    ['quotes', '"'.repeat(100_000)],
    ['braces', '{ '.repeat(50_000)],
    ['keys', Array.from({ length: 8_000 }, (_, i) => `z${i}.example`).join(' ').slice(0, 100_000)],
    ['server blocks', 'a {\nerrors\n}\n'.repeat(8_000).slice(0, 99_990)],
    ['uses of a plugin', `. {\n${'log a.example\n'.repeat(7_000)}}\n`],
    ['a regular expression', `. {\nerrors {\nconsolidate 5m ${'(a|b)*'.repeat(16_000)} warning\n}\n}\n`],
    ['variables', `. {\nlog ${'{$A}'.repeat(24_000)}\n}\n`],
    ['imports', `(s) {\nerrors\n}\n. {\n${'import s\n'.repeat(9_000)}}\n`],
  ])('%s', (_title, text) => {
    // The best of three: what else the machine does is not what is judged.
    const spent = [1, 2, 3].map(() => {
      const from = process.cpuUsage();
      checkCorefile(text, settled);
      const { user, system } = process.cpuUsage(from);
      return (user + system) / 1e6;
    });
    expect(Math.min(...spent)).toBeLessThan(0.2);
  });
});
