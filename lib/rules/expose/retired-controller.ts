import type { ClusterObject } from '../../cluster/object';
import type { World } from '../../cluster/cluster';
import { annotationsOf } from '../../mesh/fields';
import { ingressClassOf } from '../../mesh/ingress-class';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * The community's ingress-nginx is retired: no release, and no repair of security holes, since March 2026. F5's controller has the same default class name
 * and annotations of its own, so the name alone proves nothing. Source: readme of github.com/kubernetes/ingress-nginx.
 */
export const retiredController: Rule = {
  id: 'expose/retired-controller',
  codes: ['ING-06'],
  severity: 'error',
  reads: 'effective',
  check: view => view.cluster.of('networking.k8s.io', 'Ingress').flatMap(ingress => ofIngress(view, ingress)),
};

const prefix = 'nginx.ingress.kubernetes.io/';

function ofIngress(world: World, ingress: ClusterObject): readonly Reported[] {
  const { name, path, controller, object } = ingressClassOf(world, ingress);
  const found = (why: string, at: Reported['path'], more: Partial<Reported> = {}): readonly Reported[] => [{
    object: ingress, path: at ?? path, message: `${describe(ingress.reference)} ${why} ingress-nginx, which is retired: nobody repairs it since March 2026`, help: 'move to the Gateway API, or to a controller that is maintained', ...more,
  }];
  if (controller !== undefined) return controller === 'k8s.io/ingress-nginx' ? found('is served by', path, object === undefined ? {} : { near: [{ object, path: ['spec', 'controller'] }] }) : [];
  const own = Object.keys(annotationsOf(ingress)).find(key => key.startsWith(prefix));
  if (own !== undefined) return found(`has annotation ${own} of`, ['metadata', 'annotations', own]);
  return name === 'nginx' ? found('has class "nginx", the name of', path, { severity: 'warning', assumption: 'class nginx is not that of another controller, such as F5\'s' }) : [];
}
