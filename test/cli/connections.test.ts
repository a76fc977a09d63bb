import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';
import { svgOf } from '../../lib/cli/svg';

const shop = 'test/fixtures/three-tiers';
interface Run { readonly code: number; readonly out: string; readonly err: string }
const sealane = (...args: readonly string[]): Run => {
  let [out, err] = ['', ''];
  const code = main(args, { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};
interface Row { readonly src: string; readonly dst: string; readonly connections?: string; readonly unknown?: string }
const rows = (...args: readonly string[]): readonly Row[] => JSON.parse(sealane('connections', ...args, '--format', 'json').out) as readonly Row[];

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'sealane-connections-')); });
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('a shop of three tiers', () => {
  test('as a table', () => {
    expect(sealane('connections', shop)).toEqual({ code: 0, err: '', out: expect.any(String) as unknown });
    expect(sealane('connections', shop).out).toMatchSnapshot();
  });

  test.each([
    ['allowed', ['--from', 'shop/web', '--to', 'shop/api', '--port', 'http']],
    ['blocked by egress', ['--from', 'shop/api', '--to', 'shop/web', '--port', 'TCP/8080']],
    ['blocked by ingress', ['--from', '198.51.100.7', '--to', 'shop/db', '--port', 'sql']],
    ['blocked by a tier', ['--from', 'ops/probe', '--to', 'shop/web']],
  ])('explains what is %s', (_title, args) => {
    expect(sealane('connections', shop, '--explain', ...args).out).toMatchSnapshot();
  });

  test('as data', () => {
    expect(rows(shop, '--in', 'shop')).toEqual([
      { src: '203.0.113.0/25', dst: 'shop/web[Deployment]', connections: 'TCP 8080' },
      { src: 'ops/agent[DaemonSet]', dst: 'shop/web[Deployment]', unknown: 'TCP 8080' },
      { src: 'shop/api[Deployment]', dst: 'shop/db[StatefulSet]', connections: 'TCP 5432' },
      { src: 'shop/web[Deployment]', dst: 'shop/api[Deployment]', connections: 'TCP 9080' },
      { src: '{ingress-controller}', dst: 'shop/web[Deployment]', unknown: 'TCP 8080' },
    ]);
  });

  test('a controller that is declared is known', () => {
    expect(rows(shop, '--to', 'web', '--controller', 'ingress-nginx/app=nginx')).toContainEqual({ src: '{ingress-controller}', dst: 'shop/web[Deployment]', connections: 'TCP 8080' });
  });

  test.each([
    ['from a workload', ['--from', 'web'], ['shop/api[Deployment]']],
    ['to a workload, by its kind', ['--to', 'shop/db[StatefulSet]'], ['shop/db[StatefulSet]']],
    ['from an address', ['--from', '203.0.113.9', '--in', 'shop'], ['shop/web[Deployment]']],
    ['from an address that nobody admits', ['--from', '203.0.113.200', '--in', 'shop'], []],
    ['on a port', ['--port', '5432', '--in', 'shop'], ['shop/db[StatefulSet]']],
    ['within a namespace', ['--from', 'shop/', '--to', 'shop/'], ['shop/db[StatefulSet]', 'shop/api[Deployment]']],
  ])('%s', (_title, args, expected) => {
    expect(rows(shop, ...args).map(({ dst }) => dst)).toEqual(expected);
  });

  test('as markdown and as a graph', () => {
    expect(sealane('connections', shop, '--format', 'markdown').out).toContain('| shop/web[Deployment] | shop/api[Deployment] | TCP 9080 |  |\n');
    const dot = sealane('connections', shop, '--format', 'dot').out;
    expect(dot).toContain('"shop/web[Deployment]" -> "shop/api[Deployment]" [label="TCP 9080"];');
    expect(dot).toContain('"ops/agent[DaemonSet]" -> "shop/web[Deployment]" [label="not known: TCP 8080", style=dashed];');
  });

  test('as a picture, by a package that may be missing', async () => {
    const written = await new Promise<string>(resolve => svgOf(sealane('connections', shop, '--format', 'dot').out, { out: resolve, err: resolve, colour: false }));
    expect(written).toMatch(/<svg[\s\S]*shop\/?/);
    const elsewhere = createRequire(join(folder, 'package.json'));
    expect(() => svgOf('digraph {}', { out: () => undefined, err: () => undefined, colour: false }, [(name): unknown => elsewhere(`${name}-that-is-not-there`)])).toThrow('svg is drawn by @viz-js/viz, which is not installed; npm install @viz-js/viz, or use --format dot');
  });

  test('what each workload is open to beyond what is declared', () => {
    const { out } = sealane('connections', shop, '--exposure', '--to', 'shop/web');
    expect(out).toBe([
      'shop/web[Deployment]',
      '  called by   pods that are not declared: not known: TCP 8080',
      '              203.0.113.0/25: TCP 8080',
      '              Ingress shop/web through {ingress-controller}: not known: TCP 8080',
      '  may call    pods that are not declared: No Connections',
      '              addresses outside: none',
      '',
    ].join('\n'));
  });
});

