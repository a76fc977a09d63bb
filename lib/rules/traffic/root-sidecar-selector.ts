import { namespaceOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { sidecars, workloadSelector } from '../../mesh/sidecars';
import type { Rule } from '../rule';

/** A Sidecar of the root namespace with a selector: it is for pods of that namespace alone, not for those of the mesh that have the labels. */
export const rootSidecarSelector: Rule = {
  id: 'traffic/root-sidecar-selector',
  codes: ['KIA1006'],
  severity: 'warning',
  reads: 'effective',
  check: world => sidecars(world).filter(object => namespaceOf(object) === rootNamespace(world) && Object.keys(workloadSelector(object)).length > 0 && world.cluster.labelled(namespaceOf(object), workloadSelector(object)).length === 0).map(object => ({
    object,
    path: ['spec', 'workloadSelector'],
    message: `a Sidecar with a selector is read for pods of its own namespace alone, and ${namespaceOf(object)} has none with these labels`,
    help: 'write it into the namespace of the pods, or drop the selector so that it holds for the mesh',
    ...(world.facts.known.has('rootNamespace') ? {} : { assumption: `the root namespace is ${rootNamespace(world)}` }),
  })),
};
