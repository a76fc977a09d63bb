import { gatewayRoutes } from '../../mesh/gateway-parents';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** Groups of Kubernetes itself, none of whose kinds but Service takes requests. */
const builtIn = new Set(['', 'apps', 'batch', 'networking.k8s.io', 'discovery.k8s.io']);
/** Backends of other APIs that controllers are known to read. */
const known = new Set(['multicluster.x-k8s.io/ServiceImport', 'networking.istio.io/Hostname', 'inference.networking.k8s.io/InferencePool']);

/** A backend that is no Service: a Deployment or a Pod answers no route, and its share of the requests gets 500. */
export const backendKind: Rule = {
  id: 'expose/backend-kind',
  codes: ['GWAPI:InvalidKind'],
  severity: 'error',
  reads: 'effective',
  check: view => gatewayRoutes(view).flatMap(route => objectsAt(specOf(route), 'rules').flatMap((rule, i) => objectsAt(rule, 'backendRefs').flatMap((backend, j): readonly (Reported | Unsettled)[] => {
    const [group, kind] = [textAt(backend, 'group') ?? '', textAt(backend, 'kind') ?? 'Service'];
    if ((group === '' && kind === 'Service') || known.has(`${group}/${kind}`)) return [];
    if (!builtIn.has(group)) return [{ object: route, unknown: 'whether a controller reads a backend of another API' }];
    return [{
      object: route,
      path: ['spec', 'rules', i, 'backendRefs', j, textAt(backend, 'kind') === undefined ? 'group' : 'kind'],
      message: `${describe(route.reference)} sends requests to ${kind}${group === '' ? '' : ` of ${group}`} ${textAt(backend, 'name') ?? ''}, which takes none`,
      help: `name a Service of the pods, and leave kind and group out`,
    }];
  }))),
};