describe('query', () => {
  test.each([
    ['open', ['shop/web', 'shop/api', '9080'], 0],
    ['blocked', ['shop/web', 'shop/db', '5432'], 1],
    ['not settled', ['ops/agent', 'web', 'http'], 4],
    ['from outside, by the name of a port', ['203.0.113.7', 'shop/web', 'http'], 0],
    ['on another protocol', ['shop/web', 'shop/api', 'UDP/9080'], 1],
  ])('%s', (_title, args, code) => {
    expect(sealane('query', ...args, shop).code).toBe(code);
  });

  test('a flow of addresses, against a dump', () => {
    const pod = (name: string, ip: string): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: name, labels: { app: name }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-1`, controller: true, uid: `r${name}` }] }, spec: { containers: [{ name: 'c', image: 'i' }] }, status: { podIP: ip } });
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'db', namespace: 'shop', uid: 'n' }, spec: { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432, protocol: 'TCP' }] }] } };
    const dump = file('dump.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('web', '10.244.1.7'), pod('db', '10.244.2.3'), pod('job', '10.244.1.9'), policy] }));
    expect(sealane('query', '10.244.1.7', '10.244.2.3', '5432', dump)).toMatchObject({ code: 0, out: expect.stringContaining('shop/web-1[ReplicaSet] → shop/db-1[ReplicaSet]') as unknown });
    expect(sealane('query', '10.244.1.9', '10.244.2.3', '5432', dump).code).toBe(1);
    expect(sealane('query', '10.244.1.7', '8.8.8.8', '443', dump).code).toBe(0);
    expect(sealane('query', '1.1.1.1', '8.8.8.8', '443', dump)).toMatchObject({ code: 2, err: expect.stringContaining('outside of the input') as unknown });
  });

  test('a port of a Service leads to one of the pods', () => {
    const answer = JSON.parse(sealane('query', 'shop/web', 'web-service', '80', shop, file('service.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: web-service, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}\n'), '--format', 'json').out) as { readonly open: string; readonly answers: readonly { readonly port: string; readonly egress: { readonly rules: readonly object[] } }[] };
    expect(answer).toMatchObject({ open: 'no', answers: [{ port: 'TCP 8080' }] });
  });
});

describe('words that must not mislead', () => {
  const pod = (name: string, more = ''): string => `---\napiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}\nspec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]${more}}\n`;
  const policy = (spec: string): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: ${spec}\n`;
  const service = (type: string): string => `---\napiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: shop}\nspec: {type: ${type}, selector: {app: a}, ports: [{name: web, port: 80, targetPort: http}]}\n`;

  test('a port of nodes that no policy admits is told as such', () => {
    const path = file('ways.yaml', `${pod('a')}${service('NodePort')}${policy('{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}')}`);
    expect(sealane('connections', path, '--exposure', '--to', 'shop/a').out).toContain('node port of Service shop/a: TCP 8080, which no policy admits\n');
    const open = file('open.yaml', `${pod('a')}${service('NodePort')}`);
    expect(sealane('connections', open, '--exposure').out).toContain('node port of Service shop/a: TCP 8080\n');
  });

  test('a rule of which it is not known whom it means is not said to mean others', () => {
    const path = file('maybe.yaml', `${pod('a')}${pod('b')}${policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}')}`);
    expect(sealane('query', 'shop/a', 'shop/b', '80', path, '--blocks-mean-pods', 'yes').out).toMatch(/selects shop\/b\[Pod\] and may admit it:\n +spec\.ingress\[0\] may mean it/);
  });

  test('where a cluster-scoped policy is for the pods, its silence is not that of all policies', () => {
    const baseline = '---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: default}\nspec: {subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}\n';
    expect(sealane('query', '8.8.8.8', 'shop/a', '80', file('silent.yaml', `${pod('a')}${baseline}`)).out).toContain('no NetworkPolicy selects shop/a[Pod], and no rule of a cluster-scoped policy decides about it, so it is open');
  });

  test('a port by the name that a Service of the same name gives it', () => {
    const path = file('alike.yaml', `${pod('a')}${pod('b')}${service('ClusterIP')}`);
    expect(sealane('query', 'shop/b', 'shop/a', 'web', path).out).toContain('TCP 8080: open');
  });

  test('a refusal of the whole object names no field', () => {
    const path = file('whole.yaml', 'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\nmetadata: {name: mine}\nspec: {subject: {namespaces: {}}}\n');
    expect(sealane('connections', path).err).toContain('BaselineAdminNetworkPolicy mine: Only one');
  });
});

