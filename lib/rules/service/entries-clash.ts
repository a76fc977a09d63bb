import type { World } from '../../cluster/cluster';
import { ageKnown, older } from '../../mesh/age';
import { hosts, type Host, type HostPort } from '../../mesh/hosts';
import { numberAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { seenTogether } from '../../mesh/sidecar-scope';
import { visible } from '../../mesh/visibility';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** ServiceEntries for one host and port, seen by the same clients. With different protocols, which of them holds is chance; with one, their endpoints are mixed. */
export const entriesClash: Rule = {
  id: 'service/entries-clash',
  codes: ['IST0177', 'KIA1211', 'KIA1212'],
  severity: 'warning',
  reads: 'effective',
  check: world => [...hosts(world)].flatMap(([name, claims]) => {
    const entries = claims.filter(({ object }) => object.kind === 'ServiceEntry');
    return entries.length < 2 ? [] : ofHost(world, name, [...entries].sort((a, b) => older(a.object, b.object)));
  }),
};

function ofHost(world: World, name: string, entries: readonly Host[]): readonly Reported[] {
  return entries.flatMap((entry, i): readonly Reported[] => {
    for (const port of entry.ports) {
      for (const other of entries.slice(0, i)) {
        const same = other.object === entry.object || !meet(other, entry) || !seenTogether(world, name, other.namespace, entry.namespace) ? undefined : other.ports.find(({ number }) => number === port.number);
        if (same === undefined) continue;
        const found = clash(name, entry, port, other, same);
        if (found !== undefined) return [found];
      }
    }
    return [];
  });
}

function clash(name: string, entry: Host, port: HostPort, other: Host, same: HostPort): Reported | undefined {
  const [mine, theirs] = [protocolOf(entry, port), protocolOf(other, same)];
  const differ = mine !== theirs;
  // Endpoints that somebody spreads over objects, such as one entry for each cluster, are meant to be mixed.
  if (!differ && (endpoints(entry) > 0 || endpoints(other) > 0)) return undefined;
  return {
    object: entry.object,
    path: port.path,
    codes: differ ? ['IST0177', 'KIA1212'] : ['KIA1211'],
    ...(differ ? {} : { severity: 'info' as const }),
    message: differ
      ? `port ${port.number} of ${name} is ${mine} here and ${theirs} in ${describe(other.object.reference)}: clients that see both read it in one way, ${ageKnown(entry.object, other.object) ? 'that of the older' : 'that of whichever is created first'}`
      : `${describe(other.object.reference)} has port ${port.number} of ${name} too`,
    help: differ ? `give both the same protocol, or export them to different namespaces` : `keep one, or export them to different namespaces`,
    near: [{ object: other.object, path: same.path, note: `exported to ${list(other.exportTo)}` }],
  };
}

function protocolOf({ object }: Host, { number }: HostPort): string {
  return (textAt(objectsAt(specOf(object), 'ports').find(port => numberAt(port, 'number') === number), 'protocol') ?? '').toUpperCase() || 'unset';
}

function endpoints({ object }: Host): number {
  return objectsAt(specOf(object), 'endpoints').length + (specOf(object)['workloadSelector'] === undefined ? 0 : 1);
}

/** Whether some namespace sees both. */
function meet(a: Host, b: Host): boolean {
  const scopes = [...a.exportTo.map(target => (target === '.' ? a.namespace : target)), ...b.exportTo.map(target => (target === '.' ? b.namespace : target))].filter(target => target !== '*' && target !== '~');
  if (a.exportTo.includes('*') && b.exportTo.includes('*')) return true;
  return scopes.some(namespace => visible(a.exportTo, a.namespace, namespace) && visible(b.exportTo, b.namespace, namespace));
}
