import type { Workload } from '../../lib/cluster/workload';
import { affects } from '../../lib/explain/affects/affects';
import type { Effect, EffectGroup } from '../../lib/explain/affects/effect';
import type { JsonObject } from '../../lib/model/json';
import { manifest, worldOf } from '../support/world';

const shop = { namespace: 'shop' };
const template = (extra: JsonObject = {}, annotations: JsonObject = {}): JsonObject => ({ metadata: { labels: { app: 'web', version: 'v1' }, annotations }, spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080, name: 'http' }] }], ...extra } });
const deployment = (extra?: JsonObject): JsonObject => manifest('apps/v1', 'Deployment', 'web', { ...shop, spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template(extra) } });
const inMesh = manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled' } });
const service = manifest('v1', 'Service', 'web', { ...shop, spec: { selector: { app: 'web' }, ports: [{ port: 80, name: 'http', targetPort: 'http' }] } });
const istio = (group: string, kind: string, name: string, spec: JsonObject, rest: JsonObject = {}): JsonObject => manifest(`${group}.istio.io/v1`, kind, name, { ...shop, spec, ...rest });
const security = (kind: string, name: string, spec: JsonObject, rest?: JsonObject): JsonObject => istio('security', kind, name, spec, rest);
const traffic = (kind: string, name: string, spec: JsonObject, rest?: JsonObject): JsonObject => istio('networking', kind, name, spec, rest);
const root = { namespace: 'istio-system' };
const selecting = { selector: { matchLabels: { app: 'web' } } };

/** What is said in one group: `wins PeerAuthentication shop/web: …`. */
function said(objects: readonly JsonObject[], group: EffectGroup, spec?: JsonObject): readonly string[] {
  const world = worldOf([deployment(spec), ...objects]);
  const [web] = world.cluster.workloads as readonly [Workload];
  return affects(world, web).filter(effect => effect.group === group).map(({ standing, name, text }: Effect) => `${standing} ${name}: ${text}`);
}

describe('mutual TLS', () => {
  const policy = (name: string, mode: string, rest: JsonObject = {}, where: JsonObject = shop): JsonObject => manifest('security.istio.io/v1', 'PeerAuthentication', name, { ...where, spec: { mtls: { mode }, ...rest } });

  test('the narrowest level wins, for the ports that it speaks of', () => {
    expect(said([inMesh, service, policy('default', 'STRICT', {}, root), policy('default', 'PERMISSIVE'), policy('web', 'STRICT', { ...selecting, portLevelMtls: { 9090: { mode: 'DISABLE' } } })], 'mutual TLS')).toEqual([
      'wins PeerAuthentication shop/web: STRICT on 8080, any other port; DISABLE on 9090 (workload level, spec.mtls.mode)',
      'ignored PeerAuthentication shop/default: a narrower policy says a mode for every port',
      'ignored PeerAuthentication istio-system/default: a narrower policy says a mode for every port',
    ]);
  });

  test('two of one level that disagree, without an age, are not known', () => {
    expect(said([inMesh, policy('a', 'STRICT'), policy('b', 'PERMISSIVE')], 'mutual TLS')[0]).toBe('unknown PeerAuthentication shop/a: several policies of one level disagree, and the oldest holds');
  });

  test('nothing is read where there is no proxy', () => {
    expect(said([inMesh, policy('default', 'STRICT')], 'mutual TLS', { hostNetwork: true })).toEqual(['ignored PeerAuthentication shop/default: no proxy of theirs reads it: its pods are on the host network']);
  });

  test('and is not known where the namespace is not', () => {
    expect(said([policy('default', 'STRICT')], 'mutual TLS')[0]).toMatch(/^unknown PeerAuthentication shop\/default: STRICT on every port .*; whether they have a proxy is not known/);
  });
});

describe('authorization', () => {
  test('CUSTOM, then DENY, then ALLOW; what is only tried comes last', () => {
    const policies = ['allow', 'deny', 'custom', 'tried', 'other'].map(name => security('AuthorizationPolicy', name, {
      selector: { matchLabels: { app: name === 'other' ? 'api' : 'web' } }, rules: [{}], ...(name === 'allow' || name === 'tried' ? {} : { action: name.toUpperCase() }), ...(name === 'custom' ? { provider: { name: 'oauth' } } : {}),
    }, name === 'tried' ? { annotations: { 'istio.io/dry-run': 'true' } } : {}));
    expect(said([inMesh, ...policies], 'authorization')).toEqual([
      'applies AuthorizationPolicy shop/custom: asked first: provider oauth decides what its rule matches',
      'applies AuthorizationPolicy shop/deny: asked second: denies what its rule matches',
      'applies AuthorizationPolicy shop/allow: asked last: allows what its rule matches; what no ALLOW policy allows is denied',
      'ignored AuthorizationPolicy shop/tried: ALLOW, only tried: it is logged and decides nothing',
    ]);
  });

  test('a token is asked for by every RequestAuthentication', () => {
    expect(said([inMesh, security('RequestAuthentication', 'jwt', { ...selecting, jwtRules: [{ issuer: 'https://login' }] })], 'authentication')).toEqual(['applies RequestAuthentication shop/jwt: checks tokens of https://login; a request without a token passes it']);
  });
});

