import { locality } from '../../lib/mesh/locality';
import type { JsonObject } from '../../lib/model/json';
import { deployment, host, istio, port, service, world } from './mesh';

const client = { namespace: 'shop', labels: {} };
const rule = (trafficPolicy: object, subsets: readonly object[] = []): JsonObject => istio('DestinationRule', 'r', { host: 'reviews', trafficPolicy, subsets });
const pods = (replicas: number, version = 'v1'): JsonObject => {
  const plain = deployment(`reviews-${version}`, { labels: { app: 'reviews', version } });
  return { ...plain, spec: { ...(plain['spec'] as object), replicas } };
};
const setting = (localityLbSetting: object): object => ({ loadBalancer: { localityLbSetting } });
const ejecting = (percent?: number): object => ({ outlierDetection: { consecutive5xxErrors: 5, ...(percent === undefined ? {} : { maxEjectionPercent: percent }) } });

function asked(objects: readonly JsonObject[], { spec = {}, subset, from = client, facts = {} }: { spec?: object; subset?: string; from?: Parameters<typeof locality>[1]; facts?: object } = {}): ReturnType<typeof locality> {
  const w = world([service('reviews', spec), ...objects], facts);
  const of = host(w);
  return locality(w, from, of, port(of), subset);
}

test.each<readonly [string, readonly JsonObject[], object, string, string, string]>([
  ['nothing: places have no order', [], {}, 'places', 'no', 'no'],
  ['outlier detection alone switches places on', [rule(ejecting(100)), pods(2)], {}, 'places', 'yes', 'yes'],
  ['a mode without outlier detection has no effect', [rule(setting({ failover: [{ from: 'a', to: 'b' }] })), pods(2)], {}, 'failover', 'no', 'no'],
  ['failover', [rule({ ...setting({ failover: [{ from: 'a', to: 'b' }] }), ...ejecting(100) }), pods(2)], {}, 'failover', 'yes', 'yes'],
  ['priority', [rule({ ...setting({ failoverPriority: ['x'] }), ...ejecting(100) }), pods(2)], {}, 'priority', 'yes', 'yes'],
  ['distribute hides the rest', [rule({ ...setting({ distribute: [{ from: 'a/*', to: { 'a/*': 100 } }], failoverPriority: ['x'] }), ...ejecting(100) }), pods(2)], {}, 'distribute', 'no', 'no'],
  ['switched off', [rule({ ...setting({ enabled: false }), ...ejecting(100) }), pods(2)], {}, 'off', 'no', 'no'],
  ['zones, whatever else is said', [rule({ loadBalancer: { zoneAwareLbSetting: { enabled: true } } }), pods(2)], {}, 'zone-aware', 'yes', 'no'],
  ['the Service asks for its zone', [pods(2)], { trafficDistribution: 'PreferClose' }, 'same-zone', 'yes', 'no'],
  ['a rule wins over the Service', [rule({ ...setting({ enabled: true }), ...ejecting(100) }), pods(2)], { trafficDistribution: 'PreferSameNode' }, 'places', 'yes', 'yes'],
])('%s', (_, objects, spec, mode, prioritised, leaves) => {
  const answer = asked(objects, { spec });
  expect([answer.mode, answer.prioritised, answer.leavesSickPlace]).toEqual([mode, prioritised, leaves]);
});

test.each<readonly [number | undefined, number, number, string]>([
  [undefined, 9, 0, 'no'],
  [undefined, 10, 1, 'yes'],
  [0, 9, 0, 'no'],
  [50, 1, 0, 'no'],
  [50, 2, 1, 'yes'],
  [50, 3, 1, 'yes'],
  [100, 1, 1, 'yes'],
])('at most %s percent of %i endpoints: %i at once, so that it acts: %s', (percent, replicas, atMost, acts) => {
  expect(asked([rule(ejecting(percent)), pods(replicas)]).ejection).toMatchObject({ endpoints: replicas, atMost, acts });
});

test('endpoints of a subset are counted by its labels', () => {
  const objects = [rule(ejecting(50), [{ name: 'v2', labels: { version: 'v2' } }]), pods(10), pods(1, 'v2')];
  expect([asked(objects).ejection.atMost, asked(objects, { subset: 'v2' }).ejection.atMost]).toEqual([5, 0]);
});

test('how many endpoints there are may not be known', () => {
  expect(asked([rule(ejecting(50))])).toMatchObject({ leavesSickPlace: 'unknown', ejection: { endpoints: undefined, acts: 'unknown' } });
});

test('0 switches a detector off', () => {
  expect(asked([rule({ outlierDetection: { consecutive5xxErrors: 0, maxEjectionPercent: 100 } }), pods(2)]).ejection.acts).toBe('no');
});

test('a sidecar knows no places of a headless Service, a gateway does', () => {
  const objects = [rule(ejecting(100)), pods(2)];
  expect(asked(objects, { spec: { clusterIP: 'None' } })).toMatchObject({ mode: 'off', leavesSickPlace: 'no' });
  expect(asked(objects, { spec: { clusterIP: 'None' }, from: { ...client, proxy: 'gateway' } })).toMatchObject({ mode: 'places', leavesSickPlace: 'yes' });
});

test('outlier detection of the mesh ejects, and orders no places', () => {
  const facts = { meshConfig: { defaultTrafficPolicy: { outlierDetection: { maxEjectionPercent: 100 } } } };
  expect(asked([pods(2)], { facts })).toMatchObject({ prioritised: 'no', leavesSickPlace: 'no', ejection: { acts: 'yes' } });
});

test('the mesh can switch places off', () => {
  expect(asked([rule(ejecting(100)), pods(2)], { facts: { meshConfig: { localityLbSetting: { enabled: false } } } }).mode).toBe('off');
});