describe('ports by names that nobody has', () => {
  const named = (direction: 'ingress' | 'egress', selected: string, peer: string, name: string): string => file(`${direction}-${peer}-${name}.yaml`, `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: named, namespace: shop }
spec:
  podSelector: { matchLabels: { app: ${selected} } }
  policyTypes: [${direction === 'ingress' ? 'Ingress' : 'Egress'}]
  ${direction}: [{ ${direction === 'ingress' ? 'from' : 'to'}: [{ podSelector: { matchLabels: { app: ${peer} } } }], ports: [{ port: ${name} }] }]
`);
  const warned = (path: string): readonly string[] => sealane('connections', shop, path, '--format', 'json').err.split('\n').filter(line => line.includes('shop/named'));

  test('for ingress they are those of the pods that are selected', () => {
    expect(warned(named('ingress', 'db', 'api', 'sql'))).toEqual([]);
    expect(warned(named('ingress', 'db', 'api', 'http'))).toEqual(['warning: NetworkPolicy shop/named admits TCP port "http" at spec.ingress[0].ports[0], which no pod that it selects declares: that admits nothing']);
  });

  test('for egress those of the pods that are called', () => {
    expect(warned(named('egress', 'api', 'db', 'sql'))).toEqual([]);
    expect(warned(named('egress', 'api', 'db', 'http'))).toEqual(['warning: NetworkPolicy shop/named admits TCP port "http" at spec.egress[0].ports[0], which no pod that the rule means declares: that admits nothing']);
  });

  test('pods that are called may be elsewhere', () => {
    expect(warned(named('egress', 'api', 'elsewhere', 'http'))).toEqual([]);
  });
});

describe('refusals', () => {
  const broken = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec:\n  podSelector: {}\n  ingress:\n    - from: [{}]\n';
  test('a policy that the API server refuses: 2, its object and its field', () => {
    const path = file('broken.yaml', broken);
    const run = sealane('connections', shop, path, '--format', 'json');
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({ error: expect.stringMatching(/NetworkPolicy shop\/p: spec\.ingress\[0\]\.from\[0\] .*broken\.yaml:7/) as unknown });
    expect(sealane('query', 'web', 'db', '5432', shop, path)).toMatchObject({ code: 2, err: expect.stringContaining('spec.ingress[0].from[0]') as unknown });
  });

  test.each([
    ['a file that cannot be read', () => ['connections', file('torn.yaml', 'apiVersion: v1\nkind: Pod\n a: {')], 'torn.yaml'],
    ['nothing to read', () => ['connections', file('empty.yaml', '# nothing\n')], 'no Kubernetes objects'],
    ['a workload that is not there', () => ['connections', shop, '--from', 'shop/wen'], 'use shop/web'],
    ['a port that is none', () => ['connections', shop, '--port', '70000'], 'from 1 to 65535'],
    ['a name that no pod has', () => ['query', 'shop/web', 'shop/db', 'mysql', shop], 'declares no port "mysql"'],
    ['a controller that cannot be read', () => ['connections', shop, '--controller', 'a/b'], '--controller a/b'],
    ['explanations as a graph', () => ['connections', shop, '--explain', '--format', 'dot'], '--explain as dot'],
  ])('%s', (_title, args, said) => {
    const run = sealane(...args());
    expect(run.code).toBe(2);
    expect(run.err).toContain(said);
  });
});
