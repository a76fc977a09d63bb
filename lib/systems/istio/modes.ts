import { ofKind, type Recorded } from '../../intents/intents';
import type { PortExceptionIntent, TlsMode } from '../../intents/mutual-tls';
import type { ServicePortSubject, ServiceSubject, WorkloadSubject } from '../../intents/subjects';
import { containerPort, containerPorts } from '../kubernetes/peers';

/**
 * Container ports whose mode differs from the rest: asked for by name, or because of what is said of a port. A bypassed one has no proxy in
 * front of it, so clients must not speak mutual TLS; one that the API server calls has to take plaintext, which somebody may have excepted already.
 */
export function portExceptions(recorded: readonly Recorded[]): readonly Recorded<PortExceptionIntent>[] {
  const named = ofKind(recorded, 'port-exception');
  const bypassed = ofKind(recorded, 'mesh-bypass').flatMap(({ intent: { workload, ports }, origin }) =>
    (ports === 'all' ? [] : ports).map(port => ({ intent: { kind: 'port-exception' as const, workload, port, mode: 'DISABLE' as const }, origin })),
  );
  const open = [...named.filter(({ intent }) => intent.mode !== 'STRICT'), ...bypassed];
  const called = ofKind(recorded, 'control-plane-call').flatMap(({ intent: { service, port }, origin }) =>
    service.workloads
      .filter(workload => !workload.hostNetwork && workload.injected !== false && workload.namespace.enrolled !== false)
      .flatMap(workload => {
        const number = containerPort(workload, port);
        return number === undefined ? [] : [{ workload, number }];
      })
      .filter(({ workload, number }) => !open.some(({ intent }) => intent.workload === workload && intent.port === number))
      .map(({ workload, number }) => ({ intent: { kind: 'port-exception' as const, workload, port: number, mode: 'PERMISSIVE' as const }, origin })),
  );
  return [...named, ...bypassed, ...called];
}

/** Port before workload, workload before namespace, namespace before mesh: the first that says something holds. */
function modeOf(workload: WorkloadSubject, port: number, recorded: readonly Recorded[]): TlsMode | undefined {
  const exception = portExceptions(recorded).find(({ intent }) => intent.workload === workload && intent.port === port);
  if (exception !== undefined) return exception.intent.mode;
  const modes = ofKind(recorded, 'server-tls').map(({ intent }) => intent);
  const own = modes.find(({ scope }) => scope !== 'mesh' && 'workload' in scope && scope.workload === workload);
  const namespace = modes.find(({ scope }) => scope !== 'mesh' && 'namespace' in scope && scope.namespace.name === workload.namespace.name);
  return (own ?? namespace ?? modes.find(({ scope }) => scope === 'mesh'))?.mode;
}

/** The first container port behind a Service port that takes mutual TLS only. Proxies are given TCP alone. */
export function refusingPort(service: ServiceSubject, port: ServicePortSubject, recorded: readonly Recorded[]): number | undefined {
  if (port.protocol !== 'TCP') return undefined;
  return containerPorts(service, port).find(number => service.workloads.some(workload => modeOf(workload, number, recorded) === 'STRICT' && !workload.hostNetwork && workload.injected !== false));
}

/** Whether the mesh has no say on a container port of a workload: whatever it is told about that port has no effect. */
export function isBypassed(workload: WorkloadSubject, port: number, recorded: readonly Recorded[]): boolean {
  return ofKind(recorded, 'mesh-bypass').some(({ intent }) => intent.workload === workload && (intent.ports === 'all' || intent.ports.includes(port)));
}
