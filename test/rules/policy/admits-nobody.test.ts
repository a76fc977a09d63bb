import { admitsNobody } from '../../../lib/rules/policy/admits-nobody';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { istioGateway } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

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

describe('pods that somebody else speaks of', () => {
  const dns = { ...named('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  const istiod = { ...named('istio-system'), ...pods('istiod') };
  const prometheus = { ...named('monitoring'), podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } };
  const gateway = { ...named('edge'), podSelector: { matchLabels: { istio: 'public' } } };
  const asked = (peer: object, facts: object = {}, more: readonly ReturnType<typeof networkPolicy>[] = []): readonly string[] => ruled(admitsNobody, [deployment('web'), from(peer), ...more], facts).unknown;
  const unknown = ['the pods that a policy admits are not in the input'];
  const monitored = istioSidecar({ cluster: 'test', routing: 'istio', monitoring: {} });

  test.each([
    ['the cluster\'s DNS', dns, {}, []],
    ['istiod', istiod, {}, []],
    ['a Prometheus that the platform has', prometheus, { platform: monitored, known: new Set(['monitoring']) }, []],
    ['pods that a Gateway finds by the same labels', gateway, {}, [istioGateway('public', [], { selector: { istio: 'public' } })]],
  ])('are known to be there: %s', (_title, peer, facts, more) => expect(asked(peer, facts, more)).toEqual([]));

  test.each([
    ['a slip in the labels', { ...named('kube-system'), ...pods('kube-dns') }, {}, []],
    ['another namespace', { ...named('dns'), podSelector: dns.podSelector }, {}, []],
    ['istiod without a mesh', istiod, { platform: plainKubernetes({ cluster: 'test' }), mesh: 'none' }, []],
    ['a Prometheus that nobody speaks of', prometheus, {}, []],
    ['a Gateway of another namespace', gateway, {}, [istioGateway('public', [], { namespace: 'other', selector: { istio: 'public' } })]],
  ])('are not: %s', (_title, peer, facts, more) => expect(asked(peer, facts, more)).toEqual(unknown));

  test('where the input has the namespace whole, what it lacks is not there', () => {
    expect(ruled(admitsNobody, [deployment('web'), deployment('coredns', {}, { namespace: 'kube-system' }), from(dns)], { complete: new Set(['kube-system']) }).findings).toHaveLength(1);
  });
});

const tier = (spec: object): ReturnType<typeof networkPolicy> => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec } });
const podsOf = (app: string, namespaceSelector: object = {}): object => ({ pods: { namespaceSelector, podSelector: { matchLabels: { app } } } });

test('a rule of a cluster-scoped policy that accepts nobody; what it denies is a precaution', () => {
  const shop = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
  const accepting = (action: string, peer: object): ReturnType<typeof networkPolicy> => tier({ ingress: [{ action, from: [peer] }] });
  expect(ruled(admitsNobody, [deployment('web'), accepting('Accept', podsOf('wep', shop))]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'ingress', 0, 'from', 0, 'pods'], message: 'a peer of ClusterNetworkPolicy c means no pod: none of namespace shop has app=wep' }]);
  for (const policy of [accepting('Accept', podsOf('web', shop)), accepting('Deny', podsOf('wep', shop)), accepting('Accept', { namespaces: shop })]) expect(ruled(admitsNobody, [deployment('web'), policy])).toEqual({ findings: [], unknown: [] });
});
