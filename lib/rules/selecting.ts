import { namespacesOfOperators } from '../cluster/made-later';
import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { namespaceOf } from '../mesh/fields';
import { rootNamespace } from '../mesh/mesh-config';
import { formatLabels, type Labels } from '../model/labels';
import { describe } from '../model/object';
import { someOf } from '../model/some';
import type { Reported, Unsettled } from './rule';

/** Pods that an object of the mesh picks by labels: of its namespace, of the root namespace those of the whole mesh where the kind is read so. */
export function pickedBy(world: World, object: ClusterObject, labels: Labels, everywhere: boolean): readonly Workload[] {
  const namespace = namespaceOf(object);
  if (!everywhere || namespace !== rootNamespace(world)) return world.cluster.labelled(namespace, labels);
  return [...world.cluster.namespaces.keys()].flatMap(each => world.cluster.labelled(each, labels));
}

/** What is to be said of an object that picks nobody: an error where all pods are known, a warning where there are some, else unknown. */
export function picksNobody(world: World, object: ClusterObject, labels: Labels, path: readonly string[], everywhere: boolean): Reported | Unsettled {
  const { complete } = world.facts;
  const namespace = namespaceOf(object);
  const wide = everywhere && namespace === rootNamespace(world);
  const whole = complete === true || (!wide && complete.has(namespace));
  const there = wide ? world.cluster.workloads : world.cluster.workloadsIn(namespace);
  const machines = ['WorkloadEntry', 'WorkloadGroup'].some(kind => world.cluster.of('networking.istio.io', kind).some(entry => wide || namespaceOf(entry) === namespace));
  if (machines || namespacesOfOperators(world).has(namespace) || (!whole && (there.length === 0 || wide))) return { unknown: 'the pods that a selector of the mesh means are not in the input', object };
  return {
    object,
    path,
    message: `${describe(object.reference)} selects no pod: none of ${wide ? 'the mesh' : `namespace ${namespace}`} has ${formatLabels(labels)}`,
    help: there.length === 0 ? 'remove it' : `use labels of ${someOf(there.map(({ kind, name }) => `${kind} ${name}`))}`,
    near: there.slice(0, 1).map(workload => ({ object: workload.object, note: `labels: ${formatLabels(workload.labels)}` })),
    ...(whole ? { severity: 'error' as const } : { assumption: `the input has all pods of namespace ${namespace}` }),
  };
}
