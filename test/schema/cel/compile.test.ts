import { compile } from '../../../lib/schema/cel/compile';

const evaluate = (text: string, self?: unknown): unknown => compile(text, ['self'])([self]);

describe('an expression', () => {
  test.each<[string, unknown, unknown]>([
    ['1 + 2 * 3 == 7', undefined, true],
    ['1 == 1.0', undefined, true],
    ['size("é😀")', undefined, 2],
    ['7 / 2', undefined, 3],
    ['"b" > "a" && !(2 in [1, 3])', undefined, true],
    ['has(self.a) ? self.a : "none"', {}, 'none'],
    ['self.a.b[1]', { a: { b: [1, 2] } }, 2],
    ['self.__namespace__ == "x"', { namespace: 'x' }, true],
    ['self["a"] in {"k": 1}', { a: 'k' }, true],
    ['self.all(x, self.exists_one(y, x.n == y.n))', [{ n: 1 }, { n: 2 }, { n: 1 }], false],
    ['self.filter(x, x > 1).map(x, x * 2)', [1, 2, 3], [4, 6]],
    ['self.all(key, key.size() < 3)', { ab: 1, abc: 2 }, false],
    ['duration("1h") > duration("59m59s")', undefined, true],
    ['url("https://a.example:8443/x").getPort()', undefined, '8443'],
    ['isURL("http://::/x") || isIP("010.0.0.1") || isCIDR("10.0.0.0/33")', undefined, false],
    ['cidr("10.0.0.0/8").containsIP("10.1.2.3")', undefined, true],
    ['"a/b/c".split("/", 2)', undefined, ['a', 'b/c']],
    ["'x-1'.matches(r'^[a-z]-\\d$')", undefined, true],
    ['quantity("1Gi").isGreaterThan(quantity("1000M"))', undefined, true],
    ['format.dns1123Label().validate("A").hasValue()', undefined, true],
    ['type(self) == int', 3, true],
    ['self.?a.orValue(4)', {}, 4],
  ])('%s', (text, self, expected) => { expect(evaluate(text, self)).toEqual(expected); });

  test('a side that decides outweighs one that fails', () => {
    expect(evaluate('self.a == 1 || true', {})).toBe(true);
    expect(evaluate('self.a == 1 && false', {})).toBe(false);
    expect(evaluate('self.exists(x, x.a == 1)', [{}, { a: 1 }])).toBe(true);
  });

  test.each(['self.a', '1 < "a"', 'self[0]', 'duration("1d")', 'int("x")', '1 / 0', '{} + 1', '!1'])('fails: %s', text => {
    expect(() => evaluate(text, {})).toThrow();
  });

  test.each([['self.nothing()', 'the function .nothing is not built'], ['math.sqrt(4)', 'math.sqrt'], ['other', '"other" is not known'], ['1 +', 'not expected'], ['"a', 'no end'], ['self.a / self.b', 'types are not known']])('is not translated: %s', (text, why) => {
    expect(() => compile(text, ['self'])).toThrow(why);
  });

  test('a name from the input reaches nothing but the input', () => {
    expect(() => evaluate('self.constructor', {})).toThrow('no such key');
    expect(evaluate('has(self.__proto__)', {})).toBe(false);
  });
});
