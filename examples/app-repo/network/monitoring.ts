import { Chart } from 'cdk8s';
import { NetworkMonitoring, Scrape } from 'sealane';
import type { Cluster } from '../cluster';
import { writeRuleTests } from '../rule-tests';
import type { Shop } from '../workloads/shop';

/** Metrics of proxies and applications. Each monitor reads a Service of its own, by labels and a port name that are there. */
export function monitoring(cluster: Cluster, { webService, reviewsService, apiService }: Shop): void {
  const { net, shop } = cluster;
  for (const service of [webService, reviewsService, apiService]) new Scrape(shop.chart, `${service.name}-metrics`, { network: net, port: service.port('http') });
  network(cluster);
}

/** The network itself: rules, dashboards, and istiod read. What there is to ask for follows from the platform; the entrances it does not know. */
function network({ app, net, platform }: Cluster): void {
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring', disableResourceNameHashes: true });
  const watch = new NetworkMonitoring(chart, 'network', {
    network: net,
    gateways: [{ kind: 'istio', workloads: 'ingressgateway' }],
    // Hubble exports drops with these labels: sourceContext and destinationContext are left out, labelsContext names them.
    ...(platform.cni.name === 'cilium' ? { hubble: { source: ['source_namespace', 'source_workload'], destination: ['destination_namespace', 'destination_workload'] } } : {}),
    // The shop promises half a second.
    thresholds: { serviceLatency: 0.5 },
    alerts: [
      {
        alert: 'CheckoutRefused',
        expr: 'sum by (cluster, source_workload) (rate(istio_requests_total{reporter="destination",destination_workload="api",response_code="403"}[5m])) > 0.1',
        for: '10m',
        summary: 'Somebody is refused by the API of the shop',
        description: 'Requests of {{ $labels.source_workload }} to the API are refused, {{ $value | humanize }} a second.',
      },
    ],
  });
  writeRuleTests(platform.cluster, watch);
}
