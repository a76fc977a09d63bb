import { namespaceOf, numberAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { fullHost } from '../../mesh/host-name';
import type { Rule } from '../rule';

/** One destination twice in a route: its shares add up, which is seldom what was meant. */
export const destinationTwice: Rule = {
  id: 'route/destination-twice',
  codes: ['KIA1105'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'VirtualService').flatMap(object => ['http', 'tls', 'tcp'].flatMap(protocol => objectsAt(specOf(object), protocol).flatMap((rule, i) => {
    const first = new Map<string, number>();
    return objectsAt(rule, 'route').flatMap((route, j) => {
      const [host, subset, port] = [textAt(route, 'destination', 'host') ?? '', textAt(route, 'destination', 'subset') ?? '', numberAt(route, 'destination', 'port', 'number') ?? ''];
      // Headers of their own make two shares of one destination, such as a marked part of its requests.
      const key = JSON.stringify([fullHost(world, host, namespaceOf(object)).toLowerCase(), subset, port, route['headers'] ?? null]);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, j);
      if (earlier === undefined || host === '') return [];
      const path = ['spec', protocol, i, 'route'];
      return [{
        object,
        path: [...path, j, 'destination'],
        message: `${subset === '' ? host : `subset "${subset}" of ${host}`} stands twice in this route, and gets both shares`,
        help: subset === '' ? 'name a subset in each, or write one destination' : 'name the other subset, or write one destination',
        near: [{ object, path: [...path, earlier, 'destination'] }],
      }];
    });
  }))),
};
