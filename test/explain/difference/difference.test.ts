import fc from 'fast-check';
import type { Side } from '../../../lib/explain/difference/change';
import { difference, hasOutcome } from '../../../lib/explain/difference/difference';
import { differenceAsGithub, differenceAsJson, differenceAsMarkdown, differenceAsText } from '../../../lib/explain/difference/formats';
import type { JsonObject } from '../../../lib/model/json';
import { formatConnections } from '../../../lib/reach/connection-set';
import { deployment, networkPolicy, service } from '../../support/closed';
import { manifest, worldOf } from '../../support/world';

const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const pods = [deployment('web'), deployment('db', { sql: 5432 })];
const deny = networkPolicy('deny', { policyTypes: ['Ingress'] });
const into = (from: string, port: number | string = 5432): JsonObject => networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app(from)], ports: [{ port }] }] });
const side = (objects: readonly JsonObject[]): Side => ({ world: worldOf(objects), place: () => undefined });
const settings = { blocksMeanPods: 'no', areas: ['connections'] } as const;
const lines = (before: readonly JsonObject[], after: readonly JsonObject[]): readonly string[] => differenceAsText(difference(side(before), side(after), settings)).split('\n').filter(line => line !== '' && line !== 'connections:').map(line => line.trim());

const between = 'shop/web[Deployment] → shop/db[Deployment]';

test.each<readonly [string, readonly JsonObject[], readonly JsonObject[], readonly string[]]>([
  ['a policy that admitted it is removed', [...pods, deny, into('web')], [...pods, deny], [`lost     ${between}  TCP 5432`, 'NetworkPolicy shop/db-in, which admitted it by spec.ingress[0], is removed', '1 lost, 0 gained, 0 changed']],
  ['a policy is added that admits it', [...pods, deny], [...pods, deny, into('web')], [`gained   ${between}  TCP 5432`, 'NetworkPolicy shop/db-in is added and admits it by spec.ingress[0]', '0 lost, 1 gained, 0 changed']],
  ['a policy admits another port', [...pods, deny, into('web')], [...pods, deny, into('web', 5433)], [`changed  ${between}  + TCP 5433; - TCP 5432`, 'NetworkPolicy shop/db-in is changed, and admits other ports than before', '0 lost, 0 gained, 1 changed']],
  ['labels of the caller no longer fit', [...pods, deny, into('web')], [deployment('web', {}, { labels: { app: 'frontend' } }), pods[1] ?? {}, deny, into('web')], [`lost     ${between}  TCP 5432`, 'Deployment shop/web has other labels app=web, now app=frontend', '1 lost, 0 gained, 0 changed']],
  ['an equal state', [...pods, deny, into('web')], [...pods, into('web'), deny], ['nothing changes in what traffic does']],
])('%s', (_title, before, after, expected) => {
  expect(lines(before, after)).toEqual(expected);
});

test('pods that are closed lose whoever called them, addresses outside and pods that nobody declared among them', () => {
  const found = lines(pods, [...pods, networkPolicy('deny', { ...app('db'), policyTypes: ['Ingress'] })]);
  expect(found.filter(line => line.startsWith('lost'))).toEqual([
    'lost     0.0.0.0/0, ::/0, shop/web[Deployment] and {any pod} → shop/db[Deployment]  All Connections',
  ]);
  expect(new Set(found.filter(line => line.startsWith('NetworkPolicy')))).toEqual(new Set(['NetworkPolicy shop/deny is added and selects shop/db[Deployment], and nothing admits it']));
});

test('a block that is widened gains the addresses that are new', () => {
  const out = (cidr: string): JsonObject => networkPolicy('out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 443 }] }] });
  expect(lines([pods[0] ?? {}, out('192.0.2.0/25')], [pods[0] ?? {}, out('192.0.2.0/24')])).toEqual(['gained   shop/web[Deployment] → 192.0.2.128/25  TCP 443', 'NetworkPolicy shop/out now admits it by spec.egress[0]', '0 lost, 1 gained, 0 changed']);
});

test('pods that are new bring their connections with them', () => {
  const found = difference(side([...pods, deny]), side([...pods, deny, deployment('job')]), settings).connections;
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ outcome, edits }) => outcome === 'gained' && edits.some(({ sentence }) => sentence === 'Deployment shop/job is added'))).toBe(true);
});

test('an Ingress that leads elsewhere', () => {
  const ingress = (name: string): JsonObject => manifest('networking.k8s.io/v1', 'Ingress', 'web', { namespace: 'shop', spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] } }] } });
  const objects = [...pods, service('web', { http: [80, 8080] }), service('db', { http: [80, 8080] })];
  expect(lines([...objects, ingress('web')], [...objects, ingress('db')])).toEqual([
    'lost     {ingress-controller} → shop/web[Deployment]  TCP 8080', 'Ingress shop/web is changed at spec.rules[0].http.paths[0].backend, which leads to shop/web[Deployment]',
    'gained   {ingress-controller} → shop/db[Deployment]  TCP 8080', 'Ingress shop/web is changed at spec.rules[0].http.paths[0].backend, which leads to shop/db[Deployment]', '1 lost, 1 gained, 0 changed',
  ]);
});