describe('policies', () => {
  const policy = (name: string, spec: JsonObject): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { ...shop, spec });
  const tier = (name: string, of: string, priority: number): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', name, { spec: { tier: of, priority, subject: { namespaces: {} }, ingress: [{ action: 'Deny', name: 'all', from: [{ namespaces: {} }] }] } });

  test('tiers stand around NetworkPolicies, and the lower one is silent behind them', () => {
    expect(said([tier('low', 'Baseline', 1), tier('high', 'Admin', 5), policy('deny', { podSelector: {} }), policy('egress-only', { podSelector: {}, policyTypes: ['Egress'] }), policy('other', { podSelector: { matchLabels: { app: 'api' } } })], 'ingress')).toEqual([
      'applies ClusterNetworkPolicy high: tier admin, priority 5: deny "all", asked before NetworkPolicies',
      'applies NetworkPolicy shop/deny: selects all pods of the namespace and isolates them; admits nothing',
      'ignored ClusterNetworkPolicy low: tier baseline: NetworkPolicies select the pods in this direction, and come before it',
    ]);
  });

  test('the four forms that are easily taken for each other', () => {
    const forms = [policy('absent', { podSelector: {}, policyTypes: ['Ingress'] }), policy('empty', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }), policy('open', { podSelector: {}, ingress: [{}] }), policy('web', { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ from: [{ podSelector: {} }] }] })];
    expect(said(forms, 'ingress').map(line => line.replace('applies NetworkPolicy shop/', ''))).toEqual([
      'absent: selects all pods of the namespace and isolates them; admits nothing', 'empty: selects all pods of the namespace and isolates them; admits nothing',
      'open: selects all pods of the namespace and isolates them; spec.ingress[0] admits everything', 'web: selects and isolates them; admits by one rule',
    ]);
  });

  test('pods of the host network are governed by none', () => {
    expect(said([policy('deny', { podSelector: {} })], 'ingress', { hostNetwork: true })).toEqual(['ignored NetworkPolicy shop/deny: selects them, and they are on the host network, which no policy governs']);
  });

  test('a policy of another system is not known', () => {
    expect(said([manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'c', { ...shop, spec: { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{}] } })], 'ingress')).toEqual(['unknown CiliumNetworkPolicy shop/c: may select them; policies of this kind are not evaluated here']);
  });
});

