import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { closed, closedInMesh, egress, ingress, meshShop, plainShop, podsOf, policy, policyNames, tcp, udpAndTcp } from '../../support/policies';

test('a closed namespace admits nothing in either direction, and says so by name', () => {
  expect(policy(closed(plainShop()), 'default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('without a mesh, DNS is all that every pod needs', () => {
  expect(policyNames(closed(plainShop()))).toEqual(['allow-dns', 'default-deny']);
});

test('with sidecars, pods also need the control plane', () => {
  expect(policyNames(closedInMesh(meshShop()))).toEqual(['allow-dns', 'allow-istiod', 'default-deny']);
});

test('every policy is a document of its own, in the closed namespace, after which nothing but the deny comes', () => {
  const { objects } = closedInMesh(meshShop());
  const policies = objects.filter(({ manifest }) => manifest.kind === 'NetworkPolicy');
  expect(policies.map(({ manifest }) => manifest.metadata.namespace)).toEqual(['shop', 'shop', 'shop']);
  expect(objects.at(-1)?.manifest.metadata.name).toBe('default-deny');
});

test('DNS is open on UDP and TCP, to the DNS pods of their namespace and nobody else: both selectors stand in one peer', () => {
  expect(policy(closed(plainShop()), 'allow-dns')).toEqual(egress(undefined, { to: [podsOf('kube-system', { 'k8s-app': 'kube-dns' })], ports: udpAndTcp(53) }));
});

test('DNS pods may listen on another port, as those of OpenShift do', () => {
  const shop = plainShop({ dns: { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353 } });
  expect(policy(closed(shop), 'allow-dns')).toEqual(egress(undefined, { to: [podsOf('openshift-dns', { 'dns.operator.openshift.io/daemonset-dns': 'default' })], ports: udpAndTcp(5353) }));
});

test('the control plane is open on its own port; the plaintext port only when proxies really use it', () => {
  const istiod = [podsOf('istio-system', { app: 'istiod' })];
  expect(policy(closedInMesh(meshShop()), 'allow-istiod')).toEqual(egress(undefined, { to: istiod, ports: tcp(15012) }));
  expect(policy(closedInMesh(meshShop({ controlPlane: { plaintextPort: 15010 } })), 'allow-istiod')).toEqual(egress(undefined, { to: istiod, ports: tcp(15012, 15010) }));
});

test('a control plane of a revision in a namespace of its own is reached there', () => {
  const shop = meshShop({ controlPlane: { namespace: 'mesh', labels: { app: 'istiod', 'istio.io/rev': '1-31' } } });
  expect(policy(closedInMesh(shop), 'allow-istiod')).toEqual(egress(undefined, { to: [podsOf('mesh', { app: 'istiod', 'istio.io/rev': '1-31' })], ports: tcp(15012) }));
});

test('Prometheus reads what proxies offer, whichever way it reads the application', () => {
  const proxies = ingress(undefined, { from: [podsOf('monitoring', { 'app.kubernetes.io/name': 'prometheus' })], ports: tcp(15020, 15090) });
  expect(policy(closedInMesh(meshShop({ monitoring: true })), 'allow-prometheus')).toEqual(proxies);
  expect(policy(closedInMesh(meshShop({ monitoring: { scrapeMode: 'direct' } })), 'allow-prometheus')).toEqual(proxies);
});

test('without monitoring on the platform nothing is opened for it', () => {
  expect(policyNames(closedInMesh(meshShop()))).not.toContain('allow-prometheus');
});

test('without a mesh there are no proxies to read: Prometheus gets the declared ports only', () => {
  const shop = plainShop({ monitoring: true });
  expect(policyNames(closed(shop, { scrapes: [shop.reviews.port('http')] }))).toEqual(['allow-dns', 'default-deny', 'prometheus-to-reviews-http']);
});

test('a direct scrape opens the container port of the application, of all its versions, to Prometheus', () => {
  const shop = meshShop({ monitoring: { scrapeMode: 'direct', namespace: 'observe', labels: { app: 'prom' } } });
  const composed = closedInMesh(shop, { scrapes: [shop.reviews.port('http')] });
  expect(policy(composed, 'prometheus-to-reviews-http')).toEqual(ingress({ app: 'reviews' }, { from: [podsOf('observe', { app: 'prom' })], ports: tcp(9080) }));
});

test('a trace collector is open to every pod, on its own port', () => {
  const collector = { namespace: 'observe', labels: { app: 'otel' } };
  expect(policy(closed(plainShop({ tracing: collector })), 'allow-tracing')).toEqual(egress(undefined, { to: [podsOf('observe', { app: 'otel' })], ports: tcp(4317) }));
  expect(policy(closedInMesh(meshShop({ tracing: { ...collector, port: 9411 } })), 'allow-tracing')).toEqual(egress(undefined, { to: [podsOf('observe', { app: 'otel' })], ports: tcp(9411) }));
});

test('pods of the namespace may call each other only when that is asked for, and then in both directions', () => {
  const composed = closed(plainShop(), { allowSameNamespace: true });
  expect(policy(composed, 'allow-same-namespace-ingress')).toEqual(ingress(undefined, { from: [{ podSelector: {} }] }));
  expect(policy(composed, 'allow-same-namespace-egress')).toEqual(egress(undefined, { to: [{ podSelector: {} }] }));
  expect(policyNames(closed(plainShop())).filter(name => name.startsWith('allow-same'))).toEqual([]);
});

test('gateway pods in a closed namespace are reached from anywhere on the ports they listen on, and by health checks', () => {
  const { net, edge, compose } = meshShop();
  const composed = compose(defaultDeny({ network: net, namespace: edge, edges: [] }));
  expect(policy(composed, 'allow-outside-to-public', 'edge')).toEqual(ingress({ istio: 'ingressgateway' }, { ports: tcp(80, 443, 15021) }));
});

test('a gateway is entered by the port of its pods, which is not always the port of its listener', () => {
  const { net, edge, compose } = plainShop();
  net.gateway({
    name: 'unprivileged',
    namespace: edge,
    pods: { labels: { app: 'nginx' }, serviceAccount: 'nginx' },
    listeners: { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: 'tls', podPort: 8443 }, http: { hostname: 'shop.example', protocol: 'HTTP', podPort: 8080 } },
  });
  expect(policy(compose(defaultDeny({ network: net, namespace: edge, edges: [] })), 'allow-outside-to-unprivileged', 'edge')).toEqual(ingress({ app: 'nginx' }, { ports: tcp(8080, 8443) }));
});

test('ports of interception are never opened between pods: it happens inside the pod', () => {
  const shop = meshShop({ monitoring: true, tracing: { namespace: 'observe', labels: { app: 'otel' } } });
  const { manifests } = closedInMesh(shop, { edges: [shop.web.calls(shop.reviews.port('http'))], allowSameNamespace: true });
  expect(JSON.stringify(manifests)).not.toMatch(/15001|15006|15008/);
});

test('closing a namespace twice writes everything once', () => {
  const { net, shop, compose } = meshShop({ monitoring: true });
  const deny = (): ReturnType<typeof defaultDeny> => defaultDeny({ network: net, namespace: shop, edges: [] });
  const composed = compose(deny(), deny());
  expect(policyNames(composed)).toEqual(['allow-dns', 'allow-istiod', 'allow-prometheus', 'default-deny']);
  expect(composed.findings).toEqual([]);
});
