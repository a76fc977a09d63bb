import * as fc from 'fast-check';
import { lex } from '../../lib/corefile/lexer';
import { writeWord } from '../../lib/corefile/word';

const texts = (text: string): readonly string[] => lex(text).tokens.map(token => token.text);

describe('words', () => {
  test.each<[string, string, readonly string[]]>([
    ['white space of Unicode between them', 'a\u00A0b\u3000c\td', ['a', 'b', 'c', 'd']],
    ['carriage returns are left out, also within', 'a\r\nb\rc\r\n', ['a', 'bc']],
    ['a byte order mark at the beginning is left out', '\uFEFFa', ['a']],
    ['quotes hold white space, breaks and comments', '"a b" "c\nd" "e#f" ""', ['a b', 'c\nd', 'e#f', '']],
    ['a quote is escaped, nothing else is', String.raw`"say \"no\"" "a\b" "c\\"`, ['say "no"', String.raw`a\b`, String.raw`c\\`]],
    ['a quote within a word is a letter', 'a"b c"', ['a"b', 'c"']],
    ['a quoted word ends at its quote', '"a"b', ['a', 'b']],
    ['a comment cuts a word', '8.8.8.8#53 next', ['8.8.8.8', 'next']],
    ['a comment goes to the end of the line', 'a # b c\nd', ['a', 'd']],
    ['a backslash at the end of a line joins nothing', 'a \\\nb', ['a', '\\', 'b']],
    ['braces are words of their own only where they stand alone', '{ } a{ {b', ['{', '}', 'a{', '{b']],
  ])('%s', (_title, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test('have a line and a column, and quoted ones a line for each break', () => {
    expect(lex('a "b\nc" d\n  e').tokens.map(({ line, column }) => [line, column])).toEqual([[1, 1], [1, 3], [2, 4], [3, 3]]);
  });

  test('a quote that nothing closes takes the rest, and is told where it opens', () => {
    expect(lex('a\n  "b c\n}\n')).toMatchObject({ tokens: [{ text: 'a' }, { text: 'b c\n}\n' }], unterminated: { line: 2, column: 3 } });
  });
});

test('comments are kept with their places', () => {
  expect(lex('# top\na #b c\n').comments).toEqual([{ text: '# top', line: 1, column: 1, offset: 0 }, { text: '#b c', line: 2, column: 3, offset: 8 }]);
});

test('what is written for a word is read as this word', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: fc.constantFrom('a', '"', '\\', ' ', '#', '\n', '{', '\uFEFF', '\r') }), fc.string({ unit: 'binary' })), text => {
    const written = writeWord(text);
    if (written !== undefined) expect(texts(written)).toEqual([text]);
  }), { numRuns: 500 });
});

test('a backslash before a quote cannot be written with white space', () => {
  expect([String.raw`a \"`, 'a \\'].map(writeWord)).toEqual([undefined, undefined]);
});
