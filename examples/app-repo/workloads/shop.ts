import { clientNdots } from 'sealane';
import type { Cluster } from '../cluster';
import { accounts, deployment, type Part } from './manifests';

// Workloads are plain manifests here; a cdk8s-plus Deployment of any major can be passed to net.workload just the same.

const http = { name: 'http', containerPort: 8080 };
const requests = { http: { port: 80, targetPort: 8080 } };

/** Pods of one workload in every region, so that a region that is lost takes no Service with it. */
const everyRegion = (app: string) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/region', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app } } },
  ],
});

/** What runs in both clusters. */
export function shopWorkloads({ net, shop: { chart, namespace: ns } }: Cluster) {
  const namespace = ns.name;
  accounts(chart, namespace, ['web', 'reviews-v1', 'reviews-v2', 'api', 'cache']);

  const run = (name: string, image: string, more: Partial<Part> = {}) => net.workload(deployment({ name, namespace, image: `registry.example/${image}`, ports: [http], ...more }));
  const web = run('web', 'web:3.1.0');
  const reviewsV1 = run('reviews-v1', 'reviews:1.8.2', { labels: { app: 'reviews', version: 'v1' } });
  const reviewsV2 = run('reviews-v2', 'reviews:2.0.0', { labels: { app: 'reviews', version: 'v2' }, replicas: 1 });
  // It calls names outside: with the default ndots of 5 each lookup would be asked up to ten times.
  const api = run('api', 'api:5.4.1', { replicas: 6, pod: { dnsConfig: clientNdots(), ...everyRegion('api') } });
  const cache = run('cache', 'cache:8.2.0', { ports: [{ name: 'tcp-cache', containerPort: 6379 }] });

  return {
    web,
    reviewsV1,
    reviewsV2,
    api,
    webService: net.service({ name: 'web', namespace: ns, ports: requests, workload: web }),
    reviewsService: net.service({ name: 'reviews', namespace: ns, ports: requests, versions: { v1: reviewsV1, v2: reviewsV2 } }),
    apiService: net.service({ name: 'api', namespace: ns, ports: requests, workload: api }),
    cacheService: net.service({ name: 'cache', namespace: ns, ports: { 'tcp-cache': { port: 6379 } }, workload: cache }),
  };
}

export type Shop = ReturnType<typeof shopWorkloads>;
