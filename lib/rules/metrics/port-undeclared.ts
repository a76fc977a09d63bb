import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { behind } from '../../reach/service-ports';
import { monitors } from '../monitors';
import type { Rule } from '../rule';

/** A monitor that goes by the port of a container which no container declares: the operator keeps declared ports only, so there is no target. */
export const portUndeclared: Rule = {
  id: 'metrics/port-undeclared',
  codes: ['MON-13'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    monitors(view).flatMap(({ object, services, workloads, endpoints }) => {
      const pods = object.kind === 'PodMonitor' ? workloads : services.flatMap(service => behind(view.cluster, service));
      if (pods.length === 0) return [];
      return endpoints.flatMap(({ port, target, path }) => {
        const wanted = object.kind === 'PodMonitor' ? port ?? target : port === undefined ? target : undefined;
        if (wanted === undefined || declaredByProxy.has(wanted) || pods.some(({ ports }) => ports.some(declared => declared.name === wanted || declared.port === wanted))) return [];
        return [{
          object,
          path,
          message: `${describe(object.reference)} reads container port ${typeof wanted === 'string' ? `"${wanted}"` : wanted}, and ${someOf(pods.map(({ kind, name }) => `${kind} ${name}`))} ${pods.length === 1 ? 'declares' : 'declare'} none: there is no target`,
          help: wanted === 15020 ? 'read it through a Service with a port that leads there: the proxy declares 15090 alone' : 'declare the port on the container, or name a port of a Service',
          near: pods.slice(0, 1).map(workload => ({ object: workload.object })),
        }];
      });
    }),
};

/** What the injector adds to pods, which templates do not show. */
const declaredByProxy: ReadonlySet<string | number> = new Set([15090, 'http-envoy-prom']);
