import type { ClusterDnsIntent } from '../../intents/cluster-dns';
import type { JsonObject } from '../../model/json';
import { UsageError } from '../../model/usage-error';
import type { Platform } from '../../platform/platform';

/**
 * What the CoreDNS add-on of EKS takes beside the Corefile: it writes the Deployment itself, and scales it by nodes and cores. Source: configuration schema of the add-on,
 * `aws eks describe-addon-configuration`.
 *
 * @throws UsageError for an autoscaler that the add-on does not have
 */
export function addOnValues({ servers }: Pick<ClusterDnsIntent, 'servers'>, { dns: { labels } }: Platform): JsonObject {
  if (servers === undefined) return {};
  const { replicas, cpu, memory, nodeEach } = servers;
  if (replicas.kind === 'cpu') throw new UsageError({ what: 'cluster-dns: the add-on of EKS scales by nodes and cores, and a HorizontalPodAutoscaler beside it would undo that', fix: "use scale: { kind: 'proportional' } or { kind: 'fixed' }" });
  const labelSelector = { matchLabels: labels };
  return {
    ...(replicas.kind === 'fixed' ? { replicaCount: replicas.replicas } : { autoScaling: { enabled: true, minReplicas: replicas.least, ...(replicas.most === undefined ? {} : { maxReplicas: replicas.most }) } }),
    resources: { requests: { cpu, memory: memory.request }, limits: { memory: memory.limit } },
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: nodeEach ? 'DoNotSchedule' : 'ScheduleAnyway', labelSelector },
    ],
  };
}
