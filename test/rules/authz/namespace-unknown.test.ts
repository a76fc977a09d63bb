import { namespaceUnknown } from '../../../lib/rules/authz/namespace-unknown';
import { istio, service, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const policy = (source: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'callers', { rules: [{ from: [{ source }] }] });
const dump = manifest('v1', 'Namespace', 'kube-system', { metadata: { uid: '1' } });

test('a name close to one that is there', () => {
  expect(ruled(namespaceUnknown, [shop, policy({ namespaces: ['shpo'] })]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'rules', 0, 'from', 0, 'source', 'namespaces', 0], message: 'there is no namespace shpo, so that no caller is meant by it', help: 'write shop', assumption: 'namespace shpo is not outside the input',
  }]);
});

test('a dump of a cluster, and a complete input, list all', () => {
  expect(said(namespaceUnknown, [dump, shop, policy({ namespaces: ['edge'] })])).toEqual(['error: there is no namespace edge, so that no caller is meant by it']);
  expect(said(namespaceUnknown, [shop, policy({ notNamespaces: ['edge-*'] })], { complete: true })).toEqual(['error: there is no namespace edge-*, so that every caller is meant by it']);
});

test('other names are unknown', () => {
  expect(said(namespaceUnknown, [shop, policy({ namespaces: ['edge'] })])).toEqual(['unknown: a namespace that is named is not in the input']);
});

test.each([['the name itself', 'shop'], ['all', '*'], ['a prefix', 'sh*'], ['a suffix', '*op'], ['one that only objects show', 'web'], ['one that is declared', 'edge']])('%s is well', (_title, name) => {
  expect(said(namespaceUnknown, [dump, shop, service('x', {}, 'web'), policy({ namespaces: [name] })], { declared: [{ kind: 'Namespace', name: 'edge' }] })).toEqual([]);
});