test('pods that are gone have lost all that they called, in one line', () => {
  expect(lines(pods, pods.slice(1)).filter(line => line.startsWith('lost'))).toEqual([
    'lost     0.0.0.0/0, ::/0, shop/db[Deployment] and {any pod} → shop/web[Deployment]  All Connections', 'lost     shop/web[Deployment] → 0.0.0.0/0, ::/0, shop/db[Deployment] and {any pod}  All Connections',
  ]);
});

test('policies of another system make it unknown, and say so', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'all', { namespace: 'shop', spec: { endpointSelector: { matchLabels: { app: 'db' } }, ingress: [{}] } });
  expect(lines(pods, [...pods, cilium]).filter((_line, i, all) => [all[i - 1], all[i]].some(line => line?.startsWith('changed') === true && line.includes('→ shop/db[Deployment]')))).toEqual(['changed  0.0.0.0/0, ::/0, shop/web[Deployment] and {any pod} → shop/db[Deployment]  - All Connections; not known: All Connections', 'CiliumNetworkPolicy shop/all is added']);
});

test('as data, as a table, and as commands of a workflow', () => {
  const [before, after] = [side([...pods, deny, into('web')]), { ...side([...pods, deny]), place: () => 'new.yaml:3' }];
  const found = difference({ ...before, place: () => 'old.yaml:7' }, after, settings);
  expect(JSON.parse(differenceAsJson(found))).toMatchObject({
    changes: [{ area: 'connections', outcome: 'lost', subject: 'shop/web[Deployment] → shop/db[Deployment]', severity: 'warning', because: [{ kind: 'removed', object: 'NetworkPolicy shop/db-in', before: 'old.yaml:7' }] }],
    schema: 1, summary: { gained: 0, lost: 1, changed: 0 },
    connections: [{ change: 'lost', src: 'shop/web[Deployment]', dst: 'shop/db[Deployment]', before: { connections: 'TCP 5432' }, after: {}, lost: 'TCP 5432', edits: [{ kind: 'removed', object: 'NetworkPolicy shop/db-in', sentence: 'NetworkPolicy shop/db-in, which admitted it by spec.ingress[0], is removed', before: 'old.yaml:7' }] }],
  });
  expect(differenceAsMarkdown(found)).toContain('| **lost** | shop/web[Deployment] → shop/db[Deployment]  TCP 5432 | NetworkPolicy shop/db-in, which admitted it by spec.ingress[0], is removed (before: old.yaml:7) |');
  expect(differenceAsGithub(found)).toContain('::warning title=connections%3A lost::shop/web[Deployment] → shop/db[Deployment]  TCP 5432%0A');
  expect([hasOutcome(found, 'lost'), hasOutcome(found, 'gained'), hasOutcome(found, 'any')]).toEqual([true, false, true]);
});

// Laws, over small clusters.

const names = ['web', 'db', 'job'] as const;
const peer = fc.oneof(fc.constantFrom(...names).map(app), fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0').map(cidr => ({ ipBlock: { cidr } })), fc.constant({ namespaceSelector: {} }));
const rule = fc.record({ peers: fc.array(peer, { maxLength: 2 }), port: fc.option(fc.constantFrom<number | string>(80, 443, 'sql')) });
const policy = fc.record({ on: fc.option(fc.constantFrom(...names)), direction: fc.constantFrom('Ingress' as const, 'Egress' as const), rules: fc.array(rule, { maxLength: 2 }) });
const state = fc.record({ there: fc.subarray([...names], { minLength: 1 }), policies: fc.array(policy, { maxLength: 3 }) }).map(({ there, policies }): readonly JsonObject[] => [
  ...there.map(name => deployment(name, { sql: 5432 })),
  ...policies.map(({ on, direction, rules }, i) => {
    const [field, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
    return networkPolicy(`p${i}`, { ...(on === null ? {} : app(on)), policyTypes: [direction], [field]: rules.map(each => ({ ...(each.peers.length === 0 ? {} : { [peers]: each.peers }), ...(each.port === null ? {} : { ports: [{ port: each.port }] }) })) });
  }),
]);
const runs = { numRuns: 40 * Number(process.env['SEALANE_DEPTH'] ?? 1) };

test('no state differs from itself', () => {
  fc.assert(fc.property(state, objects => difference(side(objects), side(objects), settings).connections.length === 0), runs);
});

test('with the states exchanged, what was gained is lost; and every change has an edit behind it', () => {
  fc.assert(fc.property(state, state, (a, b) => {
    const [there, back] = [difference(side(a), side(b), settings).connections, difference(side(b), side(a), settings).connections];
    const mirrored = back.map(({ outcome, src, dst, gained, lost, edits }) => ({ outcome: outcome === 'gained' ? 'lost' : outcome === 'lost' ? 'gained' : outcome, src, dst, gained: formatConnections(lost), lost: formatConnections(gained), edits: edits.map(({ object, kind }) => `${kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind} ${object}`) }));
    expect(there.map(({ outcome, src, dst, gained, lost, edits }) => ({ outcome, src, dst, gained: formatConnections(gained), lost: formatConnections(lost), edits: edits.map(({ object, kind }) => `${kind} ${object}`) }))).toEqual(mirrored);
    expect(there.filter(({ edits }) => edits.length === 0).map(({ src, dst }) => `${src} → ${dst}`)).toEqual([]);
  }), runs);
});
