import { ofKind, type Recorded } from '../../intents/intents';
import type { ServicePortSubject, ServiceSubject, WorkloadSubject } from '../../intents/subjects';
import { containerPorts } from '../../systems/kubernetes/peers';
import { withoutProxy } from '../proxies';
import type { Reported, Rule } from '../rule';

/** A caller without a proxy towards a server that refuses plaintext: every call is reset. */
export const plaintextCaller: Rule = {
  id: 'mtls/plaintext-caller',
  codes: ['MTLS-07'],
  severity: 'error',
  reads: 'intents',
  check: view => [
    ...ofKind(view.intents, 'edge').flatMap(({ intent: { edge }, origin }): readonly Reported[] => {
      const { from, to } = edge;
      const why = from.type === 'workload' ? withoutProxy(from, view) : undefined;
      const refusing = why === undefined ? undefined : refusingPort(to.service, to.port, view.intents);
      if (why === undefined || refusing === undefined) return [];
      return [
        {
          constructs: [origin.path],
          message: `edge ${from.name} to ${to.service.name}: the caller ${why}, and ${to.service.name} refuses plaintext on container port ${refusing}`,
          help: `bring ${from.name} into the mesh, or except port ${refusing} of ${to.service.name} with mode PERMISSIVE`,
        },
      ];
    }),
    ...ofKind(view.intents, 'scrape').flatMap(({ intent: { service, port, mode, monitor }, origin }): readonly Reported[] => {
      const refusing = mode === 'direct' ? refusingPort(service, port, view.intents) : undefined;
      if (refusing === undefined) return [];
      const known = monitor === undefined ? { severity: 'warning' as const, assumption: 'Prometheus has no certificate of the mesh' } : {};
      return [
        {
          ...known,
          constructs: [origin.path],
          message: `Prometheus reads container port ${refusing} of ${service.name} directly, and ${service.name} refuses plaintext there: the target would be down`,
          help: `set monitoring: { scrapeMode: 'merged' } on the platform, or except port ${refusing} with mode PERMISSIVE`,
        },
      ];
    }),
  ],
};

/** The first container port behind a Service port that takes mutual TLS only. */
function refusingPort(service: ServiceSubject, port: ServicePortSubject, intents: readonly Recorded[]): number | undefined {
  return containerPorts(service, port).find(number => service.workloads.some(workload => modeOf(workload, number, intents) === 'STRICT' && !workload.hostNetwork && workload.injected !== false));
}

/** Port before workload, workload before namespace, namespace before mesh: the first that says something holds. */
function modeOf(workload: WorkloadSubject, port: number, intents: readonly Recorded[]): string | undefined {
  const exception = ofKind(intents, 'port-exception').find(({ intent }) => intent.workload === workload && intent.port === port);
  if (exception !== undefined) return exception.intent.mode;
  const modes = ofKind(intents, 'server-tls').map(({ intent }) => intent);
  const own = modes.find(({ scope }) => scope !== 'mesh' && 'workload' in scope && scope.workload === workload);
  const namespace = modes.find(({ scope }) => scope !== 'mesh' && 'namespace' in scope && scope.namespace.name === workload.namespace.name);
  return (own ?? namespace ?? modes.find(({ scope }) => scope === 'mesh'))?.mode;
}
