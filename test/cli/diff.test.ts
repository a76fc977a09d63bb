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
