import { describe } from '../../model/object';
import { monitors, type Monitor } from '../monitors';
import { prometheuses, type Prometheus, type Refusal } from '../prometheuses';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A monitor that no Prometheus looks at: it is stored, and nothing is read. */
export const notSelected: Rule = {
  id: 'metrics/not-selected',
  codes: ['MON-06'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const all = monitors(view);
    const known = prometheuses(view);
    if (all.length === 0) return [];
    if (known.length === 0 || known.some(({ unmanaged }) => unmanaged)) return [{ unknown: 'which monitors a Prometheus looks at is not in the input' }];
    return all.flatMap(monitor => judged(view, monitor, known));
  },
};

function judged(view: View, monitor: Monitor, known: readonly Prometheus[]): readonly (Reported | Unsettled)[] {
  const refusals = known.map(prometheus => ({ prometheus, refusal: prometheus.refusal(monitor) }));
  const refused = refusals.filter((each): each is { prometheus: Prometheus; refusal: Refusal } => each.refusal !== undefined);
  if (refused.length < known.length) return [];
  const { object, namespace } = monitor;
  if (refused.some(({ refusal }) => refusal.sure === 'unknown')) return [{ object, unknown: 'whether Prometheus looks into a namespace whose labels are not in the input' }];
  // The nearest to looking at it is the one that is meant.
  const [meant] = [...refused].sort((a, b) => Number(a.refusal.of === 'monitor') - Number(b.refusal.of === 'monitor'));
  if (meant === undefined) return [];
  const { prometheus, refusal } = meant;
  // In a program the pattern says it of namespaces that others label.
  if (view.program && refusal.of === 'namespace') return [];
  // Whoever declares the labels that are wanted speaks of every Prometheus.
  const certain = known.some(({ object: stated }) => stated === undefined) || view.facts.complete === true;
  return [{
    object,
    path: refusal.of === 'monitor' ? ['metadata', 'labels'] : ['metadata', 'namespace'],
    message: `${prometheus.object === undefined ? 'the Prometheus of the platform' : describe(prometheus.object.reference)} does not look at ${describe(object.reference)}: ${refusal.reason}`,
    help: refusal.of === 'monitor' ? 'give the monitor the labels that are wanted, or widen the selector' : `label namespace ${namespace}, or widen the selector of namespaces`,
    near: refused.flatMap(({ prometheus: { object: other }, refusal: { field } }) => (other === undefined ? [] : [{ object: other, path: field === undefined ? ['spec'] : ['spec', field] }])),
    ...(certain ? {} : { severity: 'warning' as const, assumption: 'no other Prometheus looks at it' }),
  }];
}
