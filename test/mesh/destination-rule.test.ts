import { destinationRule } from '../../lib/mesh/destination-rule';
import { subsetWorkloads } from '../../lib/mesh/subsets';
import { endpointTls, trafficPolicy } from '../../lib/mesh/traffic-policy';
import type { JsonObject } from '../../lib/model/json';
import { istioSidecar } from '../../lib/platform/presets';
import { deployment, host, istio, service, told, world } from './mesh';

const rule = (called: string, spec: object = {}, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('DestinationRule', called, { host: 'reviews.shop.svc.cluster.local', ...spec }, at);
const lb = (simple: string): object => ({ loadBalancer: { simple } });

/** Names of the rules that a client follows. */
function followed(objects: readonly JsonObject[], namespace = 'shop', labels = {}): readonly string[] {
  const w = world([service('reviews'), ...objects]);
  return destinationRule(w, { namespace, labels }, host(w))?.objects.map(object => `${object.reference.namespace ?? ''}/${object.reference.name}`) ?? [];
}

describe('which rule holds', () => {
  const [client, own, root] = [rule('client', {}, { namespace: 'web' }), rule('own'), rule('root', {}, { namespace: 'istio-system' })];

  test.each<readonly [string, readonly JsonObject[], string, readonly string[]]>([
    ['the namespace of the client comes first', [client, own, root], 'web', ['web/client']],
    ['then that of the Service', [own, root], 'web', ['shop/own']],
    ['then the root namespace', [root], 'web', ['istio-system/root']],
    ['a rule in a third namespace holds for nobody else', [client], 'pay', []],
    ['a wildcard at home hides the exact rule of the Service: the first place wins, not the more specific host', [rule('wide', { host: '*.local' }, { namespace: 'web' }), own], 'web', ['web/wide']],
    ['in one namespace the exact host wins', [rule('wide', { host: '*.shop.svc.cluster.local' }), own], 'shop', ['shop/own']],
    ['a longer wildcard wins', [rule('wide', { host: '*.local' }), rule('wider', { host: '*' }), rule('narrow', { host: '*.shop.svc.cluster.local' })], 'shop', ['shop/narrow']],
    ['a short host is completed with the namespace of the rule', [rule('short', { host: 'reviews' })], 'web', ['shop/short']],
    ['a short host elsewhere means another Service', [rule('short', { host: 'reviews' }, { namespace: 'web' })], 'web', []],
    ['a rule kept at home', [rule('own', { exportTo: ['.'] })], 'web', []],
    ['a rule kept at home, asked at home', [rule('own', { exportTo: ['.'] })], 'shop', ['shop/own']],
    ['a rule for one other namespace', [rule('own', { exportTo: ['web'] })], 'web', ['shop/own']],
    ['what is kept by the Service leaves the root namespace to speak', [rule('own', { exportTo: ['pay'] }), root], 'web', ['istio-system/root']],
    ['clients in the root namespace ask the Service first', [rule('root', { host: '*.local' }, { namespace: 'istio-system' }), own], 'istio-system', ['shop/own']],
    ['unless the root namespace keeps a rule to itself', [rule('root', { host: '*.local', exportTo: ['.'] }, { namespace: 'istio-system' }), own], 'istio-system', ['istio-system/root']],
  ])('%s', (_, objects, namespace, expected) => {
    expect(followed(objects, namespace)).toEqual(expected);
    expect(followed([...objects].reverse(), namespace)).toEqual(expected);
  });

  test('a rule with a workload selector holds for those pods alone, and never elsewhere', () => {
    const chosen = rule('chosen', { workloadSelector: { matchLabels: { app: 'web' } } }, { created: 9 });
    const everyone = rule('everyone', {}, { created: 1 });
    expect(followed([everyone, chosen], 'shop', { app: 'web' })).toEqual(['shop/chosen']);
    expect(followed([everyone, chosen], 'shop', { app: 'api' })).toEqual(['shop/everyone']);
    expect(followed([chosen], 'web', { app: 'web' })).toEqual([]);
  });
});

describe('two rules for one host in one namespace', () => {
  const first = rule('first', { trafficPolicy: lb('RANDOM'), subsets: [{ name: 'v1', labels: { version: 'v1' } }] }, { created: 1 });
  const second = rule('second', { trafficPolicy: lb('ROUND_ROBIN'), subsets: [{ name: 'v1', labels: { version: 'other' } }, { name: 'v2', labels: { version: 'v2' } }] }, { created: 2 });

  test('subsets add up, the older policy and the older of two equal names stay', () => {
    const w = world([service('reviews'), second, first]);
    const merged = destinationRule(w, { namespace: 'shop', labels: {} }, host(w));
    expect(merged?.objects.map(({ reference }) => reference.name)).toEqual(['first', 'second']);
    expect(merged?.trafficPolicy?.value).toEqual(lb('RANDOM'));
    expect(merged?.subsets.map(({ name, labels }) => [name, labels['version']])).toEqual([['v1', 'v1'], ['v2', 'v2']]);
    expect(told(merged?.dropped)).toBe('[{"object":"DestinationRule shop/second","path":["spec","trafficPolicy"]},{"object":"DestinationRule shop/second","path":["spec","subsets",0]}]');
    expect(merged?.orderKnown).toBe(true);
  });

  test('without ages it is not known which is the older, where they disagree', () => {
    const undated = (object: JsonObject): JsonObject => ({ ...object, metadata: { ...(object['metadata'] as object), creationTimestamp: undefined } });
    const w = world([service('reviews'), undated(first), undated(second)]);
    expect(destinationRule(w, { namespace: 'shop', labels: {} }, host(w))?.orderKnown).toBe(false);
    const agreeing = world([service('reviews'), rule('a', { trafficPolicy: lb('RANDOM') }), rule('b', { subsets: [{ name: 'v1' }] })]);
    expect(destinationRule(agreeing, { namespace: 'shop', labels: {} }, host(agreeing))?.orderKnown).toBe(true);
  });

  test('rules exported differently do not merge', () => {
    expect(followed([rule('a', { exportTo: ['web'] }, { created: 1 }), rule('b', { exportTo: ['pay'] }, { created: 2 })], 'pay')).toEqual(['shop/b']);
  });
});

describe('the policy of a port', () => {
  const spec = {
    trafficPolicy: { ...lb('RANDOM'), outlierDetection: { maxEjectionPercent: 50 }, tls: { mode: 'ISTIO_MUTUAL' }, portLevelSettings: [{ port: { number: 80 }, connectionPool: { tcp: { maxConnections: 1 } } }] },
    subsets: [
      { name: 'plain' },
      { name: 'own', trafficPolicy: { outlierDetection: { maxEjectionPercent: 10 } } },
      { name: 'port', trafficPolicy: { ...lb('ROUND_ROBIN'), portLevelSettings: [{ port: { number: 81 }, tls: { mode: 'DISABLE' } }] } },
    ],
  };
  const w = world([service('reviews'), rule('r', spec)]);
  const effective = destinationRule(w, { namespace: 'shop', labels: {} }, host(w));
  const said = (number: number, subset?: string): readonly string[] =>
    Object.entries(trafficPolicy(w, effective, number, subset)).flatMap(([setting, traced]) => (traced === undefined ? [] : [`${setting} ${(traced as { path: readonly unknown[] }).path.slice(1).join('.')}`]));

  test('a port-level entry replaces everything: nothing is inherited', () => {
    expect(said(80)).toEqual(['connectionPool trafficPolicy.portLevelSettings.0.connectionPool']);
    expect(said(81)).toEqual(['outlierDetection trafficPolicy.outlierDetection', 'loadBalancer trafficPolicy.loadBalancer', 'tls trafficPolicy.tls']);
  });

  test('a subset inherits what it does not say', () => {
    expect(said(81, 'plain')).toEqual(said(81));
    expect(said(81, 'own')).toEqual(['outlierDetection subsets.1.trafficPolicy.outlierDetection', 'loadBalancer trafficPolicy.loadBalancer', 'tls trafficPolicy.tls']);
    expect(said(80, 'own')).toEqual(['connectionPool trafficPolicy.portLevelSettings.0.connectionPool', 'outlierDetection subsets.1.trafficPolicy.outlierDetection']);
  });

  test('a port-level entry of a subset replaces both levels', () => {
    expect(said(81, 'port')).toEqual(['tls subsets.2.trafficPolicy.portLevelSettings.0.tls']);
  });

  test('the offer of mutual TLS to an endpoint reads the levels differently: an entry without tls leaves the outer one', () => {
    expect(endpointTls(effective, 80)?.mode).toBe('ISTIO_MUTUAL');
    expect(endpointTls(effective, 81, 'port')?.mode).toBe('DISABLE');
    expect(endpointTls(effective, 80, 'port')?.mode).toBe('ISTIO_MUTUAL');
    expect(endpointTls(effective, 80, 'missing')).toBeUndefined();
  });

  test('the mesh fills in outlier detection from 1.31 on, except where a port-level entry of a subset replaces everything', () => {
    const meshConfig = { defaultTrafficPolicy: { outlierDetection: { maxEjectionPercent: 1 }, connectionPool: { tcp: { maxConnections: 9 } } } };
    const percent = (istioVersion: '1.30' | '1.31', number: number, subset?: string): unknown => {
      const given = world([service('reviews'), rule('r', { ...spec, trafficPolicy: undefined })], { meshConfig, mesh: 'istio', platform: istioSidecar({ cluster: 'test', routing: 'istio', istioVersion }) });
      return trafficPolicy(given, destinationRule(given, { namespace: 'shop', labels: {} }, host(given)), number, subset).outlierDetection?.value['maxEjectionPercent'];
    };
    expect([percent('1.30', 80), percent('1.31', 80), percent('1.31', 80, 'own'), percent('1.31', 81, 'port')]).toEqual([undefined, 1, 10, undefined]);
  });
});

describe('the pods of a subset', () => {
  const pods = [deployment('reviews-v1', { labels: { app: 'reviews', version: 'v1' } }), deployment('reviews-v2', { labels: { app: 'reviews', version: 'v2' } }), deployment('other', { labels: { version: 'v1' } })];
  const of = (labels: Record<string, string>, spec = {}): readonly string[] | undefined => {
    const w = world([service('reviews', spec), ...pods]);
    return subsetWorkloads(w, host(w), { labels })?.workloads.map(({ name }) => name);
  };

  test('are those of the Service with its labels', () => {
    expect(of({ version: 'v1' })).toEqual(['reviews-v1']);
    expect(of({ version: 'v3' })).toEqual([]);
    expect(of({})).toEqual(['reviews-v1', 'reviews-v2']);
  });

  test('are not known of a Service that selects nothing', () => {
    expect(of({ version: 'v1' }, { selector: null })).toBeUndefined();
  });
});
