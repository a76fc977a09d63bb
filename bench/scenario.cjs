// One measured process: `node bench/scenario.cjs NAME OBJECTS`. The caller takes the time from outside; only `synth` prints its own.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ApiObject, App, Chart } = require('cdk8s');

const [name, count] = [process.argv[2], Number(process.argv[3])];
// What is measured is the package, unless the caller has another one in mind.
const library = process.env.SEALANE_BENCH_LIBRARY ?? '..';
const outdir = mkdtempSync(join(tmpdir(), 'sealane-bench-'));
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));

/** A Service of ordinary size, as an application would write it. One that selected nobody would be a warning. */
const service = (i, app = `app-${i}`) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `service-${i}`, labels: { app: `app-${i}`, team: 'shop' } },
  spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
});

const deployment = (workload, labels) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: workload, namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { serviceAccountName: workload, containers: [{ name: 'main', image: `registry.example/${workload}:1.0.0`, ports: [{ containerPort: 8080 }] }] } },
  },
});

/** The application's own objects, without sealane. */
function bare() {
  const app = new App({ outdir });
  const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  for (let i = 0; i < count; i++) new ApiObject(chart, `service-${i}`, service(i, 'web'));
  app.synth();
}

/** The same objects beside a network with eight patterns. */
function beside() {
  const { Canary, DefaultDeny, MutualTls, Network, istioSidecar } = require(library);
  const app = new App({ outdir });
  const net = new Network(app, istioSidecar({ cluster: 'bench', routing: 'istio' }));
  const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  for (let i = 0; i < count; i++) new ApiObject(chart, `service-${i}`, service(i, 'web'));
  const shop = net.namespace('shop', { create: true });
  const web = net.workload(deployment('web', { app: 'web' }));
  const edges = [];
  for (let i = 0; i < 6; i++) {
    const versions = Object.fromEntries(['v1', 'v2'].map(version => [version, net.workload(deployment(`part-${i}-${version}`, { app: `part-${i}`, version }))]));
    const part = net.service({ name: `part-${i}`, namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions });
    new Canary(chart, `canary-${i}`, { network: net, service: part, weights: { v1: 90, v2: 10 }, outlierDetection: true });
    edges.push(web.calls(part.port('http')));
  }
  new MutualTls(chart, 'mtls', { network: net, namespace: shop });
  new DefaultDeny(chart, 'deny', { network: net, namespace: shop, edges });
  app.synth();
}

/** As many objects as asked for, all written by sealane: two policies for every edge. */
function composed(manifests) {
  const { DefaultDeny, Network, plainKubernetes } = require(library);
  const app = new App({ outdir });
  const net = new Network(app, plainKubernetes({ cluster: 'bench', cni: 'calico' }));
  const chart = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  const shop = net.namespace('shop', { create: true });
  const parts = Math.round(count / 8);
  const workloads = Array.from({ length: parts }, (_, i) => net.workload(deployment(`part-${i}`, { app: `part-${i}` })));
  const services = workloads.map((workload, i) => net.service({ name: `part-${i}`, namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload }));
  const edges = workloads.flatMap((workload, i) => [1, 2, 3].map(step => workload.calls(services[(i + step) % parts].port('http'))));
  new DefaultDeny(chart, 'deny', { network: net, namespace: shop, edges });
  if (manifests === undefined) return app;
  net.compose().objects.forEach(({ manifest }) => manifests.push(manifest));
}

/** What `composed` writes, as plain objects of an application: the floor for the same output. */
function composedBare() {
  const { readFileSync } = require('node:fs');
  const manifests = JSON.parse(readFileSync(process.argv[4], 'utf8'));
  const app = new App({ outdir });
  const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
  manifests.forEach((manifest, i) => new ApiObject(chart, `object-${i}`, manifest));
  app.synth();
}

/** Milliseconds of `app.synth()` alone. */
function synth() {
  const app = composed();
  const start = process.hrtime.bigint();
  app.synth();
  process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));
}

/** Writes the manifests that `composedBare` reads. */
function record() {
  const manifests = [];
  composed(manifests);
  require('node:fs').writeFileSync(process.argv[4], JSON.stringify(manifests));
}

/** The floor: the same file read by js-yaml, document by document. */
function parse() {
  const { load: read } = require('js-yaml');
  for (const document of require('node:fs').readFileSync(process.argv[4], 'utf8').split(/^---\n/m)) read(document);
}

const load = () => void require('..');
const nothing = () => void require('cdk8s');
({ bare, beside, composed: () => composed().synth(), composedBare, synth, record, parse, load, nothing })[name]();
