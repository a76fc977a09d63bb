import type { ConstructAccept } from '../../lib/check/accepts';
import { check, type CheckInput, type Program } from '../../lib/check/check';
import type { GivenObject } from '../../lib/cluster/given';
import type { Finding, RuleId } from '../../lib/model/finding';
import { object, view } from '../support/rules';

const finding = (rule: RuleId, construct: string, rest: Partial<Finding> = {}): Finding => ({ rule, codes: [], severity: 'warning', path: [], constructs: [construct], message: 'm', help: 'h', url: 'u', ...rest });
const half = finding('edge/half-elsewhere', 'shop/deny');
const accept = (at: string, rule: string = 'edge/half-elsewhere'): ConstructAccept => ({ rule, reason: 'the other side is open', at });
const report = ({ objects = [], accepts = [], severities = {}, ...program }: Partial<Program> & Pick<CheckInput, 'accepts' | 'severities'> & { readonly objects?: readonly GivenObject[] }): ReturnType<typeof check> =>
  check({ world: view({ objects }), program: { intents: [], undeclaredNamespaces: [], found: [], opaque: 0, ...program }, accepts, severities });

test('what was found before and what rules find are one list, of this cluster', () => {
  const twice = object('Service', 'web', { namespace: 'default' });
  const { findings } = report({ found: [half], objects: [twice, twice] });
  expect(findings.map(({ rule, cluster }) => [rule, cluster])).toEqual([['api/duplicate-object', 'test'], ['edge/half-elsewhere', 'test']]);
});

test('errors come first, then warnings, then information; within them rules by name, and places', () => {
  const found = [finding('policy/cni-unknown', 'a', { severity: 'info' }), finding('mtls/namespace-not-enrolled', 'a'), finding('edge/half-elsewhere', 'b'), finding('edge/half-elsewhere', 'a'), finding('route/versions-alike', 'a', { severity: 'error' })];
  expect(report({ found }).findings.map(({ rule, constructs }) => `${rule} ${constructs?.[0] ?? ''}`)).toEqual([
    'route/versions-alike a', 'edge/half-elsewhere a', 'edge/half-elsewhere b', 'mtls/namespace-not-enrolled a', 'policy/cni-unknown a',
  ]);
});

describe('what the API server says in general terms', () => {
  const web = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' };
  const general = finding('api/invalid-object', 'a', { severity: 'error', object: web, path: ['spec', 'ports'] });
  const rules = (...found: readonly Finding[]): readonly string[] => report({ found: [general, ...found] }).findings.map(({ rule }) => rule);

  test('is left out where a rule sees an error at the same field, above it or below', () => {
    for (const path of [['spec'], ['spec', 'ports'], ['spec', 'ports', 0, 'port']]) expect(rules(finding('route/versions-alike', 'a', { severity: 'error', object: web, path }))).toEqual(['route/versions-alike']);
  });

  test('stays beside warnings, other fields and other objects', () => {
    expect(rules(finding('route/versions-alike', 'a', { object: web, path: ['spec'] }))).toContain('api/invalid-object');
    expect(rules(finding('route/versions-alike', 'a', { severity: 'error', object: web, path: ['spec', 'selector'] }))).toContain('api/invalid-object');
    expect(rules(finding('route/versions-alike', 'a', { severity: 'error', object: { ...web, name: 'db' }, path: ['spec'] }))).toContain('api/invalid-object');
    expect(rules(finding('route/versions-alike', 'a', { severity: 'error', object: web }))).toContain('api/invalid-object');
  });
});

describe('an accept', () => {
  test('takes a finding of its rule at its place out of the list, and keeps the reason', () => {
    expect(report({ found: [half], accepts: [accept('shop/deny')] })).toMatchObject({ findings: [], accepted: [{ finding: { rule: 'edge/half-elsewhere' }, reason: 'the other side is open' }] });
  });

  test('covers what is below its place, and nothing beside it', () => {
    expect(report({ found: [half], accepts: [accept('shop')] }).findings).toEqual([]);
    expect(report({ found: [finding('edge/half-elsewhere', 'shop/deny-all')], accepts: [accept('shop/deny')] }).findings.map(({ rule }) => rule)).toEqual(['edge/half-elsewhere', 'platform/accept-unused']);
  });

  test('covers a finding with several places when one of them is its own', () => {
    const shared = finding('edge/half-elsewhere', 'shop/a', { constructs: ['shop/a', 'shop/b'] });
    expect(report({ found: [shared], accepts: [accept('shop/b')] }).findings).toEqual([]);
  });

  test('of another rule, or of a finding without a place, accepts nothing', () => {
    expect(report({ found: [half], accepts: [accept('shop/deny', 'edge/other')] }).findings.map(({ rule }) => rule)).toEqual(['edge/half-elsewhere', 'platform/accept-unused']);
    const { constructs: _, ...placeless } = half;
    expect(report({ found: [placeless], accepts: [accept('shop/deny')] }).findings).toHaveLength(2);
  });

  test('that accepted nothing is a finding itself, at its place', () => {
    expect(report({ accepts: [accept('shop/deny')] }).findings).toEqual([
      expect.objectContaining({ rule: 'platform/accept-unused', severity: 'warning', constructs: ['shop/deny'], message: 'accept of edge/half-elsewhere ("the other side is open") accepted nothing', help: 'remove it, or correct the rule id' }),
    ]);
  });

  test('is used when several cover one finding: each of them accepted it', () => {
    const shared = finding('edge/half-elsewhere', 'shop/a', { constructs: ['shop/a', 'shop/b'] });
    expect(report({ found: [shared], accepts: [accept('shop/a'), accept('shop/b')] }).findings).toEqual([]);
  });

  test.each(['api/duplicate-object', 'api/owner-conflict', 'platform/chart-ambiguous', 'platform/file-collision'] as const)('never covers %s: an object would be lost, or written by chance', rule => {
    const { findings, accepted } = report({ found: [finding(rule, 'shop/a')], accepts: [accept('shop/a', rule)] });
    expect(accepted).toEqual([]);
    expect(findings.find(each => each.rule === rule)).toBeDefined();
    expect(findings.find(each => each.rule === 'platform/accept-unused')?.help).toBe(`repair what ${rule} says; it cannot be accepted`);
  });

  test('covers several findings', () => {
    expect(report({ found: [half, { ...half, message: 'another' }], accepts: [accept('shop/deny')] })).toMatchObject({ findings: [], accepted: [{}, {}] });
  });

  test('of a risk that a pattern asked for has done its work there', () => {
    expect(report({ accepts: [accept('shop/canary', 'platform/canary-fault-everyone')] }).findings).toEqual([]);
  });
});

test('values that no rule could look at are counted', () => {
  expect(report({ opaque: 3 }).unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 3 });
});
