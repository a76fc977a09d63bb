import { checkFiles, type FilesReport } from '../../lib/check/check-files';
import type { Configuration } from '../../lib/configuration/configuration';
import { loadSchemas } from '../../lib/files/schemas';
import type { Finding } from '../../lib/model/finding';

// A ServiceMonitor as articles print it, for a workload of a namespace that is closed and takes mutual TLS alone: what stands in its way, one repair after the other.

const printed = `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: orders-metrics}
spec:
  selector: {matchLabels: {app: orders}}
  endpoints: [{port: metrics, interval: 30s, path: /metrics}]`;
/** Where its readers put it. */
const placed = printed.replace('{name: orders-metrics}', '{name: orders-metrics, namespace: orders}');
const released = placed.replace('namespace: orders}', 'namespace: orders, labels: {release: main}}');
const corrected = released.replace('port: metrics', 'port: http-metrics');

/** The Service that the same article prints for its pods, with or without what a monitor goes by. */
const service = ({ labels = '', port = 'port: 8080' }: { readonly labels?: string; readonly port?: string } = {}): string => `
apiVersion: v1
kind: Service
metadata: {name: orders, namespace: orders${labels}}
spec: {selector: {app: orders}, ports: [{${port}}]}`;
const labelled = service({ labels: ', labels: {app: orders}' });
/** A name that also says the protocol. */
const speaking = service({ labels: ', labels: {app: orders}', port: 'name: http-metrics, port: 9100' });
const named = service({ labels: ', labels: {app: orders}', port: 'name: metrics, port: 9100' });

const surroundings = `
apiVersion: v1
kind: Namespace
metadata: {name: orders, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: monitoring}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: orders}
spec:
  selector: {matchLabels: {app: orders}}
  template:
    metadata: {labels: {app: orders}}
    spec: {serviceAccountName: orders, containers: [{name: orders, image: "registry.example.com/orders:1", ports: [{containerPort: 8080}, {containerPort: 9100}]}]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: orders, namespace: orders}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: orders}
spec: {mtls: {mode: STRICT}}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec:
  serviceDiscoveryRole: EndpointSlice
  serviceMonitorSelector: {matchLabels: {release: main}}
  serviceMonitorNamespaceSelector: {}
  ruleSelector: {}
  ruleNamespaceSelector: {}`;

/** Closed as production is: nothing in, out to DNS and the control plane. */
const closed = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: orders}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: platform, namespace: orders}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
    ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}, podSelector: {matchLabels: {app: istiod}}}]
    ports: [{protocol: TCP, port: 15012}]`;
const nobody = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nobody, namespace: orders}
spec: {}`;

const scraped = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: metrics, namespace: orders}
spec:
  podSelector: {matchLabels: {app: orders}}
  policyTypes: [Ingress]
  ingress:
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}, podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}}]
    ports: [{protocol: TCP, port: 9100}]`;
const excepted = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: orders-metrics, namespace: orders}
spec: {selector: {matchLabels: {app: orders}}, mtls: {mode: STRICT}, portLevelMtls: {9100: {mode: PERMISSIVE}}}`;
const permitted = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: orders-metrics, namespace: orders}
spec: {selector: {matchLabels: {app: orders}}, action: ALLOW, rules: [{to: [{operation: {ports: ["9100"]}}]}]}`;
const alert = `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: orders, namespace: orders}
spec: {groups: [{name: orders, rules: [{alert: OrdersDown, expr: 'up{job="orders"} == 0', for: 5m}]}]}`;

const configuration: Configuration = { platform: { mesh: 'istio', dataPlane: 'sidecar', routing: 'istio', cni: 'calico', monitoring: { operator: { monitorLabels: { release: 'main' } } } }, complete: ['orders', 'monitoring'] };

function report(...texts: readonly string[]): FilesReport {
  const found = checkFiles({ files: texts.map((text, i) => ({ path: `${i}.yaml`, text })), loadSchemas, configuration });
  expect(found.inputErrors).toEqual([]);
  return found;
}

/** What is said of the monitor, or of what stands between it and its targets, as `severity rule`. */
function said(...texts: readonly string[]): readonly string[] {
  const about = ({ rule, object }: Finding): boolean => /^metrics\/|scrape/.test(rule) || object?.kind === 'ServiceMonitor';
  return [...new Set(report(surroundings, ...texts).findings.filter(about).map(({ severity, rule }) => `${severity} ${rule}`))].sort();
}

/** Whatever is repaired, nobody is told when the metrics are bad. */
const silent = 'info metrics/no-rules';

test.each([
  ['as printed it has no namespace, nor has its Service the label of the pods', [printed, service(), closed], ['error metrics/not-selected', 'info api/namespace-missing', silent, 'warning metrics/monitor-selects-nothing']],
  ['where the pods are, only they have the label, and Prometheus wants another of the monitor', [placed, service(), closed], ['error metrics/monitor-selects-nothing', 'error metrics/not-selected', silent]],
  ['with the label that Prometheus wants', [released, service(), closed], ['error metrics/monitor-selects-nothing', silent]],
  ['with labels on the Service, whose port has no name', [released, labelled, closed], ['error metrics/port-not-on-service', silent]],
  ['with the port by a number, or by its pods', [released.replace('port: metrics', 'port: "9100"'), named, closed], ['error metrics/port-not-on-service', silent]],
  ['with a port there is a target, which is closed, and takes mutual TLS alone', [released, named, closed], ['error metrics/strict-plaintext', 'error policy/scrape-blocked', silent]],
  ['and where nothing may call either', [released, named, closed, nobody], ['error metrics/strict-plaintext', 'error policy/scrape-blocked', silent, 'warning authz/scrape-denied']],
  ['with a policy for Prometheus', [released, named, closed, nobody, scraped], ['error metrics/strict-plaintext', silent, 'warning authz/scrape-denied']],
  ['with an exception for the port', [released, named, closed, nobody, scraped, excepted], [silent, 'warning authz/scrape-denied']],
  ['with a permission for the port', [released, named, closed, nobody, scraped, excepted, permitted], [silent]],
  ['read for longer than the time to the next', [released.replace('interval: 30s', 'interval: 30s, scrapeTimeout: 1m'), named, closed, scraped, excepted, alert], ['error metrics/timeout-above-interval']],
  ['beside Prometheus, in its namespace', [released.replace('namespace: orders', 'namespace: monitoring'), named, closed, scraped, excepted, alert], ['warning metrics/other-namespace']],
])('%s', (_title, texts, rules) => expect(said(...texts)).toEqual(rules));

test('each says what it saw, and names the other object', () => {
  const told = report(surroundings, released, named, closed).findings.filter(({ severity }) => severity === 'error').map(({ rule, message, assumption }) => [rule, message, assumption]);
  expect(told).toHaveLength(2);
  expect(told).toEqual(expect.arrayContaining([
    ['metrics/strict-plaintext', 'ServiceMonitor orders/orders-metrics reads port 9100 of Deployment orders in plaintext, and its proxy takes mutual TLS alone (its policy is STRICT): the target is down', 'Prometheus is outside of the mesh'],
    ['policy/scrape-blocked', 'NetworkPolicy orders/default-deny closes Deployment orders, and nothing lets Prometheus read its port 9100 for ServiceMonitor orders/orders-metrics: the target is down', undefined],
  ]));
});

test('corrected, with its Service, policies, exception and alert, nothing at all is said', () => {
  const { findings } = report(surroundings, corrected, speaking, closed, nobody, scraped, excepted, permitted, alert);
  expect(findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)).toEqual([]);
});
