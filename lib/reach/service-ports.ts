import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import type { Labels } from '../model/labels';
import { fieldAt, textAt } from '../model/object';
import type { Protocol } from '../model/port';

/** A port of a Service, and where it leads at one workload. */
export interface ServicePort {
  readonly service: ClusterObject;
  /** Place in `spec.ports`. */
  readonly index: number;
  readonly name: string | undefined;
  readonly number: number;
  readonly protocol: Protocol;
  /** Port of the pods; `undefined` where they have none of the name. */
  readonly target: number | undefined;
}

/** The ports of Services that lead to each workload. Services without a selector lead to nobody that is known. */
export const servicePorts = oncePerWorld(({ cluster }: World): ReadonlyMap<Workload, readonly ServicePort[]> => {
  const byWorkload = new Map<Workload, ServicePort[]>();
  for (const service of cluster.of('', 'Service')) {
    for (const workload of behind(cluster, service)) {
      const ports = portsFor(service, workload);
      const present = byWorkload.get(workload);
      if (present === undefined) byWorkload.set(workload, [...ports]);
      else present.push(...ports);
    }
  }
  return byWorkload;
});

/** Workloads that a Service selects. */
export function behind(cluster: World['cluster'], service: ClusterObject): readonly Workload[] {
  const selector = fieldAt(service.effective, 'spec', 'selector');
  if (!isObject(selector) || Object.keys(selector).length === 0 || textAt(service.effective, 'spec', 'type') === 'ExternalName') return [];
  return cluster.labelled(service.reference.namespace ?? 'default', selector as Labels);
}

/** The ports of a Service as they lead to a workload. */
export function portsFor(service: ClusterObject, workload: Workload): readonly ServicePort[] {
  const ports = fieldAt(service.effective, 'spec', 'ports');
  return (Array.isArray(ports) ? ports : []).flatMap((port: unknown, index) => {
    const [number, target] = [fieldAt(port, 'port'), fieldAt(port, 'targetPort')];
    if (typeof number !== 'number') return [];
    const protocol = (textAt(port, 'protocol') ?? 'TCP') as Protocol;
    const named = workload.ports.find(declared => declared.name === target && declared.protocol === protocol)?.port;
    return { service, index, name: textAt(port, 'name'), number, protocol, target: typeof target === 'number' ? target : named };
  });
}
