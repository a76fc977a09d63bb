// Kubernetes objects as a platform with many teams has them, for whoever needs a large input. Each namespace is one team's: a page, an
// API in two versions, and what surrounds them, eighteen objects of fourteen kinds. Hosts, identities and image tags differ from team to team.

const labelled = name => ({ name, labels: { app: name } });

const deployment = (name, version, release) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...labelled(name), name: version === undefined ? name : `${name}-${version}` },
  spec: {
    selector: { matchLabels: { app: name, ...(version === undefined ? {} : { version }) } },
    template: {
      metadata: { labels: { app: name, version: version ?? 'v1' } },
      spec: {
        ...(name.startsWith('web') ? { serviceAccountName: name } : {}),
        containers: [{
          name: 'main',
          image: `registry.example/${name}:1.${release}.0`,
          ports: [{ name: 'http', containerPort: 8080 }, { name: 'http-metrics', containerPort: 9090 }],
          env: [{ name: 'LEVEL', value: 'info' }, { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
        }],
      },
    },
  },
});

const service = name => ({ apiVersion: 'v1', kind: 'Service', metadata: labelled(name), spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }, { name: 'http-metrics', port: 9090, targetPort: 'http-metrics' }] } });
const account = name => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
const policy = (name, spec) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec });
const from = labels => [{ podSelector: { matchLabels: labels } }];

/** The objects of one team. @param i number of the team, from 0 @param suffix of the names of its applications */
function team(i, suffix = '') {
  const namespace = `shop-${i}`;
  const [web, api, settings] = ['web', 'api', 'settings'].map(name => `${name}${suffix}`);
  const host = `${api}.${namespace}.svc.cluster.local`;
  const objects = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: labelled(settings), data: { 'settings.yaml': `team: ${i}\nlevel: info\nfeatures:\n  - search\n  - basket\n`, region: 'eu' } },
    account(web),
    deployment(web, undefined, i % 7),
    deployment(api, 'v1', i % 5),
    deployment(api, 'v2', (i % 5) + 1),
    service(web),
    service(api),
    { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: labelled(web), spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: web }, minReplicas: 2, maxReplicas: 8, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }] } },
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: labelled(web), spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: labelled(web), spec: { ingressClassName: 'public', rules: [{ host: `${namespace}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: web, port: { name: 'http' } } } }] } }] } },
    policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }, { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } } }], ports: [{ port: 15012 }] }, { to: from({ app: api }), ports: [{ port: 8080 }] }] }),
    policy(api, { podSelector: { matchLabels: { app: api } }, policyTypes: ['Ingress'], ingress: [{ from: from({ app: web }), ports: [{ port: 8080 }] }, { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: [{ port: 9090 }, { port: 15020 }] }] }),
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: labelled(api), spec: { hosts: [host], http: [{ match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [{ destination: { host, subset: 'v2' } }] }, { timeout: '5s', retries: { attempts: 2, perTryTimeout: '2s', retryOn: '5xx' }, route: [{ destination: { host, subset: 'v1' }, weight: 90 }, { destination: { host, subset: 'v2' }, weight: 10 }] }] } },
    { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: labelled(api), spec: { host, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, interval: '10s', maxEjectionPercent: 50 }, connectionPool: { tcp: { connectTimeout: '3s' } } }, subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }] } },
    { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default' }, spec: { mtls: { mode: 'PERMISSIVE' } } },
    { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: labelled(api), spec: { selector: { matchLabels: { app: api } }, action: 'ALLOW', rules: [{ from: [{ source: { principals: [`cluster.local/ns/${namespace}/sa/${web}`] } }], to: [{ operation: { ports: ['8080'], methods: ['GET', 'POST'] } }] }, { from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { ports: ['9090'] } }] }] } },
    { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', metadata: labelled(api), spec: { selector: { matchLabels: { app: api } }, endpoints: [{ port: 'http-metrics', interval: '30s' }] } },
  ];
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } };
  return [home, ...objects.map(object => ({ ...object, metadata: { ...object.metadata, namespace } }))];
}

/** About as many objects as asked for, of one whole team after the other. */
const mixed = count => teams(count, () => '');

/** The same with names of their own, so that no document is like another: nothing that was found out about one holds for the next. */
const apart = count => teams(count, i => `-${i}`);

function teams(count, suffix) {
  return Array.from({ length: Math.round(count / 18) }, (_, i) => team(i, suffix(i))).flat();
}

/** Only what the mesh is told, and what it is about: of each team the Services, workloads, routes, rules and policies. */
function mesh(count) {
  const kinds = new Set(['Deployment', 'Service', 'VirtualService', 'DestinationRule', 'PeerAuthentication', 'AuthorizationPolicy']);
  return mixed(count * 2).filter(({ kind }) => kinds.has(kind));
}

/** As one file. */
function yaml(objects) {
  const { dump } = require('js-yaml');
  return objects.map(object => dump(object, { noRefs: true })).join('---\n');
}

module.exports = { apart, mesh, mixed, yaml };
