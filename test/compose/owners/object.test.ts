import { ownObjects } from '../../../lib/compose/owners/object';
import type { Manifest } from '../../../lib/model/object';
import type { ObjectShare } from '../../../lib/systems/contribution';
import { at, from } from '../../support/contributions';

const share = (spec: unknown, rest: Partial<Manifest> = {}): ObjectShare => ({ owner: 'object', stage: 'allow', manifest: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'allow-dns', namespace: 'shop' }, spec, ...rest } });

test('the same object from two patterns is one, which names both', () => {
  const { objects, findings } = ownObjects([from('a', share({ podSelector: {} }), 'default-deny'), from('b', share({ podSelector: {} }), 'canary')]);
  expect(findings).toEqual([]);
  expect(objects.map(({ manifest, origins }) => [manifest.metadata.annotations, origins.map(({ path }) => path)])).toEqual([[{ 'sealane.dev/patterns': 'canary,default-deny' }, ['a', 'b']]]);
});

test('the order of keys does not make objects different', () => {
  expect(ownObjects([from('a', share({ x: 1, y: 2 })), from('b', share({ y: 2, x: 1 }))]).findings).toEqual([]);
});

test('two different objects under one name are a conflict that names the paths of both, and asks for another name', () => {
  const { findings } = ownObjects([from('shop/a', share({ x: 1 })), from('shop/b', share({ x: 2 }))]);
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'api/owner-conflict',
      object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'allow-dns' },
      constructs: ['shop/a', 'shop/b'],
      message: 'patterns disagree about NetworkPolicy shop/allow-dns: canary at shop/a wants {"x":1}, canary at shop/b wants {"x":2}',
      help: 'two things have this name; give one of them a name of its own',
    }),
  ]);
});

test('objects that differ only in their labels or data are different, and the conflict shows how', () => {
  const labelled = (team: string): ObjectShare => share({ x: 1 }, { metadata: { name: 'allow-dns', namespace: 'shop', labels: { team } } });
  const [conflict] = ownObjects([from('shop/a', labelled('one')), from('shop/b', labelled('two'))]).findings;
  expect(conflict?.message).toMatch(/wants .*"one".* wants .*"two"/);
});

test('one name in two namespaces, two kinds or two groups is two objects', () => {
  const shares = [
    share({ x: 1 }),
    share({ x: 2 }, { metadata: { name: 'allow-dns', namespace: 'bank' } }),
    share({ x: 3 }, { kind: 'Other' }),
    share({ x: 4 }, { apiVersion: 'crd.projectcalico.org/v1' }),
  ];
  const { objects, findings } = ownObjects(shares.map(each => ({ share: each, origin: at('a') })));
  expect(objects).toHaveLength(4);
  expect(findings).toEqual([]);
});

test('two versions of one API are one object', () => {
  expect(ownObjects([from('a', share({ x: 1 })), from('b', share({ x: 1 }, { apiVersion: 'networking.k8s.io/v1beta1' }))]).findings).toHaveLength(1);
});

test('a value that is only known at deploy is equal to itself and to nothing else', () => {
  const [one, two] = [{ apply: () => undefined }, { apply: () => undefined }];
  expect(ownObjects([from('a', share({ cidr: one })), from('b', share({ cidr: one }))]).findings).toEqual([]);
  expect(ownObjects([from('a', share({ cidr: one })), from('b', share({ cidr: two }))]).findings).toHaveLength(1);
});
