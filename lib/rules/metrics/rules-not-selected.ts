import { describe } from '../../model/object';
import { ruleReaders } from '../prometheuses';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A PrometheusRule that no Prometheus takes: it is stored, and nobody is told anything. */
export const rulesNotSelected: Rule = {
  id: 'metrics/rules-not-selected',
  codes: ['MON-06'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const all = view.cluster.of('monitoring.coreos.com', 'PrometheusRule');
    if (all.length === 0) return [];
    const readers = ruleReaders(view);
    if (readers.length === 0) return [{ unknown: 'which rules a Prometheus takes is not in the input' }];
    return all.flatMap((object): readonly (Reported | Unsettled)[] => judged(view, object, readers));
  },
};

function judged(view: View, object: ReturnType<View['cluster']['of']>[number], readers: ReturnType<typeof ruleReaders>): readonly (Reported | Unsettled)[] {
  const refused = readers.flatMap(reader => {
    const refusal = reader.refusal(object);
    return refusal === undefined ? [] : [{ reader, refusal }];
  });
  if (refused.length < readers.length) return [];
  if (refused.some(({ refusal }) => refusal.sure === 'unknown')) return [{ object, unknown: 'whether Prometheus looks into a namespace whose labels are not in the input' }];
  // The nearest to taking it is the one that is meant.
  const [meant] = [...refused].sort((a, b) => Number(a.refusal.of === 'monitor') - Number(b.refusal.of === 'monitor'));
  if (meant === undefined) return [];
  const { reader, refusal } = meant;
  const certain = reader.object === undefined || view.facts.complete === true;
  return [{
    object,
    path: refusal.of === 'monitor' ? ['metadata', 'labels'] : ['metadata', 'namespace'],
    message: `${reader.object === undefined ? 'the Prometheus of the platform' : describe(reader.object.reference)} does not take ${describe(object.reference)}: ${refusal.reason}`,
    help: refusal.of === 'monitor' ? 'give it the labels that are wanted, or widen the selector' : `label namespace ${object.reference.namespace ?? 'default'}, or widen the selector of namespaces`,
    near: refused.flatMap(({ reader: { object: other }, refusal: { field } }) => (other === undefined ? [] : [{ object: other, path: field === undefined ? ['spec'] : ['spec', field] }])),
    ...(certain ? {} : { severity: 'warning' as const, assumption: 'no other Prometheus takes it' }),
  }];
}
