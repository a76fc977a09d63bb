import type { JsonObject } from '../../lib/model/json';
import { oncePerAlike } from '../../lib/schema/alike';

const spec = { a: 1 };
const object = (namespace: unknown, more: object = {}): JsonObject => ({ kind: 'A', metadata: { name: 'x', labels: { app: 'x' }, namespace }, spec, ...more });
const counting = (shareable = true): { readonly of: (object: JsonObject) => JsonObject; readonly times: () => number } => {
  let times = 0;
  const of = oncePerAlike(each => {
    times++;
    return each;
  }, () => shareable);
  return { of, times: () => times };
};

test('objects that share their values and differ in their namespace are asked once', () => {
  const { of, times } = counting();
  for (const namespace of ['a', 'b', 'c']) of(object(namespace));
  expect(times()).toBe(1);
});

test.each<[string, JsonObject]>([
  ['another name', { ...object('b'), metadata: { name: 'y', labels: { app: 'x' }, namespace: 'b' } }],
  ['another label', { ...object('b'), metadata: { name: 'x', labels: { app: 'y' }, namespace: 'b' } }],
  ['a further field', object('b', { data: {} })],
  ['another kind', object('b', { kind: 'B' })],
  ['equal values that are not shared', object('b', { spec: { a: 1 } })],
  ['a namespace that is refused', object('Not_A_Label')],
  ['a namespace that is no text', object(7)],
  ['no namespace', { ...object('b'), metadata: { name: 'x', labels: { app: 'x' } } }],
])('%s makes another object of it', (_title, other) => {
  const { of } = counting();
  of(object('a'));
  expect(of(other)).toBe(other);
});

test('what is not shareable is asked each time, and objects of texts alone too', () => {
  const { of, times } = counting(false);
  of(object('a'));
  of(object('b'));
  expect(times()).toBe(2);
  expect(of({ kind: 'A', metadata: { name: 'x', namespace: 'a' } })).not.toBe(of({ kind: 'A', metadata: { name: 'x', namespace: 'a' } }));
});
