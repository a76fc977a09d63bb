import fc from 'fast-check';
import { selects } from '../../lib/model/selector';
import { areDisjoint, includes } from '../../lib/model/selector-relations';

const app = (operator: string, ...values: readonly string[]): object => ({ matchExpressions: [{ key: 'app', operator, ...(values.length === 0 ? {} : { values }) }] });
const equal = (...values: readonly string[]): object => ({ matchLabels: Object.fromEntries(values.map((value, i) => [['app', 'tier'][i], value])) });

test.each<[string, object, object, boolean]>([
  ['everything includes anything', {}, equal('web'), true],
  ['nothing narrower includes everything', equal('web'), {}, false],
  ['a label less includes more', equal('web'), equal('web', 'front'), true],
  ['another value does not', equal('web'), equal('db'), false],
  ['In includes one of its values', app('In', 'web', 'db'), equal('web'), true],
  ['and fewer of them', app('In', 'web', 'db'), app('In', 'db'), true],
  ['but not more', app('In', 'web'), app('In', 'web', 'db'), false],
  ['Exists includes every value', app('Exists'), equal('web'), true],
  ['NotIn includes another value', app('NotIn', 'db'), equal('web'), true],
  ['and what lacks the label', app('NotIn', 'db'), app('DoesNotExist'), true],
  ['and what leaves out more', app('NotIn', 'db'), app('NotIn', 'db', 'web'), true],
  ['DoesNotExist is no part of Exists', app('Exists'), app('DoesNotExist'), false],
])('%s', (_title, outer, inner, expected) => {
  expect(includes(outer as never, inner as never)).toBe(expected);
});

const values = ['1', '2'];
const expression = fc.oneof(
  fc.record({ key: fc.constantFrom('a', 'b'), operator: fc.constantFrom('In', 'NotIn'), values: fc.subarray(values, { minLength: 1 }) }),
  fc.record({ key: fc.constantFrom('a', 'b'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector = fc.record({ matchLabels: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(...values)), matchExpressions: fc.array(expression, { maxLength: 3 }) }, { requiredKeys: [] });
/** Every way to label with two keys; `3` stands for any value that no selector names. */
const all = [undefined, ...values, '3'].flatMap(a => [undefined, ...values, '3'].map(b => ({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })));

test('both relations are those of the sets that are selected', () => {
  fc.assert(fc.property(selector, selector, (one, other) => {
    const [first, second] = [one, other].map(each => all.filter(labels => selects(each, labels)));
    if (first === undefined || second === undefined || second.length === 0) return;
    expect(includes(one, other)).toBe(second.every(labels => first.includes(labels)));
    if (first.length > 0) expect(areDisjoint(one, other)).toBe(!second.some(labels => first.includes(labels)));
  }), { numRuns: 500 });
});
