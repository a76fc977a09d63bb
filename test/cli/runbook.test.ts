import { main } from '../../lib/cli/main';

interface Run { readonly code: number; readonly out: string; readonly err: string }
const sealane = (...args: readonly string[]): Run => {
  let [out, err] = ['', ''];
  const code = main(['runbook', ...args], { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};
const shop = ['-f', 'test/fixtures/three-tiers'] as const;

test('a connection, as page, script and data', () => {
  expect(sealane('shop/web', 'http://web', ...shop)).toMatchObject({ code: 0, out: expect.stringContaining('# Runbook: shop/web -> http://web') as unknown });
  expect(sealane('shop/web', 'http://web', ...shop, '--format', 'sh').out).toMatch(/^#!\/bin\/sh\n/);
  expect(JSON.parse(sealane('deploy/web', 'http://web', '-n', 'shop', ...shop, '--format', 'json').out)).toMatchObject({ schema: 1, steps: expect.any(Array) as unknown });
});

test('the same input gives the same bytes', () => {
  expect(sealane('shop/web', 'http://web', ...shop).out).toBe(sealane('shop/web', 'http://web', ...shop).out);
});

test('evidence narrows the steps of a connection, and says whether manifests explain it', () => {
  expect(sealane('shop/web', 'http://web', ...shop, '--evidence', 'EAI_AGAIN').out).toContain('- the manifests explain it by DNS-EGRESS');
  expect(sealane('shop/web', 'http://web', ...shop, '--evidence', 'NR').out).toContain('- nothing in the manifests explains it');
});

test('a symptom with manifests says what the rules find', () => {
  expect(sealane('shop/web', '--symptom', 'dns', ...shop).out).toContain('policy/dns-blocked');
  expect(sealane('-n', 'shop', '--symptom', 'dns', ...shop).out).toMatch(/policy\/dns-blocked[^]*NS=\$\{NS:-shop\}/);
  expect(sealane('-n', 'ops', '--symptom', 'dns', ...shop).out).toContain('no rule finds a cause in the manifests');
  expect(sealane('--symptom', 'dns').out).toContain('names do not resolve');
});

test('the plugin and the mesh may be said', () => {
  expect(sealane('--symptom', 'denied', '--cni', 'cilium', '--mesh', 'none').out).toContain('cilium-dbg monitor');
  expect(sealane('--evidence', 'UF', '--image', 'debug.example/tools:1.2').out).toContain('IMAGE=${IMAGE:-debug.example/tools:1.2}');
});

test.each([
  [[], 'nothing to make a runbook for'], [['shop/web', 'http://web'], 'no manifests are given'], [['shop/web', ...shop], 'is not said'], [['--symptom', 'dns', '--evidence', 'UF'], 'both --symptom and --evidence'],
  [['ns/shop', 'http://web', ...shop], 'several workloads'], [['--evidence', 'colour'], 'nothing that is known of logs'], [['--symptom', 'sadness'], 'Allowed choices'],
])('misuse: %j', (args, message) => {
  expect(sealane(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) as unknown });
});
