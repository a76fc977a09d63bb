import type { Version } from '../model/version';
import type { Alert } from './alert';
import { monitoringConfig } from './config';
import { ruleGroups } from './groups';
import type { Component } from './metric';

const everywhere: readonly Component[] = ['prometheus', 'coredns', 'node-local-dns', 'istio-proxy', 'istiod', 'envoy-gateway', 'traefik', 'ingress-nginx', 'cert-manager', 'kube-state-metrics', 'cadvisor', 'node-exporter'];

/** Every alert that there is, whatever the platform: the catalogue of runbooks. In the order of signals; of two severities the first stands first. */
export function everyAlert(): readonly Alert[] {
  const installed = (...more: readonly Component[]): ReadonlyMap<Component, Version | undefined> => new Map([...everywhere, ...more].map(component => [component, undefined]));
  const gateways = [{ kind: 'istio', workloads: 'gateway' }, { kind: 'envoy-gateway' }, { kind: 'traefik' }, { kind: 'ingress-nginx' }] as const;
  const cilium = monitoringConfig(installed('cilium-agent', 'hubble'), { cni: 'cilium', gateways, hubble: { source: ['source_workload'], destination: ['destination_workload'] } });
  const calico = monitoringConfig(installed('felix'), { cni: 'calico' });
  const seen = new Map<string, Alert>();
  for (const alert of [...ruleGroups(cilium), ...ruleGroups(calico)].flatMap(({ alerts }) => alerts)) {
    const key = `${alert.alert} ${alert.severity}`;
    if (!seen.has(key)) seen.set(key, alert);
  }
  return [...seen.values()];
}

/** The names of all alerts, each once. */
export function alertNames(): readonly string[] {
  return [...new Set(everyAlert().map(({ alert }) => alert))];
}
