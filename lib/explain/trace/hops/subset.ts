import { destinationRule, subsetOf } from '../../../mesh/destination-rule';
import { endpointsOf, havingLabels } from '../../../mesh/endpoints';
import { formatLabels } from '../../../model/labels';
import { evidence, type Hop } from '../hop';
import type { Leg, Way } from '../way';

/** Whether the subset is defined for this client, and selects pods. Nothing where the route names none. */
export function subsetHops({ world, sender }: Way, { host, port, subset }: NonNullable<Leg['to']>): readonly Hop[] {
  if (subset === undefined) return [];
  const rule = destinationRule(world, sender.client, host);
  const found = subsetOf(rule, subset);
  if (found === undefined) {
    const there = rule?.subsets.map(({ name }) => name) ?? [];
    const text = rule === undefined ? `no DestinationRule of ${host.name} is seen by the client, so that subset ${subset} is not defined` : `${rule.objects.map(({ reference }) => `DestinationRule ${reference.name}`).join(', ')} has no subset ${subset}${there.length === 0 ? '' : `, only ${there.join(', ')}`}`;
    return [{ id: 'subset', status: 'fail', code: 'DR-MISSING', text, evidence: (rule?.objects ?? []).map(object => evidence(object, 'says', 'spec')) }];
  }
  const all = endpointsOf(world, host, port);
  const chosen = havingLabels(all, found.labels).list;
  const at = [evidence(found.object, 'selects', ...found.path)];
  if (chosen.length === 0 && !all.complete && all.list.length === 0) return [{ id: 'subset', status: 'unknown', text: `whether subset ${subset} (${formatLabels(found.labels)}) selects pods is not settled: ${all.reason ?? 'endpoints may be missing'}`, evidence: at, missing: ['pods'] }];
  if (chosen.length === 0) return [{ id: 'subset', status: 'fail', code: 'SUBSET-EMPTY', text: `subset ${subset} (${formatLabels(found.labels)}) selects none of the pods of ${host.object.reference.name}`, evidence: at }];
  return [{ id: 'subset', status: 'ok', text: `${subset} {${formatLabels(found.labels)}}: ${[...new Set(chosen.map(({ workload, address }) => workload?.name ?? address ?? ''))].join(', ')}`, evidence: at }];
}
