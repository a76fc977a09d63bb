import { absenceOf } from '../../../lib/metrics/installed';
import type { Component } from '../../../lib/metrics/metric';
import { seriesNamed } from '../../../lib/metrics/catalogue';
import { selectorsOf } from '../../../lib/metrics/promql/expression';
import { parsePromql, withoutVariables } from '../../../lib/metrics/promql/parse';
import type { GrafanaDashboard } from '../../../lib/metrics/dashboards/dashboard';
import type { RulesSpec } from '../../../lib/metrics/rules';
import { Network } from '../../../lib/network/network';
import { networkMonitoring } from '../../../lib/patterns/network-monitoring/network-monitoring';
import type { NetworkMonitoringProps } from '../../../lib/patterns/network-monitoring/props';
import type { Version } from '../../../lib/model/version';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { composed } from '../../support/shop';

// What a platform does not have is written down here a second time, so that a slip in the derivation is one in the result.

type Has = readonly (readonly [Component, Version?])[];
const always: Has = [['prometheus'], ['cadvisor'], ['kube-state-metrics'], ['node-exporter']];
const monitoring = true as const;
type Row = readonly [title: string, platform: Platform, props: Partial<NetworkMonitoringProps<Platform>>, has: Has];

const rows: readonly Row[] = [
  ['CoreDNS 1.10, no mesh, a CNI that counts nothing', plainKubernetes({ cluster: 'a', monitoring, dns: { version: '1.10.1' }, cni: 'flannel' }), {}, [['coredns', '1.10.1']]],
  ['CoreDNS 1.14, no mesh, nothing known of the CNI', plainKubernetes({ cluster: 'a', monitoring, dns: { version: '1.14.2' } }), {}, [['coredns', '1.14.2']]],
  ['CoreDNS 1.10 behind NodeLocal DNSCache', plainKubernetes({ cluster: 'a', monitoring, dns: { version: '1.10.1', nodeLocalIP: '169.254.20.10' } }), {}, [['coredns', '1.10.1'], ['node-local-dns']]],
  ['Istio with sidecars, gateways of its own, certificates', istioSidecar({ cluster: 'a', routing: 'istio', monitoring, certManager: true }), { gateways: [{ kind: 'istio', workloads: 'ingress.*' }] }, [['coredns', '1.14.2'], ['istio-proxy', '1.31'], ['istiod', '1.31'], ['cert-manager']]],
  ['Cilium', plainKubernetes({ cluster: 'a', monitoring, cni: 'cilium' }), {}, [['coredns', '1.14.2'], ['cilium-agent']]],
  ['Cilium with Hubble, and Envoy Gateway', plainKubernetes({ cluster: 'a', monitoring, cni: 'cilium' }), { hubble: { source: ['source_workload'], destination: ['destination_workload'] }, gateways: [{ kind: 'envoy-gateway' }] }, [['coredns', '1.14.2'], ['cilium-agent'], ['hubble'], ['envoy-gateway']]],
  ['Cilium whose metrics are off', plainKubernetes({ cluster: 'a', monitoring, cni: 'cilium' }), { cniMetrics: false }, [['coredns', '1.14.2']]],
  ['Calico, and ingress-nginx', plainKubernetes({ cluster: 'a', monitoring, cni: 'calico' }), { gateways: [{ kind: 'ingress-nginx' }] }, [['coredns', '1.14.2'], ['felix'], ['ingress-nginx']]],
  ['GKE, where another DNS answers, and Traefik', plainKubernetes({ cluster: 'a', monitoring, dns: { carrier: 'gke' }, cni: 'gke-dataplane-v2' }), { gateways: [{ kind: 'traefik' }] }, [['traefik']]],
  ['OpenShift', plainKubernetes({ cluster: 'a', monitoring, dns: { carrier: 'openshift' }, cni: 'ovn-kubernetes' }), {}, []],
];

test.each(rows)('on %s every series is one that something there exposes, or that is recorded', (_, platform, props, has) => {
  const net = new Network<Platform>(platform);
  const pattern = networkMonitoring<Platform>({ network: net, ...props });
  net.record(pattern, { path: 'monitoring' });
  const { manifests } = composed(net.compose());
  const installed = new Map<Component, Version | undefined>([...always, ...has].map(([component, version]) => [component, version]));
  const rules = (manifests.find(({ kind }) => kind === 'PrometheusRule')?.['spec'] as RulesSpec).groups.flatMap(group => group.rules);
  const recorded = new Set(rules.flatMap(rule => ('record' in rule ? [rule.record] : [])));
  const drawn = manifests.filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data }) => Object.values(data as Readonly<Record<string, string>>).map(text => JSON.parse(text) as GrafanaDashboard));
  const queries = [...rules.map(({ expr }) => expr), ...drawn.flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => withoutVariables(expr))))];
  expect(drawn).toHaveLength(5);
  expect(queries.length).toBeGreaterThan(5);

  const asked = new Set(queries.flatMap(query => {
    const parsed = parsePromql(query);
    if ('problem' in parsed) throw new Error(`${query}: ${parsed.problem}`);
    return selectorsOf(parsed).map(({ name }) => name ?? query);
  }));
  const foreign = [...asked].filter(name => {
    const known = seriesNamed(name);
    return known === undefined ? !recorded.has(name) : absenceOf(known, installed) !== undefined;
  });
  expect(foreign).toEqual([]);
  // What is recorded is asked for by an alert or a panel: else it only costs.
  const useless = [...recorded].filter(record => ![...rules.filter(rule => !('record' in rule && rule.record === record)).map(({ expr }) => expr), ...queries.slice(rules.length)].some(query => query.includes(record)));
  expect(useless).toEqual([]);
});

test('where there is nothing to measure a signal by, its dashboard says so', () => {
  const net = new Network<Platform>(plainKubernetes({ cluster: 'a', monitoring, dns: { carrier: 'gke' } }));
  const { dashboards } = networkMonitoring<Platform>({ network: net });
  expect(dashboards.map(({ uid, panels }) => [uid, panels.filter(({ type }) => type !== 'text').length > 0, panels.some(({ type }) => type === 'text')])).toEqual([
    ['sealane-dns', false, true], ['sealane-services', false, true], ['sealane-policy', false, true], ['sealane-gateway', false, true], ['sealane-pods', true, true],
  ]);
});

test('what is written stays far below what objects and annotations hold', () => {
  for (const [, platform, props] of rows) {
    const net = new Network<Platform>(platform);
    net.record(networkMonitoring<Platform>({ network: net, ...props }), { path: 'monitoring' });
    for (const manifest of composed(net.compose()).manifests) expect(JSON.stringify(manifest).length).toBeLessThan(262_144 / 4);
  }
});