describe('the mesh around them', () => {
  test('the Sidecar that selects them hides that of the namespace', () => {
    expect(said([inMesh, traffic('Sidecar', 'default', {}), traffic('Sidecar', 'web', { workloadSelector: { labels: { app: 'web' } } })], 'client rules')).toEqual(['wins Sidecar shop/web: says which hosts their proxy knows', 'ignored Sidecar shop/default: a narrower Sidecar holds']);
  });

  test('DestinationRules of their Services: the own namespace before the root, others for themselves', () => {
    const rule = (name: string, where: JsonObject = shop): JsonObject => manifest('networking.istio.io/v1', 'DestinationRule', name, { ...where, spec: { host: 'web.shop.svc.cluster.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } } });
    expect(said([inMesh, service, rule('home'), rule('everywhere', root), rule('elsewhere', { namespace: 'pay' })], 'client rules')).toEqual([
      'applies DestinationRule pay/elsewhere: for clients in namespace pay alone, in place of others',
      'ignored DestinationRule istio-system/everywhere: a rule of the host\'s own namespace for web.shop.svc.cluster.local comes first',
      'applies DestinationRule shop/home: for clients of web.shop.svc.cluster.local',
    ]);
  });

  test('a route to a subset of other labels does not lead to them', () => {
    const objects = [inMesh, service, traffic('DestinationRule', 'web', { host: 'web', subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }] }),
      traffic('VirtualService', 'web', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web', subset: 'v1' }, weight: 90 }, { destination: { host: 'web', subset: 'v2' }, weight: 10 }] }] }),
      traffic('VirtualService', 'unread', { http: [{ route: [{ destination: { host: 'web' } }] }] })];
    expect(said(objects, 'ways in')).toEqual([
      'applies VirtualService shop/web: sends 90 % of a rule to web.shop.svc.cluster.local, subset v1',
      'ignored VirtualService shop/web: sends 10 % of a rule to web.shop.svc.cluster.local, subset v2, whose labels are those of other pods',
      'ignored VirtualService shop/unread: sends 100 % of a rule to web.shop.svc.cluster.local, and nobody reads it: no other VirtualService delegates to it',
    ]);
  });

  test('settings of the proxy, the mesh\'s own first; of one level the oldest Telemetry', () => {
    const telemetry = (name: string, created: string): JsonObject => istio('telemetry', 'Telemetry', name, { accessLogging: [{}] }, { metadata: { creationTimestamp: created } });
    expect(said([inMesh, telemetry('young', '2026-02-01T00:00:00Z'), telemetry('old', '2026-01-01T00:00:00Z'), manifest('networking.istio.io/v1alpha3', 'EnvoyFilter', 'mesh', { ...root, spec: { configPatches: [{ applyTo: 'HTTP_FILTER' }] } }), istio('extensions', 'WasmPlugin', 'other', { selector: { matchLabels: { app: 'api' } }, url: 'oci://x' })], 'proxy')).toEqual([
      'wins Telemetry shop/old: sets accessLogging; what a narrower one says too holds there',
      'ignored Telemetry shop/young: another Telemetry of its level is older',
      'applies EnvoyFilter istio-system/mesh: patches HTTP_FILTER, priority 0',
    ]);
  });
});

describe('the rest of the cluster', () => {
  test('two budgets over one pod stop every eviction', () => {
    const budget = (name: string): JsonObject => manifest('policy/v1', 'PodDisruptionBudget', name, { ...shop, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } });
    expect(said([budget('a'), manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', { ...shop, spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 9 } })], 'scaling')).toEqual([
      'applies PodDisruptionBudget shop/a: at least 1 of them there', 'applies HorizontalPodAutoscaler shop/web: between 2 and 9 pods',
    ]);
    expect(said([budget('a'), budget('b')], 'scaling')[0]).toContain('2 budgets select them, and the API server evicts no pod that several select');
  });

  test('webhooks that new pods pass, by the labels of both', () => {
    const hook = (name: string, namespaceSelector: JsonObject, objectSelector: JsonObject = {}): JsonObject => manifest('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', name, { webhooks: [{ name: `${name}.dev`, namespaceSelector, objectSelector, failurePolicy: 'Fail', rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }], clientConfig: { service: { namespace: 'istio-system', name: 'istiod' } } }] });
    const hooks = [hook('z-injector', { matchLabels: { 'istio-injection': 'enabled' } }), hook('a-other', { matchLabels: { team: 'x' } }), hook('b-labelled', {}, { matchLabels: { app: 'web' } })];
    expect(said([inMesh, ...hooks], 'admission')).toEqual([
      'applies MutatingWebhookConfiguration b-labelled: changes new pods by b-labelled.dev, at Service istio-system/istiod; refused where it does not answer',
      'applies MutatingWebhookConfiguration z-injector: changes new pods by z-injector.dev, at Service istio-system/istiod; refused where it does not answer',
    ]);
    expect(said(hooks, 'admission').map(line => line.split(' ')[0])).toEqual(['unknown', 'applies', 'unknown']);
  });

  test('ConfigMaps and Secrets that they use, and those that are not there', () => {
    const spec = { volumes: [{ name: 'settings', configMap: { name: 'settings' } }, { name: 'tls', secret: { secretName: 'web-tls' } }], imagePullSecrets: [{ name: 'pull' }] };
    const certificate = manifest('cert-manager.io/v1', 'Certificate', 'web', { ...shop, spec: { secretName: 'web-tls' } });
    expect(said([manifest('v1', 'ConfigMap', 'settings', shop), certificate], 'mounts', spec)).toEqual(['applies ConfigMap shop/settings: volume settings', 'unknown Secret shop/pull: pulls images; not in the input', 'applies Certificate shop/web: makes Secret web-tls: volume tls']);
  });

  test('monitors that read them', () => {
    expect(said([service, manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { ...shop, labels: {}, spec: { selector: {}, endpoints: [{ port: 'http' }] } })], 'monitoring')).toEqual(['applies ServiceMonitor shop/web: reads port 8080']);
  });

  test('the namespace says whether they are in the mesh, and what they may do', () => {
    expect(said([manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'restricted' } }), manifest('v1', 'LimitRange', 'limits', { ...shop, spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } })], 'namespace')).toEqual([
      'applies Namespace shop: pods have a sidecar: namespace shop has label istio-injection=enabled (istio-injection=enabled)', 'applies Namespace shop: pod security: enforce restricted', 'applies LimitRange shop/limits: default of each container',
    ]);
  });
});
