import { objectsAt, objectAt, specOf, textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** Ports of an endpoint go by the names of the entry's ports; istiod refuses others. Source: `ValidateServiceEntry` of Istio 1.31. */
export const portNameUnknown: Rule = {
  id: 'multicluster/port-name-unknown',
  codes: ['MC-14', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) => cluster.of('networking.istio.io', 'ServiceEntry').flatMap(entry => {
    const spec = specOf(entry);
    const names = objectsAt(spec, 'ports').map(port => textAt(port, 'name') ?? '');
    return objectsAt(spec, 'endpoints').flatMap((endpoint, i) => Object.keys(objectAt(endpoint, 'ports') ?? {}).filter(name => !names.includes(name)).map((name): Reported => ({
      object: entry,
      path: ['spec', 'endpoints', i, 'ports', name],
      message: `endpoint ${textAt(endpoint, 'address') ?? ''} of ${describe(entry.reference)} has a number for port "${name}", and the entry has ${list(names.map(known => `"${known}"`), 'no port')}`,
      help: 'use the name of a port of the entry',
      near: [{ object: entry, path: ['spec', 'ports'] }],
    })));
  }),
};
