import { oncePerThing, type World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { capturesInbound, capturesOutbound, enrolment, trafficPrefix, waypointOf, ports } from '../../mesh/capture';
import { dnsCapture } from '../../mesh/dns-capture';
import { labelsAt } from '../../mesh/fields';
import { servedBy } from '../../mesh/served';
import type { AreaReader, Ground, Part, Statement } from './change';
import { readsFor } from './kinds';

/** `shop/web`; two workloads of one name are told apart by their kinds. */
export function nameOfWorkload({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

export function keyOfWorkload(workload: Workload): string {
  return `${workload.kind} ${nameOfWorkload(workload)}`;
}

/** Ports of pods that something leads to, or that a container declares. */
export const portsOfPods = oncePerThing((world: World, workload: Workload): readonly number[] =>
  [...new Set([...workload.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port), ...servedBy(world, workload).flatMap(({ endpoint }) => endpoint.port ?? [])])].sort((a, b) => a - b));

/** What a workload's own template and its namespace say of the mesh. */
export const enrolmentGrounds = oncePerThing((world: World, { object, templatePath, namespace }: Workload): readonly Ground[] => {
  const owner = world.cluster.namespaces.get(namespace)?.object;
  const own = (['labels', 'annotations'] as const).map((field): Ground => ({ object, path: [...templatePath, 'metadata', field] }));
  return [...own, { object, path: [...templatePath, 'spec', 'hostNetwork'] }, ...(owner === undefined ? [] : (['labels', 'annotations'] as const).map((field): Ground => ({ object: owner, path: ['metadata', field] })))];
});

const words = { sidecar: 'a sidecar', ambient: 'ambient', none: 'no proxy', unknown: 'not known' } as const;

/** Whether the mesh takes part in what pods send and receive. */
export const capture: AreaReader = {
  area: 'capture',
  reads: readsFor('capture'),
  statements: world => world.cluster.workloads.map(workload => statementOf(world, workload)),
};

function statementOf(world: World, workload: Workload): Statement {
  const { enrolment: mode, reason } = enrolment(world, workload);
  const parts: Part[] = [{ name: 'the mesh takes part by', value: mode === 'unknown' ? `${words[mode]}: ${reason}` : words[mode], strength: mode === 'sidecar' || mode === 'ambient' ? 1 : 0 }];
  if (mode === 'sidecar') {
    const past = portsOfPods(world, workload).flatMap(port => {
      const { captured } = capturesInbound(world, workload, port);
      return captured === 'yes' ? [] : [`${port}${captured === 'unknown' ? ' perhaps' : ''}`];
    });
    const listed = [...(ports(workload.annotations[`${trafficPrefix}excludeOutboundPorts`] ?? '') ?? []), ...(ports(workload.annotations[`${trafficPrefix}includeOutboundPorts`] ?? '') ?? [])];
    const out = [...new Set(listed)].sort((a, b) => a - b).filter(port => capturesOutbound(world, workload, port).captured === 'no');
    parts.push({ name: 'ports that callers reach past the sidecar', value: past.join(', ') || 'none', detail: 'changes' }, { name: 'ports that it calls past the sidecar', value: out.join(', ') || 'none', detail: 'changes' });
    for (const field of ['includeOutboundIPRanges', 'excludeOutboundIPRanges'] as const) parts.push({ name: field, value: workload.annotations[`${trafficPrefix}${field}`] ?? 'not said', detail: 'changes' });
  }
  if (mode === 'ambient') {
    const waypoint = waypointOf(world, labelsAt(workload.object.effective, ...workload.templatePath, 'metadata', 'labels'), workload.namespace);
    parts.push({ name: 'waypoint', value: waypoint === undefined ? 'none' : `${waypoint.namespace}/${waypoint.name}${waypoint.present === 'no' ? ', which does not exist' : ''}`, detail: 'changes' });
  }
  const dns = mode === 'none' ? undefined : dnsCapture(world, workload);
  if (dns !== undefined) parts.push({ name: 'names are answered by its proxy', value: dns.captured, detail: 'changes' });
  return { key: keyOfWorkload(workload), subject: nameOfWorkload(workload), parts, grounds: [...enrolmentGrounds(world, workload), ...(dns?.evidence ?? [])], onlyInBoth: true };
}
