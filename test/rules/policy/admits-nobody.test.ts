import { admitsNobody } from '../../../lib/rules/policy/admits-nobody';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const from = (peer: object): ReturnType<typeof networkPolicy> => networkPolicy('web', { policyTypes: ['Ingress'], ingress: [{ from: [peer] }] });
const pods = (app: string): object => ({ podSelector: { matchLabels: { app } } });
const named = (name: string): object => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

test('a peer that means no pod of its namespaces is a warning', () => {
  expect(ruled(admitsNobody, [deployment('web'), from(pods('wep'))]).findings).toMatchObject([
    { severity: 'warning', path: ['spec', 'ingress', 0, 'from', 0, 'podSelector'], message: 'a peer of NetworkPolicy shop/web means no pod: none of namespace shop has app=wep', assumption: 'the input has all pods of namespace shop' },
  ]);
  expect(ruled(admitsNobody, [deployment('web'), namespace('ops'), deployment('probe', {}, { namespace: 'ops' }), from({ ...named('ops'), ...pods('web') })]).findings).toHaveLength(1);
});

test.each([
  ['pods that are there', [deployment('web'), from(pods('web'))]],
  ['all pods', [deployment('web'), from({ podSelector: {} })]],
  ['all pods of a namespace', [deployment('web'), from(named('ops'))]],
])('%s are well', (_title, objects) => {
  expect(ruled(admitsNobody, objects)).toEqual({ findings: [], unknown: [] });
});

test.each([
  ['of a namespace that is not in the input', [deployment('web'), from({ ...named('ops'), ...pods('probe') })]],
  ['of namespaces by labels, which others may have', [deployment('web'), namespace('shop', { team: 'a' }), from({ namespaceSelector: { matchLabels: { team: 'a' } }, ...pods('probe') })]],
])('pods %s are unknown', (_title, objects) => {
  expect(ruled(admitsNobody, objects)).toEqual({ findings: [], unknown: ['the pods that a policy admits are not in the input'] });
});
