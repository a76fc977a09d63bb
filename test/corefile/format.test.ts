import * as fc from 'fast-check';
import { formatCorefile } from '../../lib/corefile/format';
import { lex } from '../../lib/corefile/lexer';

test('blocks are indented, words stand one space apart, quotes only where they are needed', () => {
  expect(formatCorefile('# root\n.:53 {\n  "errors"   # all\n\n\n\thealth {\nlameduck    5s\n\n  }\nlog . "{remote} {name}"\n}\n\n\n\nexample.org {\n}')).toBe(
    ['# root', '.:53 {', '    errors # all', '', '    health {', '        lameduck 5s', '    }', '    log . "{remote} {name}"', '}', '', 'example.org {', '}', ''].join('\n'),
  );
});

test('a file whose quote is open stays as it is', () => {
  expect(formatCorefile('a  "b\n}')).toBe('a  "b\n}');
});

const pieces = fc.array(fc.constantFrom('{', '}', 'errors', '"a b"', '"a\nb"', '""', '#', '# note', '\n', '\n\n', ' ', '\t', '\r\n', 'a#b', '"', '\\"', '"\\""', '\u00A0', 'import', ',', '\uFEFF'), { maxLength: 40 }).map(parts => parts.join(''));

test('whatever the text, the same words stand on the same lines, comments stay, and a second time changes nothing', () => {
  fc.assert(fc.property(fc.oneof(pieces, fc.string()), text => {
    const printed = formatCorefile(text);
    expect(formatCorefile(printed)).toBe(printed);
    const [before, after] = [lex(text), lex(printed)];
    expect(after.tokens.map(token => token.text)).toEqual(before.tokens.map(token => token.text));
    expect(breaks(after.tokens)).toEqual(breaks(before.tokens));
    expect(after.comments.map(comment => comment.text).join(' ')).toBe(before.comments.map(comment => comment.text).join(' '));
  }), { numRuns: 1000 });
});

function breaks(tokens: ReturnType<typeof lex>['tokens']): readonly boolean[] {
  return tokens.slice(1).map((token, i) => {
    const before = tokens[i];
    return before === undefined || before.line + before.text.split('\n').length - 1 < token.line;
  });
}
