import { withoutWaypoint } from '../../mesh/ambient';
import { hostFor } from '../../mesh/hosts';
import { meshHttpRoutes } from '../../mesh/http-routes';
import { virtualServices } from '../../mesh/virtual-services';
import type { Reported, Rule } from '../rule';

/** Rules for requests to a Service in ambient that no waypoint reads. */
export const ambientWithoutWaypoint: Rule = {
  id: 'route/ambient-without-waypoint',
  codes: ['CAN-15', 'KIA1109', 'KIA1113'],
  severity: 'warning',
  reads: 'effective',
  check: world =>
    [...virtualServices(world), ...meshHttpRoutes(world)].filter(({ gateways, http }) => gateways.includes('mesh') && http.length > 0).flatMap(({ object, namespace, hosts }) => hosts.flatMap(({ name, path }): readonly Reported[] => {
      const host = hostFor(world, name, namespace);
      const why = host === undefined ? undefined : withoutWaypoint(world, host);
      if (host === undefined || why === undefined) return [];
      return [{ object, path, message: `${why}: node proxies forward connections and read no rule of a route`, help: 'bind a waypoint with label istio.io/use-waypoint on the Service or its namespace', near: [{ object: host.object }] }];
    })),
};
