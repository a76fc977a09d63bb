import fc from 'fast-check';
import { namespaceMode, serverMode, type ModeLevel } from '../../lib/mesh/peer-authentication';
import type { JsonObject } from '../../lib/model/json';
import { deployment, istio, told, workload, world } from './mesh';

const policy = (called: string, spec: object, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('PeerAuthentication', called, spec, at);
const mode = (text: string): object => ({ mtls: { mode: text } });
const web = { selector: { matchLabels: { app: 'web' } } };

const asked = (policies: readonly JsonObject[], port = 8080): ReturnType<typeof serverMode> => {
  const w = world([deployment('web'), ...policies]);
  return serverMode(w, workload(w, 'web'), port);
};

test.each<readonly [string, readonly JsonObject[], string, ModeLevel]>([
  ['nothing', [], 'PERMISSIVE', 'default'],
  ['the mesh', [policy('m', mode('STRICT'), { namespace: 'istio-system' })], 'STRICT', 'mesh'],
  ['the namespace over the mesh', [policy('m', mode('STRICT'), { namespace: 'istio-system' }), policy('n', mode('DISABLE'))], 'DISABLE', 'namespace'],
  ['a namespace that says nothing inherits', [policy('m', mode('STRICT'), { namespace: 'istio-system' }), policy('n', {})], 'STRICT', 'mesh'],
  ['UNSET inherits', [policy('m', mode('STRICT'), { namespace: 'istio-system' }), policy('n', mode('UNSET'))], 'STRICT', 'mesh'],
  ['the workload over the namespace', [policy('n', mode('STRICT')), policy('w', { ...web, ...mode('PERMISSIVE') })], 'PERMISSIVE', 'workload'],
  ['the port over the workload', [policy('w', { ...web, ...mode('STRICT'), portLevelMtls: { 8080: { mode: 'DISABLE' } } })], 'DISABLE', 'port'],
  ['another port', [policy('w', { ...web, ...mode('STRICT'), portLevelMtls: { 80: { mode: 'DISABLE' } } })], 'STRICT', 'workload'],
  ['a port that says nothing inherits from the workload', [policy('n', mode('STRICT')), policy('w', { ...web, portLevelMtls: { 8080: {} } })], 'STRICT', 'namespace'],
  ['an exception without a mode of its own leaves the rest to the namespace', [policy('n', mode('STRICT')), policy('w', { ...web, portLevelMtls: { 9090: { mode: 'DISABLE' } } })], 'STRICT', 'namespace'],
  ['a selector for other pods', [policy('w', { selector: { matchLabels: { app: 'api' } }, ...mode('STRICT') })], 'PERMISSIVE', 'default'],
  ['a selector in another namespace', [policy('w', { ...web, ...mode('STRICT') }, { namespace: 'pay' })], 'PERMISSIVE', 'default'],
  ['a selector in the root namespace is ignored', [policy('w', { ...web, ...mode('STRICT') }, { namespace: 'istio-system' })], 'PERMISSIVE', 'default'],
  ['an empty selector is none', [policy('w', { selector: {}, ...mode('STRICT') })], 'STRICT', 'namespace'],
  ['ports without a selector do nothing', [policy('n', { ...mode('STRICT'), portLevelMtls: { 8080: { mode: 'DISABLE' } } })], 'STRICT', 'namespace'],
  ['the oldest of two', [policy('a', mode('DISABLE'), { created: 2 }), policy('b', mode('STRICT'), { created: 1 })], 'STRICT', 'namespace'],
  ['the oldest of two for a workload, ports and all', [policy('a', { ...web, portLevelMtls: { 8080: { mode: 'DISABLE' } } }, { created: 2 }), policy('b', { ...web, ...mode('STRICT') }, { created: 1 })], 'STRICT', 'workload'],
  ['two of one mind', [policy('a', mode('STRICT')), policy('b', mode('STRICT'))], 'STRICT', 'namespace'],
])('%s', (_, policies, expected, level) => {
  expect(asked(policies)).toMatchObject({ mode: expected, level });
  expect(told(asked([...policies].reverse()))).toBe(told(asked(policies)));
});

test('two policies of one level that disagree and have no age leave the mode open, and name both fields', () => {
  const answer = asked([policy('a', mode('STRICT')), policy('b', mode('DISABLE'))]);
  expect(answer).toMatchObject({ mode: 'unknown', reason: 'several policies of one level disagree, and the oldest holds' });
  expect(told(answer.evidence)).toBe('[{"object":"PeerAuthentication shop/a","path":["spec","mtls","mode"]},{"object":"PeerAuthentication shop/b","path":["spec","mtls","mode"]}]');
});

test('a disagreement at a level that does not decide leaves the answer known', () => {
  expect(asked([policy('a', mode('STRICT')), policy('b', mode('DISABLE')), policy('w', { ...web, ...mode('PERMISSIVE') })]).mode).toBe('PERMISSIVE');
});

test('two exceptions of one workload for different ports: only the oldest is read', () => {
  const exceptions = [policy('a', { ...web, portLevelMtls: { 8080: { mode: 'DISABLE' } } }), policy('b', { ...web, portLevelMtls: { 9090: { mode: 'DISABLE' } } })];
  expect([asked(exceptions, 8080).mode, asked(exceptions, 9090).mode, asked(exceptions, 7070).mode]).toEqual(['unknown', 'unknown', 'PERMISSIVE']);
  expect(told(asked(exceptions, 7070).ignored)).toBe('["PeerAuthentication shop/b"]');
});

test('evidence names the field', () => {
  expect(told(asked([policy('w', { ...web, portLevelMtls: { 8080: { mode: 'DISABLE' } } })]).evidence)).toBe('[{"object":"PeerAuthentication shop/w","path":["spec","portLevelMtls","8080","mode"]}]');
});

test('the mode of the root namespace is that of the mesh', () => {
  expect(namespaceMode(world([policy('m', mode('STRICT'), { namespace: 'istio-system' })]), 'istio-system')).toMatchObject({ mode: 'STRICT', level: 'mesh' });
});

/** The rule said in one line: the innermost level that says something. */
function byFolding(policies: readonly JsonObject[], port: number): string {
  const spec = (p: JsonObject): { selector?: { matchLabels: Record<string, string> }; mtls?: { mode: string }; portLevelMtls?: Record<string, { mode: string }> } => p['spec'] as never;
  const meta = (p: JsonObject): { namespace: string; creationTimestamp: string } => p['metadata'] as never;
  const oldest = (found: readonly JsonObject[]): JsonObject | undefined => [...found].sort((a, b) => meta(a).creationTimestamp.localeCompare(meta(b).creationTimestamp))[0];
  const own = oldest(policies.filter(p => meta(p).namespace === 'shop' && spec(p).selector?.matchLabels['app'] === 'web'));
  const levels = [
    own === undefined ? undefined : spec(own).portLevelMtls?.[String(port)]?.mode,
    own === undefined ? undefined : spec(own).mtls?.mode,
    ...['shop', 'istio-system'].map(namespace => {
      const wide = oldest(policies.filter(p => meta(p).namespace === namespace && spec(p).selector === undefined));
      return wide === undefined ? undefined : spec(wide).mtls?.mode;
    }),
  ];
  return levels.find(said => said !== undefined && said !== 'UNSET') ?? 'PERMISSIVE';
}

test('the answer is that of an independent reading, whatever the order of the objects', () => {
  const modes = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');
  const spec = fc.record({
    mtls: fc.option(modes.map(text => ({ mode: text })), { nil: undefined }),
    selector: fc.option(fc.constantFrom('web', 'api').map(app => ({ matchLabels: { app } })), { nil: undefined }),
    portLevelMtls: fc.option(fc.record({ 8080: modes.map(text => ({ mode: text })) }), { nil: undefined }),
  });
  const policies = fc.array(fc.tuple(spec, fc.constantFrom('shop', 'pay', 'istio-system')), { maxLength: 6 });
  fc.assert(fc.property(policies, fc.constantFrom(8080, 9090), (given, port) => {
    const objects = given.map(([each, namespace], i) => policy(`p${i}`, each, { namespace, created: (i * 7) % 10 }));
    expect(asked([...objects].reverse(), port).mode).toBe(byFolding(objects, port));
  }));
});

test('what somebody says of the mesh holds where its policy is not in the input, and no longer', () => {
  const said = (policies: readonly JsonObject[]): unknown => {
    const w = world([deployment('web'), ...policies], { mutualTls: 'STRICT' });
    const { mode: found, level } = serverMode(w, workload(w, 'web'), 8080);
    return [found, level];
  };
  expect(said([])).toEqual(['STRICT', 'mesh']);
  expect(said([policy('m', mode('PERMISSIVE'), { namespace: 'istio-system' })])).toEqual(['PERMISSIVE', 'mesh']);
  expect(said([policy('n', mode('DISABLE'))])).toEqual(['DISABLE', 'namespace']);
});
