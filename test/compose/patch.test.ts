import * as fc from 'fast-check';
import { canary } from '../../lib/patterns/canary/canary';
import type { Manifest, ObjectReference } from '../../lib/model/object';
import { fieldAt } from '../../lib/model/object';
import { refusal } from '../support/misuse';
import { istioShop, composed, type Shop } from '../support/shop';

const rule: ObjectReference = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'shop', name: 'reviews' };
const exported = (object: Manifest, to: string): Manifest => ({ ...object, spec: { ...(object['spec'] as object), exportTo: [...((fieldAt(object, 'spec', 'exportTo') as string[] | undefined) ?? []), to] } });
const canaryOf = ({ net, reviews }: Pick<Shop<ReturnType<typeof istioShop>['net']['platform']>, 'net' | 'reviews'>) => canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } });

describe('a patch', () => {
  test('changes the finished object, and is named on it beside the patterns', () => {
    const scene = istioShop();
    scene.net.patch(rule, object => exported(object, '.'));
    const result = scene.compose(canaryOf(scene));
    expect(result.get('DestinationRule', 'reviews')).toMatchObject({ spec: { host: 'reviews.shop.svc.cluster.local', exportTo: ['.'], subsets: [{ name: 'v1' }, { name: 'v2' }] } });
    expect(result.get('DestinationRule', 'reviews').metadata.annotations).toEqual({ 'sealane.dev/patterns': 'canary', 'sealane.dev/patches': 'network' });
    expect(result.findings).toEqual([]);
  });

  test('may come before the pattern whose object it changes', () => {
    const before = istioShop();
    before.net.patch(rule, object => exported(object, '.'));
    const after = istioShop();
    const pattern = canaryOf(after);
    after.net.record(pattern, { path: 'shop/canary-0' });
    after.net.patch(rule, object => exported(object, '.'));
    expect(composed(after.net.compose()).manifests).toEqual(before.compose(canaryOf(before)).manifests);
  });

  test('gets a copy: what it does to its argument changes nothing but what it returns', () => {
    const scene = istioShop();
    const manifest = scene.web.manifest;
    const before = JSON.stringify(manifest);
    scene.net.patch({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' }, object => {
      (object['spec'] as { replicas: number }).replicas = 7;
      return object;
    });
    expect(fieldAt(scene.compose().get('Deployment', 'web'), 'spec', 'replicas')).toBe(7);
    expect(JSON.stringify(manifest)).toBe(before);
  });

  test('finds its object whatever version it names, and may write another', () => {
    const scene = istioShop();
    scene.net.patch({ ...rule, apiVersion: 'networking.istio.io/v1beta1' }, object => ({ ...object, apiVersion: 'networking.istio.io/v1beta1' }));
    const result = scene.compose(canaryOf(scene));
    expect([result.get('DestinationRule', 'reviews').apiVersion, result.findings]).toEqual(['networking.istio.io/v1beta1', []]);
  });

  test('may reach objects without a namespace, and carries values that are only known at deploy', () => {
    const scene = istioShop();
    const output = { apply: () => undefined };
    scene.net.patch({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' }, object => ({ ...object, metadata: { ...object.metadata, annotations: { team: output as never } } }));
    const result = scene.compose();
    expect([result.get('Namespace', 'shop').metadata.annotations?.['team'], result.opaque]).toEqual([output, 1]);
  });
});

describe('several patches of one object', () => {
  test('run in the order of their places, each on what the one before returned', () => {
    const scene = istioShop();
    scene.net.patch(rule, object => exported(object, 'second'), { at: 'shop/2-b' });
    scene.net.patch(rule, object => exported(object, 'first'), { at: { node: { path: 'shop/1-a' } } });
    const result = scene.compose(canaryOf(scene)).get('DestinationRule', 'reviews');
    expect(fieldAt(result, 'spec', 'exportTo')).toEqual(['first', 'second']);
    expect(result.metadata.annotations).toMatchObject({ 'sealane.dev/patches': 'shop/1-a,shop/2-b' });
  });

  test('come to the same whatever the order of the calls', () => {
    const places = ['a', 'b', 'shop/c', 'shop/a'];
    const result = (order: readonly string[]): readonly Manifest[] => {
      const scene = istioShop();
      for (const at of order) scene.net.patch(rule, object => exported(object, at), { at });
      return scene.compose(canaryOf(scene)).manifests;
    };
    fc.assert(fc.property(fc.shuffledSubarray(places, { minLength: places.length }), order => expect(result(order)).toEqual(result(places))));
  });

  test('at one place are refused, because the order of calls would decide', () => {
    const { net } = istioShop();
    net.patch(rule, object => object);
    expect(refusal(() => net.patch({ ...rule, apiVersion: 'networking.istio.io/v1beta1' }, object => object))).toEqual({
      what: 'DestinationRule reviews is patched twice at network, so the order of calls would decide',
      fix: "give each a place of its own, such as { at: '1-timeouts' }: patches run in the order of places",
    });
    expect(() => net.patch({ ...rule, name: 'other' }, object => object)).not.toThrow();
  });
});

describe('a patch that goes wrong is an error, and the object stays as it was:', () => {
  const outcome = (reference: ObjectReference, change: (object: Manifest) => unknown): { readonly findings: readonly unknown[]; readonly same: boolean } => {
    const plain = istioShop();
    const scene = istioShop();
    scene.net.patch(reference, change as (object: Manifest) => Manifest, { at: 'shop/fix' });
    const result = scene.compose(canaryOf(scene));
    return { findings: result.findings.map(({ rule: id, severity, constructs, message, help }) => ({ id, severity, constructs, message, help })), same: JSON.stringify(result.manifests) === JSON.stringify(plain.compose(canaryOf(plain)).manifests) };
  };

  test('it matches nothing', () => {
    expect(outcome({ ...rule, name: 'review' }, object => object)).toEqual({
      same: true,
      findings: [
        {
          id: 'api/patch-unmatched',
          severity: 'error',
          constructs: ['shop/fix'],
          message: 'patch of DestinationRule shop/review (networking.istio.io/v1) matches nothing that is written here',
          help: 'use DestinationRule shop/reviews; what a construct writes is patched with its own addJsonPatch',
        },
      ],
    });
  });

  test('it names a kind that is not written here', () => {
    expect(outcome({ ...rule, kind: 'EnvoyFilter' }, object => object).findings).toMatchObject([{ help: expect.stringContaining('this network writes no EnvoyFilter') }]);
  });

  test('it forgets the namespace', () => {
    expect(outcome({ apiVersion: rule.apiVersion, kind: rule.kind, name: rule.name }, object => object).findings).toMatchObject([{ id: 'api/patch-unmatched', message: expect.stringContaining('patch of DestinationRule reviews (') }]);
  });

  test.each<[string, (object: Manifest) => unknown, string]>([
    ['it returns nothing', () => undefined, 'returns nothing'],
    ['it returns no object', () => 'rule', 'returns "rule", which is no object'],
    ['it returns a list', object => [object], 'which is no object'],
    ['it loses the name', ({ apiVersion, kind }) => ({ apiVersion, kind }), 'returns an object without apiVersion, kind or metadata.name'],
    ['it changes the name', object => ({ ...object, metadata: { ...object.metadata, name: 'other' } }), 'returns DestinationRule shop/other'],
    ['it changes the namespace', object => ({ ...object, metadata: { ...object.metadata, namespace: 'other' } }), 'returns DestinationRule other/reviews'],
    ['it changes the kind', object => ({ ...object, kind: 'VirtualService' }), 'returns VirtualService shop/reviews'],
  ])('%s', (_title, change, message) => {
    const { findings, same } = outcome(rule, change);
    expect(findings).toEqual([expect.objectContaining({ id: 'api/patch-identity', constructs: ['shop/fix'], message: expect.stringContaining(message) })]);
    expect(same).toBe(true);
  });
});

describe('a patch is refused at the call', () => {
  const { net, compose } = istioShop();
  const call = (reference: unknown, change: unknown = (object: Manifest) => object, at?: string) => refusal(() => net.patch(reference as ObjectReference, change as (object: Manifest) => Manifest, at === undefined ? {} : { at })).what;

  test.each<[string, unknown, unknown, string | undefined, string]>([
    ['without a reference', undefined, undefined, undefined, 'a patch of an object without apiVersion'],
    ['without a kind', { apiVersion: 'v1', name: 'x' }, undefined, undefined, 'a patch of an object without kind'],
    ['without a name', { apiVersion: 'v1', kind: 'Service', name: '' }, undefined, undefined, 'a patch of an object without name'],
    ['without a function', rule, { spec: {} }, undefined, 'a patch of DestinationRule reviews that is no function'],
    ['at no place', rule, undefined, '', 'a patch at "", which is no place'],
    ['at a place with a comma', rule, undefined, 'a,b', 'a patch at "a,b", which is no place'],
  ])('%s', (_title, reference, change, at, what) => expect(call(reference, change, at)).toBe(what));

  test('after composition', () => {
    compose();
    expect(call(rule)).toBe('the patch of DestinationRule reviews came after the network was composed, so it would have no effect');
  });
});
