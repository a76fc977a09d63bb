import { rootSelector } from '../../../lib/rules/mtls/root-selector';
import { istio } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const peer = (spec: object, namespace = 'istio-system'): ReturnType<typeof istio> => istio('PeerAuthentication', 'p', spec, { namespace });
const selector = { matchLabels: { app: 'web' } };
const known = { known: new Set(['rootNamespace'] as const) };

judges(rootSelector, [
  ['a selector in the root namespace chooses nobody', [peer({ selector, mtls: { mode: 'STRICT' } })], ['error spec.selector'], known],
  ['where the root namespace is only assumed, that is said', [peer({ selector })], ['warning spec.selector']],
  ['for the whole mesh all is well', [peer({ mtls: { mode: 'STRICT' } })], [], known],
  ['an empty selector is none', [peer({ selector: {} })], [], known],
  ['elsewhere selectors choose pods', [peer({ selector }, 'shop')], [], known],
]);

test('the labels are said', () => {
  expect(onlyFinding(rootSelector, [peer({ selector })])).toMatchObject({ message: 'a policy of root namespace istio-system that selects app=web is ignored: policies there hold for the whole mesh, or not at all', assumption: 'the root namespace is istio-system' });
});
