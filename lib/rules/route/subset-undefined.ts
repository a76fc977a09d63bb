import { isComplete } from '../../cluster/complete';
import type { ClusterObject } from '../../cluster/object';
import type { World } from '../../cluster/cluster';
import { destinationRule, rulesFor, subsetOf, type EffectiveRule } from '../../mesh/destination-rule';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { clientNamespaces, destinationHost, namedDestinations, serviceNameIn, type NamedDestination } from '../../mesh/named-destinations';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A route to a subset that no DestinationRule of its clients defines: the proxy has no such cluster and answers 503 (response flag NC). */
export const subsetUndefined: Rule = {
  id: 'route/subset-undefined',
  codes: ['CAN-02', 'IST0101', 'KIA1107'],
  severity: 'error',
  reads: 'effective',
  check: world => namedDestinations(world).flatMap(destination => ofDestination(world, destination)),
};

function ofDestination(world: World, destination: NamedDestination): readonly Reported[] {
  const { subset, host, object, path, share, role } = destination;
  if (subset === undefined) return [];
  const known = destinationHost(world, destination);
  const asked = known ?? { name: host, namespace: serviceNameIn(world, host)?.namespace ?? destination.namespace };
  const followed = clientNamespaces(world, destination).flatMap(namespace => destinationRule(world, { namespace, labels: {} }, asked) ?? []);
  if (followed.some(rule => subsetOf(rule, subset) !== undefined)) return [];
  const [first] = followed;
  const elsewhere = rulesFor(world, host).find(rule => defines(rule, subset));
  // A rule for chosen pods is followed by those alone; which clients ask is not known.
  if (elsewhere !== undefined && specOf(elsewhere)['workloadSelector'] !== undefined) return [];
  const given = first !== undefined || elsewhere !== undefined || known !== undefined || isComplete(world.facts, destination.namespace);
  const unused = role === 'route' && share === 0 ? { severity: 'warning' as const } : {};
  return [{
    object,
    path: [...path, 'subset'],
    message: elsewhere === undefined ? `subset "${subset}" of ${host} is defined by no DestinationRule` : `subset "${subset}" of ${host} is defined by ${describe(elsewhere.reference)} alone, which these clients do not follow`,
    help: helpFor(subset, host, first, elsewhere),
    near: first === undefined ? [] : near(first),
    ...(given ? unused : { severity: 'warning' as const, assumption: `no DestinationRule for ${host} is outside the input` }),
  }];
}

function defines(rule: ClusterObject, subset: string): boolean {
  return objectsAt(specOf(rule), 'subsets').some(candidate => textAt(candidate, 'name') === subset);
}

function near({ objects, subsets }: EffectiveRule): NonNullable<Reported['near']> {
  return objects.slice(0, 1).map(object => ({ object, path: ['spec', 'subsets'], note: `subsets: ${list(subsets.map(({ name }) => name))}` }));
}

function helpFor(subset: string, host: string, rule: EffectiveRule | undefined, elsewhere: ClusterObject | undefined): string {
  const [object] = rule?.objects ?? [];
  if (elsewhere !== undefined) return `move ${describe(elsewhere.reference)} to the namespace of the host, and export it to the clients`;
  if (object === undefined || rule === undefined) return `write a DestinationRule for ${host} with subset "${subset}", or route without a subset`;
  const others = rule.subsets.length === 0 ? 'without a subset' : `to ${rule.subsets.map(({ name }) => `"${name}"`).join(' or ')}`;
  return `add subset "${subset}" to ${describe(object.reference)}, or route ${others}`;
}
