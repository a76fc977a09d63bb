import { severalForNamespace } from '../../../lib/rules/mtls/several-for-namespace';
import { istio } from '../../mesh/mesh';
import { judges, judgedObjects, onlyFinding } from '../../support/judge';

const peer = (name: string, spec: object, rest: object = {}): ReturnType<typeof istio> => istio('PeerAuthentication', name, spec, rest);
const strict = { mtls: { mode: 'STRICT' } };

judges(severalForNamespace, [
  ['two for one namespace are one too many', [peer('a', strict), peer('b', { mtls: { mode: 'PERMISSIVE' } })], ['error metadata.name']],
  ['three are two too many', [peer('a', strict), peer('b', strict), peer('c', strict)], ['error metadata.name', 'error metadata.name']],
  ['an empty selector chooses all pods too', [peer('a', strict), peer('b', { ...strict, selector: {} })], ['error metadata.name']],
  ['one for each namespace is well', [peer('a', strict), peer('a', strict, { namespace: 'bank' })], []],
  ['one for a workload beside it is well', [peer('a', strict), peer('b', { ...strict, selector: { matchLabels: { app: 'web' } } })], []],
]);

test('of files nobody knows the older one', () => {
  expect(onlyFinding(severalForNamespace, [peer('a', strict), peer('b', strict)])).toMatchObject({
    object: { name: 'b' }, message: 'PeerAuthentication a is for the whole of namespace shop too: the one that is created first holds, the other is ignored', near: [{ object: { name: 'a' }, note: 'mode STRICT' }],
  });
});

test('of a dump the younger one is said', () => {
  expect(judgedObjects(severalForNamespace, [peer('a', strict, { created: 2 }), peer('b', strict, { created: 1 })]).findings).toMatchObject([{ object: { name: 'a' }, message: 'PeerAuthentication b is older and holds for namespace shop; this one is ignored' }]);
});
