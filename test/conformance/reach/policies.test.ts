import * as fc from 'fast-check';
import type { JsonObject } from '../../../lib/model/json';
import type { Protocol } from '../../../lib/model/port';
import { isWithin, rangeOf } from '../../../lib/reach/address-range';
import { parseCidr } from '../../../lib/model/cidr';
import { hasPort } from '../../../lib/reach/connection-set';
import { reachability } from '../../../lib/reach/reachability';
import { clusters } from '../../support/policy-clusters';
import { worldOf } from '../../support/world';
import type { Engine } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { startPolicy, type AllowedPair, type PolicyQuestion } from '../engines/policy';

// Generated clusters of Pods and NetworkPolicies: every ordered pair of pods, and addresses outside, on every port that a policy may mean. Where the other engine
// is known to differ from the API's words, the cluster is changed or left out; the table says why.

/** Cluster-scoped policies, host networking and policies of other systems are not known to the other engine. */
const runs = Number(process.env['SEALANE_DEPTH'] ?? 1) * 300;
const externals = ['10.1.0.9', '10.3.0.1', '203.0.113.7', '8.8.8.8'];
const ports: readonly (readonly [Protocol, number])[] = [['TCP', 1], ['TCP', 3], ['UDP', 2], ['SCTP', 5]];

/** What the other engine reads otherwise than the API says. */
const differences: readonly { readonly what: string; readonly concerns: (objects: readonly JsonObject[]) => boolean }[] = [
  { what: 'NotIn does not match where the key is absent', concerns: objects => text(objects).includes('"NotIn"') },
  { what: 'an empty value matches where the key is absent', concerns: objects => /"matchLabels":\{[^}]*:""/.test(text(objects)) },
  { what: 'of a pod that has one number under two names only the first name is looked at', concerns: objects => objects.some(twoNames) },
];

function text(objects: readonly JsonObject[]): string {
  return JSON.stringify(objects);
}

interface Container { readonly ports?: readonly { readonly containerPort: number; readonly protocol?: string }[] }
function twoNames(object: JsonObject): boolean {
  const { containers = [] } = (object['spec'] ?? {}) as { readonly containers?: readonly Container[] };
  const numbers = containers.flatMap(container => (container.ports ?? []).map(port => `${port.containerPort}/${port.protocol ?? 'TCP'}`));
  return new Set(numbers).size < numbers.length;
}

/** The server fills these in, and the other engine takes them for given: types, protocols, and every namespace. */
function stored(objects: readonly JsonObject[]): readonly JsonObject[] {
  const declared = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => (metadata as { readonly name: string }).name));
  const missing = ['one', 'two', 'three'].filter(name => !declared.has(name)).map((name): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: {} } }));
  return [...missing, ...objects.map((object): JsonObject => {
    const spec = object['spec'] as { readonly hostNetwork?: boolean; readonly policyTypes?: readonly string[]; readonly egress?: readonly object[] };
    if (object['kind'] === 'Pod') return { ...object, metadata: { ...(object['metadata'] as object), uid: undefined }, spec: { ...spec, hostNetwork: false }, status: undefined };
    if (object['kind'] !== 'NetworkPolicy') return object;
    const rules = (list: unknown): unknown => (Array.isArray(list) ? (list as readonly { readonly ports?: readonly object[] }[]).map(rule => ({ ...rule, ...(rule.ports === undefined ? {} : { ports: rule.ports.map(port => ({ protocol: 'TCP', ...port })) }) })) : list);
    const { ingress, egress } = object['spec'] as { readonly ingress?: unknown; readonly egress?: unknown };
    return { ...object, spec: { ...spec, policyTypes: spec.policyTypes ?? ['Ingress', ...((spec.egress ?? []).length > 0 ? ['Egress'] : [])], ingress: rules(ingress), egress: rules(egress) } };
  })].map(object => JSON.parse(JSON.stringify(object)) as JsonObject);
}

function ours(objects: readonly JsonObject[], protocol: Protocol, port: number): readonly string[] {
  const { groups, between, outside } = reachability(worldOf(objects), { blocksMeanPods: 'no' });
  const addresses = externals.map(address => [address, parseCidr(address)] as const);
  return groups.flatMap(from => [
    ...groups.filter(to => to !== from && hasPort(between(from, to).open, protocol, port)).map(to => `${from.name} ${to.name}`),
    ...addresses.flatMap(([address, block]) => (['ingress', 'egress'] as const)
      .filter(direction => outside(from, direction).some(({ ranges, open }) => !('problem' in block) && ranges.some(range => isWithin(rangeOf(block), range)) && hasPort(open, protocol, port)))
      .map(direction => (direction === 'ingress' ? `${address} ${from.name}` : `${from.name} ${address}`))),
  ]).sort();
}

/** The other engine matches pods by made-up addresses, so blocks that hold those are not asked about. */
function holdsPods(objects: readonly JsonObject[]): boolean {
  return /"cidr":"(?:0\.0\.0\.0\/0|10\.0\.0\.0\/8)"/.test(text(objects));
}

describeWith(['policy'], 'an existing policy engine, of generated clusters', () => {
  let engine: Engine<PolicyQuestion, readonly AllowedPair[]>;
  beforeAll(() => { engine = startPolicy('reachability'); });
  afterAll(() => engine.stop());

  test(`agrees on ${runs} clusters, every pair and port`, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(clusters({ tiers: false, foreign: false, pods: 5, policies: 5 }), async generated => {
        const objects = stored(generated);
        fc.pre(!differences.some(({ concerns }) => concerns(objects)));
        for (const [protocol, port] of ports) {
          const answers = await engine.ask({ objects: objects, port, protocol, externals });
          const inside = holdsPods(objects);
          const keeps = (pair: string): boolean => !inside || externals.some(address => pair.includes(address));
          expect(ours(objects, protocol, port).filter(keeps)).toEqual(answers.filter(({ from, to }) => from.name !== to.name).map(({ from, to }) => `${from.name} ${to.name}`).filter(keeps).sort());
          compared++;
        }
      }),
      { numRuns: runs, seed: 20261124 },
    );
    expect(compared).toBeGreaterThanOrEqual(runs);
  }, 600_000);

  test.each([
    ['NotIn', { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['y'] }] } }] }] }, ['a b'], []],
    ['an empty value', { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { x: '' } } }] }] }, [], ['a b']],
    ['one number under two names', { podSelector: { matchLabels: { app: 'b' } }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 'y', protocol: 'TCP' }] }] }, ['a b'], []],
  ])('still differs on %s', async (_title, spec, expected, said) => {
    const pod = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'one', labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i', ports: [{ name: 'x', containerPort: 80, protocol: 'TCP' }, { name: 'y', containerPort: 80, protocol: 'TCP' }] }] } });
    const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'one' } }, pod('a'), pod('b'), { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'one' }, spec }];
    const theirs = (await engine.ask({ objects: objects, port: 80, protocol: 'TCP' })).map(({ from, to }) => `${from.name} ${to.name}`).filter(pair => pair === 'a b');
    expect([ours(objects, 'TCP', 80).filter(pair => pair === 'a b'), theirs]).toEqual([expected, said]);
  });
});
