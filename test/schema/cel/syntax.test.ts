import { celProblem } from '../../../lib/schema/cel/syntax';

test.each(['true', 'a.b.c', 'a.b["c"] == 1 || !c', 'x ? y : z', 'a in [1, 2,]', '{"a": 1}', '--1', 'has(a.b)', 'a.all(x, x > 0)', 'a.map(x, x > 0, x)', 'T{a: 1}', 'a.b.T{}', '.a', 'a.package', "r'\\d'", "b'a'", '0x1F + 1u', 'a // c'])('%s is CEL', expression => {
  expect(celProblem(expression)).toBeUndefined();
});

test.each(['', '1 +', 'x y', 'x ? y', '"a', 'has(a)', 'a.exists(1, b)', 'a.all(x, y', '@', 'a[?0]', 'a.?b', 'if', 'package', 'in', 'a.in', '()', 'a.', "'\\d'", '{1}'])('%j is not', expression => {
  expect(celProblem(expression)).toMatch(/\S/);
});
