import { Chart } from 'cdk8s';
import { ClusterDns } from 'sealane';
import type { Cluster } from '../cluster';

/** The cluster's DNS: answers about the world are kept, those about the cluster are not, and old ones stand in while upstreams fail. */
export function clusterDns({ app, net, platform }: Cluster): Readonly<Record<string, string>> {
  const written = platform.dns.carrier === 'kubeadm';
  const scope = written ? new Chart(app, 'kube-system', { namespace: 'kube-system', disableResourceNameHashes: true }) : app;
  const { configurationValues } = new ClusterDns(scope, 'coredns', {
    network: net,
    stubDomains: [{ zone: 'corp.shop.example', upstreams: ['192.0.2.53', '192.0.2.54'] }],
    accept: written ? [{ rule: 'dns/configmap-owned', reason: 'compared with what kubeadm left: no stub domains of others' }] : [],
  });
  // An add-on takes values, not an object: its next reconciliation would undo a ConfigMap.
  return configurationValues === undefined ? {} : { 'coredns-addon.json': configurationValues };
}
