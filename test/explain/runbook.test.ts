import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { connectionRunbook, serviceIn } from '../../lib/explain/runbook/connection';
import { evidenceFor, evidenceRunbook, evidences, hopsOf } from '../../lib/explain/runbook/evidence';
import { forbidden } from '../../lib/explain/runbook/forbidden';
import { runbookData } from '../../lib/explain/runbook/formats/data';
import { runbookMarkdown } from '../../lib/explain/runbook/formats/markdown';
import { runbookScript } from '../../lib/explain/runbook/formats/script';
import { bareScene, sceneOf, type MeshKind } from '../../lib/explain/runbook/scene';
import type { Runbook } from '../../lib/explain/runbook/step';
import { codesOf } from '../../lib/explain/runbook/steps/hops';
import { symptomRunbook, symptoms } from '../../lib/explain/runbook/symptoms';
import { originsOf, targetOf } from '../../lib/explain/trace/ask';
import { codes, type TraceCode } from '../../lib/explain/trace/codes';
import { hopIds } from '../../lib/explain/trace/hop';
import { trace } from '../../lib/explain/trace/trace';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import type { CniName } from '../../lib/platform/cni';
import { manifest, worldOf } from '../support/world';
import { shellcheckProblems, shellcheckTest } from '../support/shellcheck';

const plugins: readonly CniName[] = ['unknown', 'calico', 'cilium', 'aws-vpc', 'azure', 'gke-dataplane-v2', 'antrea', 'kube-router', 'ovn-kubernetes', 'kindnet', 'flannel'];
const meshes: readonly MeshKind[] = ['unknown', 'sidecar', 'ambient', 'none'];

const files = (...names: readonly string[]): readonly JsonObject[] => names.flatMap(name => loadAll(readFileSync(`test/fixtures/${name}`, 'utf8')) as JsonObject[]).filter(Boolean);
const tiers = files('three-tiers/shop.yaml', 'three-tiers/policies.yaml');
const bookshop = files('applications/bookshop/bookshop.yaml', 'applications/bookshop/routing.yaml', 'applications/bookshop/security.yaml');

function runbookFor(objects: readonly JsonObject[], from: string, url: string, options: { readonly cni?: CniName; readonly image?: string } = {}, given: Partial<Facts> = {}): Runbook {
  const world = worldOf(objects, given);
  const [origin] = originsOf(world, from);
  if (origin === undefined) throw new Error(from);
  const target = targetOf(url);
  const traced = trace(world, { from: origin, to: target });
  const service = serviceIn(traced);
  const scene = sceneOf(world, { ...options, target, fromOutside: origin.kind === 'internet', ...(origin.kind === 'workload' ? { client: origin.workload } : {}), ...(service === undefined ? {} : { service }) });
  return connectionRunbook(traced, scene, () => undefined);
}

/** Every pair of a workload and a Service of some objects. */
function pairs(objects: readonly JsonObject[]): readonly Runbook[] {
  const world = worldOf(objects);
  const froms = [...world.cluster.workloads.map(({ namespace, name, kind }) => ({ text: `${namespace}/${name}`, kind })), { text: 'internet', kind: '' }];
  const urls = world.cluster.of('', 'Service').slice(0, 3).map(({ reference: { namespace, name } }) => `http://${name}.${namespace ?? 'default'}:80/a?b='c'`);
  return froms.slice(-4).flatMap(({ text }, i) => urls.map((url, j) => runbookFor(objects, text, url, { cni: plugins[(i + j) % plugins.length] ?? 'unknown' })));
}

const bare = symptoms.flatMap((symptom, i) => meshes.map((mesh, j) => symptomRunbook(symptom, bareScene({ mesh, cni: plugins[(i * meshes.length + j) % plugins.length] ?? 'unknown' }))));
const fromLogs = evidences.map(({ words: [word] }) => evidenceRunbook(word ?? '', bareScene({})));
const connections = [...pairs(tiers), ...pairs(bookshop)];
/** One for each network plugin, with everything that is asked of one. */
const byPlugin = plugins.map(cni => symptomRunbook('denied', bareScene({ cni, mesh: 'none' })));
const everything = [...bare, ...byPlugin, ...fromLogs, ...connections];

