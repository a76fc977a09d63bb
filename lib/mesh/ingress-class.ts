import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { FieldPath } from '../model/finding';
import { annotationsOf, specOf, textAt } from './fields';

/** Which controller serves an Ingress, as far as the objects say. */
export interface IngressClass {
  /** Absent where neither the field nor the annotation names one: the default class. */
  readonly name: string | undefined;
  readonly path: FieldPath;
  /** `spec.controller` of the class, where it is in the input. */
  readonly controller: string | undefined;
  readonly object: ClusterObject | undefined;
}

const annotation = 'kubernetes.io/ingress.class';

export function ingressClassOf({ cluster }: World, ingress: ClusterObject): IngressClass {
  const field = textAt(specOf(ingress), 'ingressClassName');
  const name = field ?? annotationsOf(ingress)[annotation];
  const object = name === undefined
    ? cluster.of('networking.k8s.io', 'IngressClass').find(candidate => annotationsOf(candidate)['ingressclass.kubernetes.io/is-default-class'] === 'true')
    : cluster.find('networking.k8s.io', 'IngressClass', undefined, name);
  const path = field !== undefined ? ['spec', 'ingressClassName'] : name === undefined ? ['spec'] : ['metadata', 'annotations', annotation];
  return { name, path, controller: textAt(object?.effective, 'spec', 'controller'), object };
}

/** Pods of the ingress controllers that are known by name. */
export const ingressControllers = oncePerWorld(({ cluster }: World): readonly Workload[] =>
  cluster.workloads.filter(({ labels, name }) => (labels['app.kubernetes.io/component'] === 'controller' && labels['app.kubernetes.io/name'] === 'ingress-nginx') || /^(?:ingress-nginx-controller|traefik|haproxy-ingress|kong-gateway|nginx-ingress-controller)$/.test(name)));
