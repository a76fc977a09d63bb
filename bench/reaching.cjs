// Who can talk to whom, over objects in memory: processor milliseconds of each part, and what came out, as JSON.
// usage: reaching.cjs edges NAMESPACES WORKLOADS CALLERS | classes PODS CLASSES POLICIES | blocks COUNT  [FILE to write the objects to, and measure nothing]
const { setFlagsFromString } = require('node:v8');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
// As the command line does it: `lib/cli/bin.ts`.
// What making the objects leaves behind is collected before anything is measured.
setFlagsFromString('--expose-gc');
const collect = require('node:vm').runInNewContext('gc');
if (/^1[123]\./.test(process.versions.v8)) setFlagsFromString('--interrupt-budget=700000');
const lib = name => require(join(__dirname, '../build/lib', name));

const object = (apiVersion, kind, namespace, name, rest) => ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...rest.metadata }, ...(rest.spec === undefined ? {} : { spec: rest.spec }), ...(rest.status === undefined ? {} : { status: rest.status }) });
const named = (label, value) => ({ matchLabels: { [label]: value } });
const inNamespace = name => named('kubernetes.io/metadata.name', name);
const policy = (namespace, name, spec) => object('networking.k8s.io/v1', 'NetworkPolicy', namespace, name, { spec });
const container = { name: 'c', image: 'registry.example/app:1.0.0', ports: [{ name: 'http', containerPort: 8080 }] };

/** Closed namespaces that ask DNS, and a policy at each end of each call; every third one goes to the next namespace. */
function edges(namespaces, workloads, callers) {
  const all = [];
  for (let n = 0; n < namespaces; n++) {
    const here = `ns-${n}`;
    all.push(object('v1', 'Namespace', undefined, here, { metadata: { labels: { team: `t${n % 5}` } } }));
    all.push(policy(here, 'deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));
    all.push(policy(here, 'dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: inNamespace('kube-system') }], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }] }));
    for (let w = 0; w < workloads; w++) {
      const callee = `app-${w}`;
      all.push(object('apps/v1', 'Deployment', here, callee, { spec: { replicas: 2, selector: named('app', callee), template: { metadata: { labels: { app: callee, tier: `t${w % 3}` } }, spec: { containers: [container] } } } }));
      for (let c = 1; c <= callers; c++) {
        const [there, caller] = [`ns-${c % 3 === 0 ? (n + 1) % namespaces : n}`, `app-${(w + c * 7) % workloads}`];
        if (there === here && caller === callee) continue;
        const peer = (namespace, app) => ({ namespaceSelector: inNamespace(namespace), podSelector: named('app', app) });
        all.push(policy(here, `in-${callee}-${c}`, { podSelector: named('app', callee), policyTypes: ['Ingress'], ingress: [{ from: [peer(there, caller)], ports: [{ protocol: 'TCP', port: 8080 }] }] }));
        all.push(policy(there, `out-${caller}-${n}-${w}-${c}`, { podSelector: named('app', caller), policyTypes: ['Egress'], egress: [{ to: [peer(here, callee)], ports: [{ protocol: 'TCP', port: 8080 }] }] }));
      }
    }
  }
  return all;
}

/** Live pods of ReplicaSets; ten workloads and their policies in a namespace, each closed in both directions but for one neighbour. */
function classes(pods, count, policies) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const [namespace, app] = [`ns-${Math.floor(i / 10)}`, `app-${i % 10}`];
    if (i % 10 === 0) all.push(object('v1', 'Namespace', undefined, namespace, { metadata: {} }));
    for (let p = 0; p < pods / count; p++) {
      const number = i * (pods / count) + p;
      all.push(object('v1', 'Pod', namespace, `${app}-${p}`, {
        metadata: { uid: `${number}`, labels: { app, 'pod-index': `${p}` }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${app}-5f`, controller: true, uid: `r${i}` }] },
        spec: { containers: [container] }, status: { phase: 'Running', podIP: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}` },
      }));
    }
  }
  for (let i = 0; i < policies; i++) {
    const [namespace, app, other] = [`ns-${Math.floor((i % count) / 10)}`, `app-${i % 10}`, `app-${(i + (i < count ? 9 : 1)) % 10}`];
    const rule = { [i < count ? 'from' : 'to']: [{ podSelector: named('app', other) }], ports: [{ port: 8080 }] };
    all.push(policy(namespace, `p-${i}`, { podSelector: named('app', app), policyTypes: [i < count ? 'Ingress' : 'Egress'], [i < count ? 'ingress' : 'egress']: [rule] }));
  }
  return all;
}

/** One workload that admits many blocks, every other one with an exception. */
function blocks(count) {
  const peers = Array.from({ length: count }, (_, i) => ({ ipBlock: { cidr: `${11 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.0/24`, ...(i % 2 === 0 ? { except: [`${11 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.128/25`] } : {}) } }));
  return [object('apps/v1', 'Deployment', 'ns', 'a', { spec: { template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } } } }), policy('ns', 'p', { podSelector: {}, ingress: [{ from: peers }] })];
}

const shapes = { edges, classes, blocks };
const [shape, ...rest] = process.argv.slice(2);
const numbers = rest.filter(text => /^\d+$/.test(text)).map(Number);
const file = rest.find(text => !/^\d+$/.test(text));
const objects = shapes[shape](...numbers);
if (file !== undefined) {
  writeFileSync(file, file.endsWith('.json') ? JSON.stringify(objects) : objects.map(each => JSON.stringify(each)).join('\n---\n'));
} else {
  const { clusterOf } = lib('cluster/cluster-of');
  const { establish } = lib('configuration/facts');
  const { connectionList } = lib('reach/connection-list');
  const { explainedPort } = lib('reach/explained');
  const { podGroups } = lib('reach/pod-groups');
  const { reachability } = lib('reach/reachability');
  const spent = work => {
    collect();
    const from = process.cpuUsage();
    const made = work();
    const { user, system } = process.cpuUsage(from);
    return [made, (user + system) / 1000];
  };
  const world = () => {
    const cluster = clusterOf(objects.map(written => ({ written })));
    const made = { cluster, facts: establish(cluster, {}).facts };
    cluster.workloads.length;
    return made;
  };
  const [first, index] = spent(world);
  const [pairs, engine] = spent(() => [...reachability(first, { blocksMeanPods: 'no' }).pairs()].length);
  const again = world();
  const [, warm] = spent(() => [...reachability(again, { blocksMeanPods: 'no' }).pairs()].length);
  const [rows, list] = spent(() => connectionList(world(), { blocksMeanPods: 'no' }).rows.length);
  const asked = world();
  const [from, to] = [podGroups(asked)[0], podGroups(asked).at(-1)];
  const [, query] = spent(() => explainedPort(asked, from, to, { number: 8080 }));
  process.stdout.write(JSON.stringify({ objects: objects.length, groups: podGroups(first).length, pairs, rows, index, engine, warm, list, query, memory: process.memoryUsage().rss / 2 ** 20 }));
}
