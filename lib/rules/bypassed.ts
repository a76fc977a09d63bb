import { oncePerWorld } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { capturesInbound, excludedInbound, hasProxy, trafficPrefix } from '../mesh/capture';
import { controlPlaneCalls } from '../mesh/control-plane-calls';
import { endpointsOf } from '../mesh/endpoints';

/** A port of pods with a proxy that passes it by. */
export interface BypassedPort {
  readonly workload: Workload;
  readonly port: number;
}

export const excludeInbound = `${trafficPrefix}excludeInboundPorts`;

/** Where the list stands in a pod. */
export const excludePath = ['metadata', 'annotations', excludeInbound] as const;

/** Ports of all workloads that go past a proxy which is there. */
export const bypassedPorts = oncePerWorld((world): readonly BypassedPort[] => world.cluster.workloads.flatMap(workload => {
  const excluded = excludedInbound(workload);
  if (excluded.length === 0 || hasProxy(world, workload).captured !== 'yes') return [];
  return excluded.filter(port => capturesInbound(world, workload, port).captured === 'no').map(port => ({ workload, port }));
}));

const calledByControlPlane = oncePerWorld((world): ReadonlySet<string> => new Set(controlPlaneCalls(world).flatMap(({ host, port }) =>
  (port === undefined ? [] : endpointsOf(world, host, port).list.flatMap(({ workload, port: number }) => (workload === undefined ? [] : [key(workload, number)]))))));

/** Whether the API server calls a port of pods: then it is excluded for that, and not for callers of the mesh. */
export function forControlPlane(world: Parameters<typeof calledByControlPlane>[0], { workload, port }: BypassedPort): boolean {
  return calledByControlPlane(world).has(key(workload, port));
}

function key({ namespace, kind, name }: Workload, port: number | undefined): string {
  return `${namespace}/${kind}/${name}:${port ?? ''}`;
}
