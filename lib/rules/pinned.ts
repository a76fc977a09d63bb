import { oncePerWorld } from '../cluster/cluster';
import { textsOf } from '../cluster/template';
import type { Workload } from '../cluster/workload';
import { patternsAnnotation } from '../model/finding';
import { isObject } from '../model/json';
import { fieldAt, textAt } from '../model/object';
import { parseQuantity } from '../model/quantity';
import { containersOf, type PlacedContainer } from './pods';

/** By this annotation, on a workload or its pods, somebody says that its containers shall have CPUs of their own. */
export const pinnedAnnotation = 'sealane.dev/pinned-cpu';

/**
 * Workloads of which somebody says that their CPUs shall be their own: by the pattern, by annotation, or by asking for nodes that are declared to
 * pin. Whole numbers of CPUs alone say nothing.
 */
export const pinnedWorkloads = oncePerWorld((world): readonly Workload[] => world.cluster.workloads.filter(workload => {
  const annotations = { ...textsOf(workload.object.written, 'annotations'), ...workload.annotations };
  if (annotations[pinnedAnnotation] === 'true') return true;
  if ((annotations[patternsAnnotation] ?? '').split(',').some(pattern => pattern.trim() === 'pinned-cpu')) return true;
  return Object.entries(world.facts.pinningNodes ?? {}).some(([label, value]) => nodeLabels(workload).get(label)?.includes(value) === true);
}));

/** Labels that nodes need for the pods: of the selector, and of required affinity where it lists values. */
export function nodeLabels({ spec }: Workload): ReadonlyMap<string, readonly string[]> {
  const selector = isObject(spec['nodeSelector']) ? Object.entries(spec['nodeSelector']).map(([key, value]): readonly [string, readonly string[]] => [key, [String(value)]]) : [];
  const terms = fieldAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  // Of several terms one is enough, so no label of theirs is sure.
  const [term] = Array.isArray(terms) && terms.length === 1 ? (terms as unknown[]) : [];
  const expressions = fieldAt(term, 'matchExpressions');
  const required = (Array.isArray(expressions) ? (expressions as unknown[]) : []).map((expression): readonly [string, readonly string[]] => {
    const values = fieldAt(expression, 'values');
    return [textAt(expression, 'key') ?? '', Array.isArray(values) ? values.map(String) : []];
  });
  return new Map([...required, ...selector]);
}

/** An amount as it was written; numbers of YAML are amounts too. */
export function amountAt(container: PlacedContainer['container'], of: 'requests' | 'limits', what: 'cpu' | 'memory'): string | undefined {
  const found = fieldAt(container, 'resources', of, what);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** What a container asks for; the server fills in requests from limits. */
export function requested(container: PlacedContainer['container'], what: 'cpu' | 'memory'): string | undefined {
  return amountAt(container, 'requests', what) ?? amountAt(container, 'limits', what);
}

/** The container that asks for most CPU: the one that is meant, where nobody names one. */
export function mainContainer(workload: Workload): PlacedContainer | undefined {
  const amount = ({ container }: PlacedContainer): bigint => parseQuantity(requested(container, 'cpu') ?? '0') ?? 0n;
  return containersOf(workload).filter(({ path, name }) => path[0] === 'containers' && name !== 'istio-proxy').sort((a, b) => (amount(a) < amount(b) ? 1 : amount(a) > amount(b) ? -1 : 0))[0];
}
