import { labelsAt, namespaceOf, specOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { formatLabels } from '../../model/labels';
import type { Rule } from '../rule';

/** A policy of the root namespace with a selector: there only policies for the whole mesh count, and this one is for nobody. */
export const rootSelector: Rule = {
  id: 'mtls/root-selector',
  codes: ['MTLS-02'],
  severity: 'error',
  reads: 'effective',
  check: world => {
    const root = rootNamespace(world);
    const assumed = world.facts.known.has('rootNamespace') ? {} : { severity: 'warning' as const, assumption: `the root namespace is ${root}` };
    return world.cluster.of('security.istio.io', 'PeerAuthentication').flatMap(policy => {
      const labels = labelsAt(specOf(policy), 'selector', 'matchLabels');
      if (namespaceOf(policy) !== root || Object.keys(labels).length === 0) return [];
      return [{
        ...assumed,
        object: policy,
        path: ['spec', 'selector'],
        message: `a policy of root namespace ${root} that selects ${formatLabels(labels)} is ignored: policies there hold for the whole mesh, or not at all`,
        help: 'move it to the namespace of the pods, or drop the selector so that it holds for the whole mesh',
      }];
    });
  },
};
