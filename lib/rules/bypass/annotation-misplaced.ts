import type { ClusterObject } from '../../cluster/object';
import { hasPodTemplate, templateOf, textsOf } from '../../cluster/template';
import { templatePath } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Annotations that only pods are read for. */
const ofPods = /^(?:traffic\.)?sidecar\.istio\.io\//;

/** Kinds of Kubernetes whose own annotations never reach a pod. Custom kinds may pass theirs on. */
const groups = new Set(['', 'apps', 'batch', 'networking.k8s.io']);

/** An annotation for the proxy of pods, on something that is no pod: nobody reads it. */
export const annotationMisplaced: Rule = {
  id: 'bypass/annotation-misplaced',
  codes: ['BYP-01', 'IST0107'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) => cluster.objects.flatMap(object => {
    if (!groups.has(object.group) || object.kind === 'Pod') return [];
    const keys = Object.keys(textsOf(object.written, 'annotations')).filter(key => ofPods.test(key));
    if (keys.length === 0 || owned(object)) return [];
    const template = hasPodTemplate(object) ? textsOf(templateOf(object), 'annotations') : undefined;
    return keys.filter(key => template?.[key] === undefined).map((key): Reported => ({
      object,
      path: ['metadata', 'annotations', key],
      message: `annotation ${key} on a ${object.kind} has no effect: it is read from pods`,
      help: template === undefined ? 'write it on the pod template of the workload that is meant' : `write it at ${[...templatePath(object.kind), 'metadata', 'annotations'].join('.')}`,
    }));
  }),
};

/** A ReplicaSet repeats the annotations of its Deployment. */
function owned({ written }: ClusterObject): boolean {
  return Array.isArray((written['metadata'] as { readonly ownerReferences?: unknown } | undefined)?.ownerReferences);
}