describe('of every runbook', () => {
  shellcheckTest('shellcheck finds nothing in the script', () => {
    expect(shellcheckProblems(everything.map(runbookScript))).toBe('');
  });

  test('no command misleads', () => {
    const all = [...everything, ...symptoms.flatMap(symptom => meshes.flatMap(mesh => plugins.map(cni => symptomRunbook(symptom, bareScene({ mesh, cni })))))];
    const commands = [...new Set(all.flatMap(({ steps }) => steps.flatMap(step => step.commands.map(({ run }) => run))))];
    expect(commands.length).toBeGreaterThan(80);
    expect(commands.flatMap(run => forbidden.filter(({ pattern }) => pattern.test(run)).map(({ why }) => `${run}: ${why}`))).toEqual([]);
  });

  test('commands that create something come last in their step, and say so', () => {
    const wrong = everything.flatMap(({ steps }) => steps).filter(({ commands }) => commands.some(({ creates }, i) => creates !== undefined && commands.slice(i).some(after => after.creates === undefined && after.run.startsWith('kubectl -n "$DNS_NS"'))));
    expect(wrong).toEqual([]);
    const making = everything.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands)).filter(({ run }) => /\bkubectl (?:-n \S+ )?(?:debug|apply|create|run)\b/.test(run));
    expect(making.length).toBeGreaterThan(0);
    expect(making.filter(({ creates }) => creates === undefined)).toEqual([]);
  });

  test('every step has a command, says what is healthy, and has no code that is not one of its hop', () => {
    for (const step of everything.flatMap(({ steps }) => steps)) {
      expect(step.commands).not.toEqual([]);
      expect(step.healthy).not.toBe('');
    }
    for (const step of connections.flatMap(({ steps }) => steps)) if (step.hop !== undefined) expect(codesOf(step.hop)).toEqual(expect.arrayContaining([...step.codes]));
  });

  test('variables are those that commands use, each said once', () => {
    for (const runbook of everything) {
      const { variables } = runbookData(runbook) as { readonly variables: readonly { readonly name: string }[] };
      const used = new Set([...runbook.steps.flatMap(({ commands }) => commands).map(({ run }) => run).join('\n').matchAll(/\$\{?([A-Z_]+)/g)].map(([, name]) => name).filter(name => name !== 'CUSTOM'));
      expect([...used].filter(name => !variables.some(variable => variable.name === name))).toEqual([]);
      expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
    }
  });
});

test.each([
  ['kubectl get endpoints my-service', 'Endpoints'], ['kubectl exec pod -- time nslookup x', 'time'], ['kubectl exec -n kube-system calico-node-x -- calicoctl get networkpolicy', 'calicoctl'], ['kubectl get networkpolicy -o yaml | grep -B 10 "app: x"', 'selector'],
  ['kubectl exec -it istio-proxy -- curl localhost:15000/stats', 'container'], ['kubectl debug pod --image=nicolaka/netshoot -- dig x', 'version'], ['kubectl debug pod --image=x:latest -- dig x', 'version'], ['kubectl run test-pod --image=x:1 -n other', 'labels'],
  ['istioctl authn tls-check', 'gone'], ['kubectl apply -f p.yaml --dry-run=server', 'accepted'], ['kubectl logs -n kube-system -l k8s-app=cilium', 'ten lines'], ['kubectl describe pod x | grep -i labels', 'first label'], ['kubectl logs -n ingress-nginx deployment/x --tail=5', 'retired'],
])('%s is among those that mislead', (command, why) => {
  expect(forbidden.find(({ pattern }) => pattern.test(command))?.why).toContain(why);
});

