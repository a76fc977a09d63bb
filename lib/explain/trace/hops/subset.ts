import type { ClusterObject } from '../../../cluster/object';
import { destinationRule, rulesFor, subsetOf, type EffectiveRule } from '../../../mesh/destination-rule';
import { endpointsOf, havingLabels, type Endpoint } from '../../../mesh/endpoints';
import { objectsAt, specOf, textAt } from '../../../mesh/fields';
import { formatLabels } from '../../../model/labels';
import { describe } from '../../../model/object';
import { nearest } from '../../../model/spelling';
import { evidence, type Hop } from '../hop';
import { podCount } from '../pod-count';
import type { Leg, Way } from '../way';

/** Whether the subset that a route names is there, and has pods. No hop where a route names none. */
export function subsetHops({ world, sender: { client } }: Way, { host, port, subset: name }: NonNullable<Leg['to']>): readonly Hop[] {
  if (name === undefined) return [];
  const rule = destinationRule(world, client, host);
  const subset = subsetOf(rule, name);
  if (subset === undefined) return [missing(name, host.name, rule, rulesFor(world, host.name))];
  const at = evidence(subset.object, 'says', ...subset.path);
  const labels = Object.keys(subset.labels).length === 0 ? 'no labels' : `{${formatLabels(subset.labels)}}`;
  const all = endpointsOf(world, host, port);
  const list = havingLabels(all, subset.labels).list;
  if (list.length > 0) return [{ id: 'subset', status: 'ok', text: `${name} ${labels}: ${podCount(list)}`, evidence: [at] }];
  if (all.list.length === 0) return [{ id: 'subset', status: 'skipped', text: `${name} ${labels}: the host itself has no endpoints in the input`, evidence: [at] }];
  const later = Object.keys(subset.labels).find(key => addedLater.test(key));
  if (later !== undefined) return [{ id: 'subset', status: 'unknown', text: `${name} ${labels}: label ${later} is put on running pods, which are not in the input`, evidence: [at], missing: ['Pod'] }];
  return [{ id: 'subset', status: 'fail', code: 'SUBSET-EMPTY', text: `subset ${name} ${labels} of ${describe(subset.object.reference)} selects none of ${podCount(all.list)} behind ${host.name}`, evidence: [at], details: all.list.map(labelled) }];
}

/** Labels that endpoints take from their nodes, or that controllers put on pods. No template has them. */
const addedLater = /^topology\.|^(?:rollouts-)?pod-template-hash$|^apps\.kubernetes\.io\/pod-index$|^statefulset\.kubernetes\.io\/pod-name$|^controller-revision-hash$/;

function labelled({ workload, address, labels, object, path }: Endpoint): NonNullable<Hop['details']>[number] {
  if (workload === undefined) return { text: `${address ?? 'an endpoint'} has ${formatLabels(labels) || 'no labels'}`, evidence: evidence(object, 'is', ...path) };
  return { text: `pods of ${workload.name} have ${formatLabels(workload.labels)}`, evidence: evidence(workload.object, 'is', ...workload.templatePath, 'metadata', 'labels') };
}

function missing(name: string, host: string, rule: EffectiveRule | undefined, elsewhere: readonly ClusterObject[]): Hop {
  const defining = elsewhere.find(object => objectsAt(specOf(object), 'subsets').some(subset => textAt(subset, 'name') === name));
  const [followed] = rule?.objects ?? [];
  const hidden = defining === undefined ? [] : [{ text: `${describe(defining.reference)} defines it, and these clients do not follow that rule`, evidence: evidence(defining, 'says', 'spec', 'subsets') }];
  if (rule === undefined || followed === undefined) return { id: 'subset', status: 'fail', code: 'DR-MISSING', text: `subset ${name} of ${host} is defined by no DestinationRule${defining === undefined ? '' : ' that the client follows'}`, evidence: [], details: hidden };
  const names = rule.subsets.map(subset => subset.name);
  const near = nearest(name, names);
  return {
    id: 'subset',
    status: 'fail',
    code: 'DR-MISSING',
    text: `${describe(followed.reference)} has no subset ${name}${names.length === 0 ? ', nor any other' : `: its subsets are ${names.join(', ')}`}${near === undefined ? '' : `; was ${near} meant?`}`,
    evidence: rule.objects.map(object => evidence(object, 'doesNotAdmit', 'spec', 'subsets')),
    details: hidden,
  };
}
