import { dnsLabelProblem, hostnameProblem, portNameProblem, serviceNameProblem, subdomainProblem } from '../../lib/model/names';

type Grammar = readonly [what: string, problem: (name: string) => string | undefined, good: readonly string[], bad: readonly string[]];

const grammars: readonly Grammar[] = [
  ['a namespace', dnsLabelProblem, ['shop', 'a', '0', 'a-b', 'x'.repeat(63)], ['', 'Shop', 'a.b', '-a', 'a-', 'a_b', 'x'.repeat(64)]],
  ['a Service', serviceNameProblem, ['reviews', 'a0', 'x'.repeat(63)], ['0a', 'a.b', '', 'A', 'x'.repeat(64)]],
  ['an object', subdomainProblem, ['a.b-c.d', '0', 'x'.repeat(253)], ['', 'a..b', '.a', 'a.', 'a.-b', 'A', 'x'.repeat(254)]],
  ['a container port', portNameProblem, ['http', 'tcp-pg', 'a', '8080x', 'x'.repeat(15)], ['', '8080', 'a--b', '-a', 'a-', 'HTTP', 'x'.repeat(16)]],
  ['a host of a gateway', hostnameProblem, ['shop.example', '*.shop.example', 'localhost'], ['', '*', '*.', '*shop.example', 'a.*.b', 'Shop.example', 'shop.example:443', 'shop_example']],
];

describe.each(grammars)('the name of %s', (_what, problem, good, bad) => {
  test('may be what the API server takes', () => {
    expect(good.filter(name => problem(name) !== undefined)).toEqual([]);
  });
  test('may not be what it refuses', () => {
    expect(bad.filter(name => problem(name) === undefined)).toEqual([]);
  });
});

test('a name that is too long says how long it is', () => {
  expect(dnsLabelProblem('x'.repeat(70))).toBe('has 70 characters, at most 63 are allowed');
});
