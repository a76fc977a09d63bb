import type { RuleGroup } from '../../lib/metrics/alert';
import { monitoringConfig, type MonitoringConfig } from '../../lib/metrics/config';
import { ruleGroups } from '../../lib/metrics/groups';
import type { Component } from '../../lib/metrics/metric';
import type { Version } from '../../lib/model/version';

type Options = Parameters<typeof monitoringConfig>[1];

const cluster: readonly Component[] = ['prometheus', 'cadvisor', 'kube-state-metrics', 'node-exporter'];

function config(installed: readonly (readonly [Component, Version | undefined])[], options: Options = {}): MonitoringConfig {
  return monitoringConfig(new Map<Component, Version | undefined>([...cluster.map(component => [component, undefined] as const), ...installed]), options);
}

/** Platforms on which the output differs, by what Prometheus reads there. */
export const matrix: readonly (readonly [name: string, config: MonitoringConfig])[] = [
  ['CoreDNS 1.10, no mesh, no CNI that counts', config([['coredns', '1.10.1']])],
  ['CoreDNS 1.14, NodeLocal, Istio sidecars, gateways of Istio, cert-manager', config([['coredns', '1.14.2'], ['node-local-dns', '1.14.2'], ['istio-proxy', '1.31'], ['istiod', '1.31'], ['cert-manager', '1.18']], { gateways: [{ kind: 'istio', workloads: 'gateway' }] })],
  ['Cilium with Hubble, Envoy Gateway', config([['coredns', '1.14.2'], ['cilium-agent', '1.20'], ['hubble', '1.20'], ['envoy-gateway', '1.8']], { cni: 'cilium', hubble: { source: ['source_namespace', 'source_workload'], destination: ['destination_namespace', 'destination_workload'] }, gateways: [{ kind: 'envoy-gateway' }] })],
  ['Cilium without Hubble, Traefik', config([['coredns', '1.14.2'], ['cilium-agent', '1.20'], ['traefik', '3.5']], { cni: 'cilium', gateways: [{ kind: 'traefik' }] })],
  ['Calico, ingress-nginx, another label for clusters', config([['coredns', '1.12.0'], ['felix', '3.32'], ['ingress-nginx', '1.13']], { cni: 'calico', clusterLabel: 'k8s_cluster', gateways: [{ kind: 'ingress-nginx' }] })],
  ['ambient, no CoreDNS', monitoringConfig(new Map<Component, Version | undefined>([['istio-proxy', '1.31'], ['ztunnel', '1.31'], ['istiod', '1.31']]), { reporter: 'waypoint' })],
];

/** Every group of rules of a configuration. */
export function groupsOf(given: MonitoringConfig): readonly RuleGroup[] {
  return ruleGroups(given);
}
