import { ApiObject, App, Chart, JsonPatch, Lazy, Testing, type AppProps } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { Network } from '../../lib/cdk8s/network';
import { Rendering, WrittenObject } from '../../lib/cdk8s/rendering';
import { plainKubernetes } from '../../lib/platform/presets';

const config = (more: object = {}): ConstructorParameters<typeof ApiObject>[2] => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', labels: { b: '1', a: '2' } }, data: { z: '1', a: '2' }, ...more });
const object = (props: ConstructorParameters<typeof ApiObject>[2], app = new App()): ApiObject => new ApiObject(new Chart(app, 'chart', { namespace: 'shop', labels: { team: 'x' } }), 'object', props);

/** What a rendering says of an object, and how often `toJson` was asked; it has seen a plain one before. */
function told(props: ConstructorParameters<typeof ApiObject>[2], change: (object: ApiObject) => void = () => undefined, options: AppProps = {}): { readonly said: unknown; readonly asked: number; readonly expected: unknown } {
  const app = new App(options);
  const rendering = new Rendering(app);
  rendering.ofAny(new ApiObject(new Chart(app, 'first'), 'object', config()));
  const one = object(props, app);
  change(one);
  let asked = 0;
  const said = rendering.of(one, () => (asked++, one.toJson() as unknown));
  return { said, asked, expected: one.toJson() };
}

describe('objects of an App come to what toJson says', () => {
  test.each<[string, object]>([
    ['keys out of order', {}],
    ['nulls and what is not defined', { data: { a: null, b: undefined, c: {} }, items: [], spec: { deep: { none: null } } }],
    ['lists', { items: [1, 'b', [true, { d: 1, c: 2 }], {}] }],
    ['empty metadata', { metadata: { name: 'x', annotations: {}, finalizers: [], labels: {}, extra: { empty: {} } } }],
    ['a namespace and more metadata', { metadata: { name: 'x', namespace: 'y', annotations: { b: '1', a: '2' }, finalizers: ['f'], generateName: 'g', ownerReferences: [{ apiVersion: 'v1', kind: 'A', name: 'a', uid: 'u' }] } }],
  ])('%s, without asking it', (_, more) => {
    const { said, asked, expected } = told(config(more));
    expect(JSON.stringify(said)).toBe(JSON.stringify(expected));
    expect(asked).toBe(0);
  });

  test.each<[string, { readonly more?: object; readonly change?: (object: ApiObject) => void; readonly options?: AppProps }]>([
    ['Lazy values', { more: { data: { a: Lazy.any({ produce: () => 'x' }) } } }],
    ['tokens', { more: { data: { a: { resolve: () => 'x' } } } }],
    ['unions', { more: { data: { a: new (class { value = 3; })() } } }],
    ['patches', { change: one => one.addJsonPatch(JsonPatch.add('/data/b', 'x')) }],
    ['nulls in lists', { more: { items: [1, null] } }],
    ['Lazy values in metadata', { change: one => one.metadata.add('extra', Lazy.any({ produce: () => 'x' })) }],
    ['resolvers of the App', { options: { resolvers: [{ resolve: context => { if (context.value === '1') context.replaceValue('one'); } }] } }],
  ])('%s, by asking it', (_, { more, change, options }) => {
    const { said, asked, expected } = told(config(more), change, options);
    expect(said).toEqual(expected);
    expect(asked).toBe(1);
  });

  test('labels and annotations that are added later', () => {
    const { said, asked, expected } = told(config(), one => {
      one.metadata.addLabel('late', 'x');
      one.metadata.addAnnotation('late', 'y');
      one.metadata.addFinalizers('z');
      one.metadata.add('extra', 1);
    });
    expect(said).toEqual(expected);
    expect(asked).toBe(0);
  });

  test('what cannot be written, with its error', () => {
    expect(() => told(config({ data: { a: new Date(0) } }))).toThrow(/Failed serializing construct at path 'chart\/object'/);
  });

  test('whatever values they have', () => {
    const value = fc.jsonValue();
    fc.assert(fc.property(fc.dictionary(fc.string(), value), fc.dictionary(fc.string(), value), (data, extra) => {
      const make = (): ReturnType<typeof told> => told(config({ data, metadata: { name: 'x', extra } }));
      let result: ReturnType<typeof told>;
      try {
        result = make();
      } catch {
        return;
      }
      expect(JSON.stringify(result.said)).toBe(JSON.stringify(result.expected));
    }), { numRuns: 300 });
  });
});

test('a class with a toJson of its own is asked', () => {
  class Own extends ApiObject {
    override toJson(): unknown {
      return { ...(super.toJson() as object), own: true };
    }
  }
  const app = new App();
  const rendering = new Rendering(app);
  const chart = new Chart(app, 'chart');
  rendering.ofAny(new ApiObject(chart, 'plain', config()));
  expect(rendering.ofAny(new Own(chart, 'own', config()))).toMatchObject({ own: true });
});

test('where another release of cdk8s writes otherwise, it is asked for all', () => {
  const rendering = new Rendering(new App());
  const other = { kind: 'Other' };
  expect(rendering.of(object(config()), () => other)).toBe(other);
  expect(rendering.of(object(config()), () => other)).toBe(other);
});

test('with CDK8S_DISABLE_SORT keys stay as they are', () => {
  process.env['CDK8S_DISABLE_SORT'] = '1';
  try {
    const { said, expected } = told(config());
    expect(JSON.stringify(said)).toBe(JSON.stringify(expected));
  } finally {
    delete process.env['CDK8S_DISABLE_SORT'];
  }
});

test('an object that sealane writes can be patched where it is found, at any time', () => {
  const app = new App();
  const written = new WrittenObject(new Chart(app, 'chart'), 'object', config() as never, new Rendering(app));
  expect(written.toJson()).toEqual(written.toJson());
  written.addJsonPatch(JsonPatch.add('/data/b', 'x'));
  written.metadata.addLabel('c', 'y');
  expect(written.toJson()).toMatchObject({ data: { b: 'x' }, metadata: { labels: { c: 'y' } } });
});

describe('a synth writes objects as they are when it writes them', () => {
  const scene = (data: Record<string, string>): { readonly app: App; readonly chart: Chart } => {
    const app = new App();
    new Network(app, plainKubernetes({ cluster: 'test', cni: 'calico' })).namespace('shop', { create: true });
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    new ApiObject(chart, 'first', config({ metadata: { name: 'first' } }));
    new ApiObject(chart, 'object', config({ data }));
    return { app, chart };
  };
  const dataOf = (chart: Chart): unknown => (Testing.synth(chart) as { readonly metadata: { readonly name: string }; readonly data: unknown }[]).find(({ metadata }) => metadata.name === 'settings')?.data;

  test('changed between two', () => {
    const data = { a: '1' };
    const { chart } = scene(data);
    expect(dataOf(chart)).toEqual({ a: '1' });
    data.a = '2';
    expect(dataOf(chart)).toEqual({ a: '2' });
  });

  test('changed by a validation after the check', () => {
    const data = { a: '1' };
    const { chart } = scene(data);
    new Construct(chart, 'late').node.addValidation({ validate: () => { data.a = '2'; return []; } });
    expect(dataOf(chart)).toEqual({ a: '2' });
  });
});
