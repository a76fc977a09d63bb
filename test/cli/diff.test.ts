import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';

const pods = ['web', 'db'].map(name => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: 'registry.example/main:1' }] }
`).join('');
const deny = '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n';
const into = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db-in, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 5432 }] }]
`;

const folder = mkdtempSync(join(tmpdir(), 'sealane-diff-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const [open, closed, broken, refused] = [file('open.yaml', pods + deny + into), file('closed.yaml', pods + deny), file('broken.yaml', 'kind: [\n'), file('refused.yaml', pods + into.replace('port: 5432', 'port: 543200'))];

function run(...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const [out, err]: [string[], string[]] = [[], []];
  const code = main(['diff', ...args], { out: text => out.push(text), err: text => err.push(text), colour: false });
  return { code, out: out.join(''), err: err.join('') };
}

test('says what is lost, why, and where', () => {
  const { code, out } = run(open, closed);
  expect([code, out.replaceAll(folder, '')]).toEqual([1, `connections:
lost     shop/web[Deployment] → shop/db[Deployment]  TCP 5432
           NetworkPolicy shop/db-in, which admitted it by spec.ingress[0], is removed (before: /open.yaml:31)

1 lost, 0 gained, 0 changed
`]);
});

test('fails for what it is told to fail for', () => {
  expect(run(open, open)).toMatchObject({ code: 0, out: 'nothing changes in what traffic does\n' });
  expect([run(open, closed, '--fail-on', 'lost').code, run(open, closed, '--fail-on', 'gained').code, run(closed, open, '--fail-on', 'gained').code]).toEqual([1, 0, 1]);
});

test('points at the lines of a pull request', () => {
  expect(run(closed, open, '--format', 'github').out.replaceAll(folder, '')).toBe(`::notice file=/open.yaml,line=31,title=connections%3A gained::shop/web[Deployment] → shop/db[Deployment]  TCP 5432%0ANetworkPolicy shop/db-in is added and admits it by spec.ingress[0] (/open.yaml:31)
`);
});

test('input that cannot be read, a policy that the API server refuses, and misuse', () => {
  expect([run(open, broken).code, run(open, refused).code, run(open).code, run(open, closed, '--fail-on', 'never').code]).toEqual([2, 2, 2, 2]);
});

const routed = (percent: number): string => `${pods.replaceAll('app: db', 'app: db, version: v1')}---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - route: [{ destination: { host: web }, weight: ${100 - percent} }, { destination: { host: db }, weight: ${percent} }]
`;
const [few, many] = [file('few.yaml', routed(10)), file('many.yaml', routed(25))];

test('fails for shares, for areas, and for any of several', () => {
  const fails = (...on: readonly string[]): number => run(few, many, ...on).code;
  expect([fails('--fail-on', 'weight'), fails('--fail-on', 'routes'), fails('--fail-on', 'mtls'), fails('--fail-on', 'lost,gained,dns'), fails('--fail-on', 'lost, changed')]).toEqual([1, 1, 0, 0, 1]);
});

test('looks at some areas alone', () => {
  expect(run(few, many, '--only', 'routes').out).toContain('90 % → 75 % to web.shop, 10 % → 25 % to db.shop');
  expect(run(few, many, '--only', 'connections,mtls')).toMatchObject({ code: 0, out: 'nothing changes in what traffic does\n' });
  expect(run(few, many, '--only', 'weather').code).toBe(2);
});

test('a comment for a pull request: what is lost first, area by area', () => {
  const { out } = run(few, many, '--format', 'markdown');
  expect(out).toContain('**0 lost, 0 gained, 1 changed**\n\n### routes\n\n| | what | why |');
});

test('edits without effect are counted', () => {
  const noted = file('noted.yaml', (pods + deny + into).replace('name: deny, namespace: shop', 'name: deny, namespace: shop, annotations: { note: reviewed }'));
  expect(run(open, noted)).toMatchObject({ code: 0, out: 'nothing changes in what traffic does\n1 object edited without effect on traffic\n' });
  expect(run(open, noted, '--format', 'github').out).toBe('');
});

test('the same manifests under two platforms', () => {
  const [before, after] = ['cluster.local', 'corp.local'].map(domain => file(`${domain}.yaml`, `platform: { clusterDomain: ${domain} }\n`));
  const { code, out } = run(few, '--platform', before ?? '', '--platform', after ?? '', '--only', 'dns');
  expect([code, out.replaceAll(folder, '')]).toEqual([1, expect.stringContaining('changed  name web.shop: domain cluster.local → corp.local\n           platform.clusterDomain is corp.local, and was cluster.local (/corp.local.yaml; before: /cluster.local.yaml)\n')]);
  const mesh = file('mesh.yaml', `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: "web:1" }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: agent, namespace: ops }
spec: { selector: { matchLabels: { app: agent } }, template: { metadata: { labels: { app: agent, sidecar.istio.io/inject: "false" } }, spec: { containers: [{ name: app, image: "agent:1" }] } } }
`);
  const [loose, strict] = ['PERMISSIVE', 'STRICT'].map(mode => file(`${mode}.yaml`, `platform: { mesh: istio }\nmutualTls: ${mode}\n`));
  expect(run(mesh, '--platform', loose ?? '', '--platform', strict ?? '', '--only', 'mtls').out).toMatch(/lost +calls of clients without a proxy to web\.shop:80: no longer understood.*\n +mutualTls is STRICT, and was PERMISSIVE/);
  expect(run(few).err).toContain('there is one path, and nothing to compare it with');
  expect(run(few, '--platform', before ?? '').code).toBe(2);
});
