import { describe, fieldAt, textAt } from '../../model/object';
import { list } from '../../model/usage-error';
import { monitors } from '../monitors';
import type { Rule } from '../rule';

/** A ServiceMonitor that names a port which none of its Services has: there is no target, and no error either. */
export const portNotOnService: Rule = {
  id: 'metrics/port-not-on-service',
  codes: ['MON-02'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    monitors(view).filter(({ object, services }) => object.kind === 'ServiceMonitor' && services.length > 0).flatMap(({ object, services, endpoints }) =>
      endpoints.flatMap(({ port, path }) => {
        if (port === undefined) return [];
        const names = services.flatMap(({ effective }) => {
          const ports = fieldAt(effective, 'spec', 'ports');
          return (Array.isArray(ports) ? ports : []).flatMap((each: unknown) => textAt(each, 'name') ?? []);
        });
        if (names.includes(port)) return [];
        const known = [...new Set(names)];
        return [{
          object,
          path: [...path, 'port'],
          message: `${describe(object.reference)} reads port "${port}", and ${services.length === 1 ? describe(services[0]?.reference ?? object.reference) : 'none of the Services that it selects'} has ${services.length === 1 ? 'no port' : 'a port'} of that name: there is no target`,
          help: known.length === 0 ? 'name the port of the Service so' : `use ${list(known)}, the ${known.length === 1 ? 'name' : 'names'} of ports of the Service: not a number, and not the name of a container port`,
          near: services.slice(0, 2).map(service => ({ object: service, path: ['spec', 'ports'] })),
        }];
      }),
    ),
};
