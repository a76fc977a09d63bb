import { matcherOf } from '../../lib/schema/re2';

const matches = (pattern: string, text: string): boolean | string => {
  const matcher = matcherOf(pattern);
  return 'unsupported' in matcher ? 'unsupported' : matcher.test(text);
};

test.each<[string, string, boolean | string]>([
  ['^(?i)(abort|warn)?$', 'ABORT', true],
  ['^a.c$', 'a\rc', true],
  ['^\\s$', '\u00a0', false],
  ['^[0-9a-zA-Z-.]+$', 'a-b.c', true],
  ['^[A-Za-z0-9\\/\\-._~%!$&\'()*+,;=:]+$', 'a/b-c', true],
  ['^\\PC*$', 'a\u0007', false],
  ['a\\z', 'a\n', false],
  ['(?P<name>a)b', 'ab', true],
  ['^.$', '😀', true],
  ['x{,2}', 'x{,2}', true],
  ['[[:alpha:]]', 'a', 'unsupported'],
  ['(?s)a', 'a', 'unsupported'],
])('%s on %j', (pattern, text, expected) => { expect(matches(pattern, text)).toBe(expected); });
