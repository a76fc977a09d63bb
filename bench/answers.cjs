// One process: reads the schemas, then answers for 4,500 objects (18 documents in 250 namespaces) twice. Prints milliseconds as JSON,
// beside what JSON.parse takes for the same objects.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { answer } = require('../build/lib/schema/answers.js');
const { schemasFrom } = require('../build/lib/schema/schemas.js');

const route = (name, rules) => ({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name }, spec: { hosts: [name], http: rules } });
const policy = (name, spec) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec });
const deployment = name => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } },
  spec: {
    replicas: 3, selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, version: 'v1' } },
      spec: {
        serviceAccountName: name,
        containers: [{
          name: 'main', image: `registry.example/${name}:1.0.0`, ports: [{ name: 'http', containerPort: 8080 }], env: [{ name: 'LEVEL', value: 'info' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } }, readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
        }],
      },
    },
  },
});

const documents = [
  ...['web', 'reviews', 'ratings'].map(deployment),
  ...['web', 'reviews', 'ratings'].map(name => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } })),
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { a: 'x', b: 'y' } },
  route('reviews', [{ match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [{ destination: { host: 'reviews', subset: 'v2' } }] }, { timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s' }, route: [{ destination: { host: 'reviews', subset: 'v1' }, weight: 90 }, { destination: { host: 'reviews', subset: 'v2' }, weight: 10 }] }]),
  route('ratings', [{ route: [{ destination: { host: 'ratings' } }] }]),
  { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews' }, spec: { host: 'reviews', trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, interval: '10s', maxEjectionPercent: 50 }, connectionPool: { tcp: { connectTimeout: '3s' } } }, subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }] } },
  { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default' }, spec: { mtls: { mode: 'STRICT' } } },
  { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'reviews' } }, action: 'ALLOW', rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'] } }] }] } },
  policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }] }),
  policy('web', { podSelector: { matchLabels: { app: 'reviews' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 8080 }] }] }),
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'web' }, spec: { parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'https' }], hostnames: ['shop.example.com'], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 80 }] }] } },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'http', interval: '30s' }] } },
];
const objects = Array.from({ length: 250 }, (_, i) => structuredClone(documents).map(one => ({ ...one, metadata: { ...one.metadata, namespace: `shop-${i}` } }))).flat();

const folder = join(__dirname, '..', 'schemas');
// Processor time, so that a busy machine does not change the figure.
const now = () => process.cpuUsage().user / 1e3;
const since = start => now() - start;
const pass = schemas => {
  const start = now();
  for (const object of objects) {
    const { problems, unchecked } = answer(object, schemas);
    if (problems.length + unchecked.length > 0) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify([problems, unchecked])}`);
  }
  return since(start);
};
const text = JSON.stringify(objects);
const parsing = now();
JSON.parse(text);
const parse = since(parsing);
const start = now();
const schemas = schemasFrom(file => readFileSync(join(folder, file), 'utf8'));
for (const { apiVersion, kind } of documents) schemas.find(apiVersion.includes('/') ? apiVersion.split('/')[0] : '', apiVersion.split('/').at(-1), kind);
const load = since(start);
const first = pass(schemas);
pass(schemas);
process.stdout.write(JSON.stringify({ objects: objects.length, parse, load, first, warm: pass(schemas) }));
