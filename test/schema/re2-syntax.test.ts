import { regularExpressionProblem } from '../../lib/schema/re2-syntax';

const good = ['', 'a*?', 'a{2}', 'a{,2}', 'a{2', '(?i)a', '(?i-s:a)', '(?P<n>a)', '(?<n>a)', '(?<n>a)(?<n>b)', '[]a]', '[^]a]', '[a-]', '[[:alpha:]-z]', '[\\d-z]', '\\pL', '\\p{Greek}', '\\P{^lu}', '\\p{Lowercase_Letter}', '\\Qa*(\\E', '\\x{10FFFF}', '\\012', '\\_', '^*', '()', '|', '(a{10}){100}', 'a(?i)*', '\\b+', '\\z', '}', ']'];
const bad = ['a**', 'a*??', 'a++', '*', '(*a)', '|*', '(', ')', '(?=a)', '(?!a)', '(?<=a)', '(?P=n)', '(?x)', '(?i-)', '(?<a-b>c)', '\\1', '\\8', '\\C', '\\Z', '\\K', '\\', '\\é', '\\xZ', '\\x{110000}', '\\p{Foo}', '\\p{Old_Italic}', '\\pé', '[', '[a', '[z-a]', '[a-\\d]', '[\\b]', '[[:foo:]]', 'a{1001}', 'a{2,1}', '(a{100}){100}', 'a{2}{3}'];

test.each(good)('%j is an expression of RE2', expression => {
  expect(regularExpressionProblem(expression)).toBeUndefined();
});

test.each(bad)('%j is none', expression => {
  expect(regularExpressionProblem(expression)).toMatch(/^[a-z].*[^.]$/);
});

test.each([
  ['a(?=b)', 'has "(?=", which RE2 does not know'],
  ['a**', 'repeats a repetition with "*"'],
  ['\\1', 'has the escape "\\1", which RE2 does not know'],
  ['(a', 'has a "(" without a ")"'],
])('%s: %s', (expression, message) => {
  expect(regularExpressionProblem(expression)).toBe(message);
});
