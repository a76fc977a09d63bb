import { ofKind, type Recorded } from '../intents/intents';
import type { WorkloadSubject } from '../intents/subjects';
import { list } from '../model/usage-error';
import { containerPorts } from '../systems/kubernetes/peers';
import { portExceptions } from '../systems/istio/modes';
import type { Reported } from './rule';

/** Services that a program serves to peers, with pods that speak no mutual TLS on one of their ports: such endpoints are dropped between networks (Istio 1.31, ep_filters.go). */
export function servedWithoutTls(recorded: readonly Recorded[]): readonly Reported[] {
  return ofKind(recorded, 'serve-peers').flatMap(({ intent: { service }, origin }) =>
    service.ports.filter(({ protocol }) => protocol === 'TCP').flatMap((port): readonly Reported[] => {
      const reasons = service.workloads.flatMap(workload => {
        const why = withoutTls(workload, containerPorts(service, port), recorded);
        return why === undefined ? [] : [`${workload.name} ${why}`];
      });
      if (reasons.length === 0) return [];
      return [{
        constructs: [origin.path],
        severity: reasons.length === service.workloads.length ? 'error' : 'warning',
        message: `port ${port.name} of ${service.namespace.name}/${service.name}: ${list(reasons)}, and endpoints without mutual TLS are dropped between networks`,
        help: 'let the pods speak mutual TLS on that port, or leave the Service to this cluster',
      }];
    }));
}

function withoutTls(workload: WorkloadSubject, ports: readonly number[], recorded: readonly Recorded[]): string | undefined {
  if (workload.hostNetwork) return 'uses the host network';
  if (workload.injected === false) return 'opts out of injection';
  const disabled = portExceptions(recorded).find(({ intent }) => intent.workload === workload && intent.mode === 'DISABLE' && ports.includes(intent.port));
  return disabled === undefined ? undefined : `has mutual TLS switched off on container port ${disabled.intent.port}`;
}
