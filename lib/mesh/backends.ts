import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { annotationsOf, namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt } from './fields';
import { gatewayRoutes } from './gateway-parents';
import { granted } from './http-routes';

/** A Service that an Ingress or a route of the Gateway API sends requests to. */
export interface Backend {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string | undefined;
}

/** Backends of routes; those in another namespace only where a grant permits them. */
export function routeBackends(world: World): readonly Backend[] {
  return gatewayRoutes(world).flatMap(route => objectsAt(specOf(route), 'rules').flatMap((rule, i) => objectsAt(rule, 'backendRefs').flatMap((backend, j): readonly Backend[] => {
    const [name, namespace] = [textAt(backend, 'name'), textAt(backend, 'namespace') ?? namespaceOf(route)];
    if (name === undefined || (textAt(backend, 'kind') ?? 'Service') !== 'Service' || (textAt(backend, 'group') ?? '') !== '' || !granted(world, route, { kind: 'Service', namespace, name })) return [];
    return [{ object: route, path: ['spec', 'rules', i, 'backendRefs', j], namespace, name, port: numberAt(backend, 'port') }];
  })));
}

/** Backends of Ingresses. AWS' controller takes names of actions, which its annotations describe, in place of Services. */
export function ingressBackends({ cluster }: World): readonly Backend[] {
  return cluster.of('networking.k8s.io', 'Ingress').flatMap(ingress => {
    const spec = specOf(ingress);
    const one = (backend: unknown, path: FieldPath): readonly Backend[] => {
      const service = objectAt(backend, 'service');
      const name = textAt(service, 'name');
      const port = numberAt(service, 'port', 'number') ?? textAt(service, 'port', 'name');
      if (name === undefined || port === 'use-annotation' || annotationsOf(ingress)[`alb.ingress.kubernetes.io/actions.${name}`] !== undefined) return [];
      return [{ object: ingress, path: [...path, 'service'], namespace: namespaceOf(ingress), name, port }];
    };
    return [
      ...one(objectAt(spec, 'defaultBackend'), ['spec', 'defaultBackend']),
      ...objectsAt(spec, 'rules').flatMap((rule, i) => objectsAt(rule, 'http', 'paths').flatMap((path, j) => one(objectAt(path, 'backend'), ['spec', 'rules', i, 'http', 'paths', j, 'backend']))),
    ];
  });
}
