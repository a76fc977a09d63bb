import { clientNdots } from 'sealane';
import type { Cluster } from '../cluster';
import { accounts, deployment } from './manifests';

// Workloads are plain manifests here; a cdk8s-plus Deployment of any major can be passed to net.workload just the same.

const http = { name: 'http', containerPort: 8080 };
const requests = { http: { port: 80, targetPort: 8080 } };

/** Pods of one workload in every region, so that a region that is lost takes no Service with it. */
const everyRegion = (app: string) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/region', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app } } }],
});

/** What runs in both clusters. */
export function shopWorkloads({ net, shop: { chart, namespace: ns } }: Cluster) {
  const namespace = ns.name;
  accounts(chart, namespace, ['web', 'reviews-v1', 'reviews-v2', 'api', 'cache']);

  const web = net.workload(deployment({ name: 'web', namespace, image: 'registry.example/web:3.1.0', ports: [http] }));
  const reviewsV1 = net.workload(deployment({ name: 'reviews-v1', namespace, labels: { app: 'reviews', version: 'v1' }, image: 'registry.example/reviews:1.8.2', ports: [http] }));
  const reviewsV2 = net.workload(deployment({ name: 'reviews-v2', namespace, labels: { app: 'reviews', version: 'v2' }, image: 'registry.example/reviews:2.0.0', ports: [http], replicas: 1 }));
  // It calls names outside: with the default ndots of 5 each lookup would be asked up to ten times.
  const api = net.workload(deployment({ name: 'api', namespace, image: 'registry.example/api:5.4.1', ports: [http], replicas: 6, pod: { dnsConfig: clientNdots(), ...everyRegion('api') } }));
  const cache = net.workload(deployment({ name: 'cache', namespace, image: 'registry.example/cache:8.2.0', ports: [{ name: 'tcp-cache', containerPort: 6379 }] }));

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
