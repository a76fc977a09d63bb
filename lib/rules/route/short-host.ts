import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, specOf, textAt, textsAt } from '../../mesh/fields';
import { fullHost } from '../../mesh/host-name';
import { servicesMissed } from '../../mesh/services';
import { namedDestinations, readersOf } from '../../mesh/named-destinations';
import type { FieldPath } from '../../model/finding';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

interface ShortName {
  readonly object: ClusterObject;
  readonly written: string;
  readonly path: FieldPath;
}

/** A host without a dot means a Service of the object's own namespace, whatever namespace the Service is in. */
export const shortHost: Rule = {
  id: 'route/short-host',
  codes: ['API-03', 'CAN-04', 'IST0101', 'IST0174', 'KIA0202', 'KIA1101'],
  severity: 'error',
  reads: 'effective',
  check: world => shortNames(world).map(name => judge(world, name)),
};

/** What a name that is merely short is known as. */
const own = ['API-03', 'CAN-04'];

/** Each name once per object. */
function shortNames(world: World): readonly ShortName[] {
  const all: readonly ShortName[] = [
    // A destination that is not there is graver than a host of a route, so it is the one that is said.
    ...namedDestinations(world).map(({ object, written, path }) => ({ object, written, path: [...path, 'host'] })),
    ...world.cluster.of('networking.istio.io', 'VirtualService').filter(service => readersOf(world, service).includes('mesh')).flatMap(object => textsAt(specOf(object), 'hosts').map((written, i) => ({ object, written, path: ['spec', 'hosts', i] }))),
    ...world.cluster.of('networking.istio.io', 'DestinationRule').map(object => ({ object, written: textAt(specOf(object), 'host') ?? '', path: ['spec', 'host'] })),
  ].filter(({ object, written }) => written !== '*' && written !== '' && fullHost(world, written, namespaceOf(object)) !== written);
  const seen = new Map<ClusterObject, Set<string>>();
  return all.filter(({ object, written }) => {
    const names = seen.get(object) ?? new Set<string>();
    seen.set(object, names);
    return !names.has(written) && names.add(written).size > 0;
  });
}

function judge(world: World, { object, written, path }: ShortName): Reported {
  const namespace = namespaceOf(object);
  const full = fullHost(world, written, namespace);
  const missed = servicesMissed(world, written, namespace);
  const [service] = missed;
  if (service === undefined) return { object, path, severity: 'info', codes: own, message: `host "${written}" is short: it means ${full}, because Istio completes it with the namespace of this object`, help: `write ${full}` };
  const meant = missed.map(({ reference }) => `${reference.name}.${reference.namespace ?? 'default'}.svc.${world.facts.platform.clusterDomain}`);
  const stated = textAt(object.written, 'metadata', 'namespace') !== undefined;
  return {
    object,
    path,
    message: `host "${written}" means ${full}, which does not exist: Istio completes it with the namespace of this object, and the Service is ${list(meant)}`,
    help: `write ${meant[0] ?? full}`,
    codes: [...own, ...(object.kind === 'DestinationRule' ? ['IST0174', 'KIA0202'] : path[1] === 'hosts' ? [] : ['IST0101', 'KIA1101'])],
    near: missed.slice(0, 3).map(each => ({ object: each })),
    ...(stated ? {} : { severity: 'warning', assumption: `the object is applied to namespace ${namespace}` }),
  };
}
