import { recording, type Alert, type Recording } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql } from '../query';
import { grows, stays } from './proofs';

/** NodeLocal DNSCache. Its answers carry a job of their own: counted with those of CoreDNS, every question would count twice. */
export function nodeLocalRules({ series, jobs, clusterLabel, installed }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!installed.has('node-local-dns')) return { recordings: [], alerts: [] };
  const job = jobs.nodeLocalDns;
  // Another process holds the lock of iptables for a moment, now and then; the cache tries again.
  const errors = recording(`${clusterLabel}_instance_errortype:coredns_nodecache_setup_errors:increase10m`, promql`sum by (${clusterLabel}, instance, errortype) (increase(${series('coredns_nodecache_setup_errors_total', { job, errortype: { not: 'iptables_lock' } })}[10m]))`);
  const node = (type: string): string => `coredns_nodecache_setup_errors_total{job="${job}",instance="10.0.0.1:9353",errortype="${type}"}`;
  return {
    recordings: [errors],
    alerts: [
      {
        alert: 'NodeLocalSetupErrors', signal: 'dns', severity: 'warning',
        expression: promql`${errors} > 0`,
        for: '10m',
        summary: 'NodeLocal DNSCache cannot set up its address',
        description: '{{ $labels.instance }} failed {{ $value | humanize }} times in ten minutes at {{ $labels.errortype }}.',
        runbook: {
          meaning: 'The cache on a node cannot bind its address or write the rules that lead questions to it.',
          impact: 'Pods of that node ask an address where nobody listens, or go past the cache.',
          diagnosis: ['Read its log: `kubectl logs -n kube-system -l k8s-app=node-local-dns --tail=200 --prefix`.', 'See whether the mode of kube-proxy is the one that the cache was installed for.'],
          mitigation: ['Delete the pod on that node; it sets up again when it starts.'],
        },
        proof: { faulty: [grows(node('configmap'), 1)], healthy: [stays(node('configmap'), 1), grows(node('iptables_lock'), 1)], fires: [{ labels: { instance: '10.0.0.1:9353', errortype: 'configmap', severity: 'warning' }, description: '10.0.0.1:9353 failed 10 times in ten minutes at configmap.' }] },
      },
    ],
  };
}