describe('of a connection', () => {
  const runbook = runbookFor(tiers, 'shop/web', 'http://api:8080');

  test('steps stand in the order of a trace, and say what manifests settle', () => {
    expect(runbook.steps.flatMap(({ hop }) => hop ?? [])).toEqual(hopIds.filter(id => runbook.steps.some(({ hop }) => hop === id)));
    const dns = runbook.steps.find(({ hop }) => hop === 'dns');
    expect(dns?.settled[0]).toMatchObject({ status: 'fail', text: expect.stringContaining('[DNS-EGRESS]') as unknown });
    expect(dns?.now).toContain('connection timed out');
    expect(dns?.codes[0]).toBe('DNS-EGRESS');
  });

  test('what is admitted at one end does not connect while the other does not admit it; the whole way ends at the first failure', () => {
    const { steps } = runbookFor(tiers, 'shop/api', 'http://web/cart');
    expect(steps.find(({ hop }) => hop === 'egress')?.now).toContain('drops at the plugin');
    expect(steps.find(({ hop }) => hop === 'ingress')?.now).toContain('still ends in "Operation timed out"');
    expect(steps.at(-1)?.now).toContain('DNS-EGRESS');
  });

  test('without a mesh no step is about one', () => {
    expect(runbookFor(tiers, 'shop/api', 'http://web/cart').steps.flatMap(({ hop }) => hop ?? [])).not.toEqual(expect.arrayContaining(['mtls']));
    expect(runbookFor(bookshop, 'default/details-v1', 'http://reviews:9080').steps.map(({ hop }) => hop)).toContain('mtls');
  });

  test('what manifests do not settle has no expectation', () => {
    for (const { settled, now } of connections.flatMap(({ steps }) => steps)) if (settled.length > 0 && settled.every(({ status }) => status === 'unknown')) expect(now).toBeUndefined();
  });

  test('the variables are those of the two ends', () => {
    const values = Object.fromEntries(runbookFor(tiers, 'shop/api', 'http://web/cart').variables.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ NS: '${NS:-shop}', CLIENT: '${CLIENT:-app=api}', SERVER: '${SERVER:-app=web}', SERVER_PORT: '${SERVER_PORT:-8080}', SERVICE: '${SERVICE:-web}', HOST: '${HOST:-web.shop.svc.cluster.local}', PORT: '${PORT:-80}', URL: '${URL:-http://web:80/cart}' });
  });

  test('a Service that is not there is still asked for by its name', () => {
    const values = Object.fromEntries(runbookFor(tiers, 'shop/web', 'http://nobody.pay').variables.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ SERVICE: '${SERVICE:-nobody}', SERVER_NS: '${SERVER_NS:-pay}', HOST: '${HOST:-nobody.pay.svc.cluster.local}' });
  });

  test('from the internet it begins at the entrance, and nothing runs in a client', () => {
    const steps = runbookFor(tiers, 'internet', 'http://shop.example.com/').steps;
    expect(steps.flatMap(({ commands }) => commands).map(({ run }) => run).filter(run => run.includes('"$POD"') && run.includes('debug'))).toEqual([]);
    expect(steps.at(-1)?.commands[0]?.run).toMatch(/^curl /);
  });

  test('a namespace that restricts pods gets a container that it lets in', () => {
    const restricted = [...tiers.filter(({ kind, metadata }) => kind !== 'Namespace' || (metadata as { readonly name: string }).name !== 'shop'), manifest('v1', 'Namespace', 'shop', { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } })];
    const script = runbookScript(runbookFor(restricted, 'shop/web', 'http://api:8080'));
    expect(script).toContain('--profile=restricted --custom="$CUSTOM"');
    expect(script).toContain('"runAsUser": 65532');
    expect(runbookScript(runbook)).not.toContain('CUSTOM');
  });

  test('the three forms', () => {
    // The sentences of a trace are its own matter.
    const plain: Runbook = { ...runbook, known: ['by the manifests it fails'], steps: runbook.steps.map(step => ({ ...step, settled: step.settled.map(({ status }) => ({ status, text: 'a sentence', at: 'shop.yaml:4' })) })) };
    expect(runbookMarkdown(plain)).toMatchSnapshot();
    expect(runbookScript(plain)).toMatchSnapshot();
    expect(JSON.parse(JSON.stringify(runbookData(runbook)))).toMatchObject({ schema: 1, title: 'shop/web -> http://api:8080' });
  });
});

