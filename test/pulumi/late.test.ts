import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { defaultDeny, Network } from '../../lib/pulumi';
import type { Report } from '../../lib/check/check';
import type { Finding } from '../../lib/model/finding';
import type { Manifest } from '../../lib/model/object';
import { verdict } from '../../lib/pulumi/verdict';
import { plainKubernetes } from '../../lib/platform/presets';
import { workload } from '../support/shop';
import { hasSecret, manifestsOf, mocked, reached, unknownOutput, valueOf, type Registered } from '../support/mocks';

// What is only known at deploy is checked as soon as it is known, before what holds it is applied.

let made = 0;
let info: jest.SpyInstance;
beforeEach(() => {
  info = jest.spyOn(pulumi.log, 'info').mockResolvedValue(undefined);
});
afterEach(() => info.mockRestore());

const permitted = (cidr: pulumi.Output<string> | string, name = `late-${made++}`): Network =>
  new Network(name, {
    platform: plainKubernetes({ cluster: name, cni: 'calico' }),
    patterns: net => [
      defaultDeny({
        network: net,
        namespace: net.namespace('shop', { create: true }),
        edges: [],
        egressCidrs: [{ name: 'payments', cidr, ports: [{ port: 443 }], workload: net.workload(workload('web')) }],
      }),
    ],
  });

/** The same as a program of its own, of the built package: a failure ends it. */
const program = `
  const pulumi = require('@pulumi/pulumi');
  const { defaultDeny, Network, plainKubernetes } = require('sealane/pulumi');
  const newResource = ({ name, inputs }) => { console.log('registered ' + name); return { id: name, state: inputs }; };
  pulumi.runtime.setMocks({ newResource, call: () => ({}) }).then(() => new Network('wrong', { platform: plainKubernetes({ cluster: 'wrong', cni: 'calico' }), patterns: net => {
    const shop = net.namespace('shop', { create: true });
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'registry.example/web:1.0.0' }] } };
    const workload = net.workload({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'web' } }, template } });
    return [defaultDeny({ network: net, namespace: shop, edges: [], egressCidrs: [{ name: 'payments', cidr: pulumi.output('203.0.113.7'), ports: [{ port: 443 }], workload }] })];
  } }));
`;

const policy = (registered: readonly Registered[]): Registered | undefined => registered.find(({ name }) => name.endsWith('/shop/payments-egress'));

test('a value that passes reaches its leaf, and the report of everything has nothing unknown', async () => {
  const registered = await mocked();
  const { report, resources, settled } = permitted(pulumi.output('203.0.113.7/32'));
  expect(await reached(resources.values())).toBeUndefined();
  expect(report.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
  expect((await valueOf(settled)).unknown.reasons).not.toHaveProperty(['a value that is only known at deploy']);
  expect(manifestsOf(registered).find(({ metadata }) => metadata.name === 'payments-egress')).toMatchObject({ spec: { egress: [{ to: [{ ipBlock: { cidr: '203.0.113.7/32' } }] }] } });
});

test('a program fails with the finding of a value that does not pass; neither what holds it is applied, nor what refuses', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: join(__dirname, '../..'), encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/wrong: the network would not do what it says\nerror \S+: .*203\.0\.113\.7[^/].*\n +at NetworkPolicy shop\/payments-egress .*\(construct wrong\)\n help: .+\n/);
  expect(stdout).toContain('registered wrong/shop/web\n');
  expect(stdout).not.toContain('payments-egress\n');
  expect(stdout).not.toContain('default-deny\n');
});

test('a secret stays one in its object, and is not shown by what is said of it', async () => {
  const registered = await mocked();
  const network = permitted(pulumi.secret('203.0.113.7/32'));
  await reached(network.resources.values());
  expect(await pulumi.isSecret(network.settled)).toBe(true);
  expect(hasSecret(policy(registered) as Registered)).toBe(true);
});

test('a finding of a secret does not show it', async () => {
  await mocked();
  const cidr = pulumi.secret('hunter2');
  const judge = ([policy]: readonly Manifest[]): Report => {
    const said = String(policy?.['cidr']);
    const finding: Finding = { rule: 'policy/example', codes: [], severity: said === 'hunter2' ? 'error' : 'info', path: [], message: `"${said}" is no block`, help: `write ${said}/32`, url: '' };
    return { findings: [finding], accepted: [], unknown: { count: 1, reasons: {} }, rules: [] };
  };
  const component = new pulumi.ComponentResource('sealane:test:Component', 'secretive');
  const manifest = { apiVersion: 'v1', kind: 'Example', metadata: { name: 'example' }, cidr };
  const { settled, passed } = verdict({ manifests: [manifest], judge, profile: 'default', name: 'secretive', component });
  await expect(passed).rejects.toThrow('error policy/example: "[secret]" is no block\n help: write [secret]/32');
  expect(JSON.stringify(await valueOf(settled))).not.toContain('hunter2');
});

test('a preview that does not know a value registers everything, and says what was not checked', async () => {
  const registered = await mocked({ preview: true });
  const { report, resources } = permitted(unknownOutput<string>(), 'preview');
  expect(await reached(resources.values())).toBeUndefined();
  expect(manifestsOf(registered)).toHaveLength(resources.size);
  expect(JSON.stringify(policy(registered)?.inputs)).toContain('"cidr":{"__pulumiUnknown":true}');
  expect(report.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
  expect(info).toHaveBeenCalledWith(expect.stringMatching(/^preview: \d+ things? not checked before deploy; 1 Output will be, as soon as known$/), expect.anything());
});