describe('by the platform', () => {
  const commands = (cni: CniName, mesh: MeshKind): string => symptomRunbook('denied', bareScene({ cni, mesh })).steps.flatMap(step => step.commands.map(({ run }) => run)).join('\n');
  test.each<[CniName, RegExp]>([['cilium', /cilium-dbg monitor --type drop/], ['cilium', /hubble observe/], ['calico', /globalnetworkpolicies\.crd\.projectcalico\.org/], ['antrea', /"kind": "Traceflow".*"droppedOnly": true/], ['unknown', /get daemonsets -A/]])('network plugin %s: %s', (cni, command) => {
    expect(commands(cni, 'none')).toMatch(command);
  });

  test('no mesh, no command of one; ambient has no sidecar', () => {
    expect(commands('cilium', 'none')).not.toMatch(/istio/);
    expect(commands('cilium', 'ambient')).toMatch(/istioctl ztunnel-config/);
    expect(commands('cilium', 'ambient')).not.toMatch(/-c istio-proxy|proxy-status/);
    expect(commands('cilium', 'sidecar')).toMatch(/istioctl proxy-config listeners/);
  });
});

describe('of what a log says', () => {
  test('every way to fail is behind something', () => {
    const behind = new Set(evidences.flatMap(each => each.codes));
    expect((Object.keys(codes) as TraceCode[]).filter(code => codes[code].status === 'fail' && !behind.has(code))).toEqual([]);
  });

  test.each([
    ['UF', 'UF'], ['503 UF upstream_reset_before_response_started{connection_timeout}', 'UF'], ['rbac_access_denied_matched_policy[none]', 'RBAC: access denied'], ['dial tcp: lookup reviews on 10.96.0.10:53: no such host', 'NXDOMAIN'],
    ['getaddrinfo EAI_AGAIN reviews', 'Temporary failure in name resolution'], ['read ECONNRESET', 'reset'], ['HTTP/1.1 503 Service Unavailable', '503'], ['nxdomain', 'NXDOMAIN'],
  ])('%s is read as %s', (line, name) => {
    expect(evidenceFor(line).words[0]).toBe(name);
  });

  test('what nobody logs is refused, with the nearest', () => {
    expect(() => evidenceFor('NXDOMAIM')).toThrow('nothing that is known of logs');
    expect(() => evidenceFor('')).toThrow('nothing that is known of logs');
  });

  test('its steps stand in the order of likelihood', () => {
    const entry = evidenceFor('UH');
    expect(evidenceRunbook('UH', bareScene({})).steps.map(({ hop }) => hop)).toEqual(hopsOf(entry));
    expect(hopsOf(entry)[0]).toBe('endpoints');
  });
});

describe('as a script', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'sealane-runbook-')); });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (script: string, environment: Readonly<Record<string, string>> = {}): { readonly status: number | null; readonly stdout: string; readonly asked: string } => {
    for (const name of ['kubectl', 'istioctl', 'dig', 'curl', 'hubble', 'timeout']) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/asked\nexit 1\n`);
      chmodSync(join(folder, name), 0o755);
    }
    writeFileSync(join(folder, 'asked'), '');
    const { status, stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8', env: { ...environment, PATH: `${folder}:${process.env['PATH'] ?? ''}` } });
    return { status, stdout, asked: readFileSync(join(folder, 'asked'), 'utf8') };
  };

  test('every step runs, although each command fails', () => {
    const runbook = runbookFor(tiers, 'shop/web', 'http://api:8080');
    const { status, stdout } = run(runbookScript(runbook));
    expect(status).toBe(0);
    expect(stdout.match(/^== \d+\./gm)).toHaveLength(runbook.steps.length);
    expect(stdout).toContain('! exit code 1');
  });

  test('nothing is created unless it is asked for', () => {
    const script = runbookScript(symptomRunbook('denied', bareScene({ cni: 'antrea' })));
    expect(run(script).asked).not.toMatch(/debug|apply/);
    expect(run(script, { CREATE: 'yes', POD: 'web-1' }).asked).toMatch(/kubectl -n default debug web-1 /);
  });

  test('variables of the caller win', () => {
    expect(run(runbookScript(symptomRunbook('dns', bareScene({}))), { NS: 'pay', POD: 'x' }).asked).toContain('kubectl -n pay get pod x');
  });
});
