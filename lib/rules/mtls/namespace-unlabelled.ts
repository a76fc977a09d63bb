import { rootNamespace } from '../../mesh/mesh-config';
import { enrolment } from '../../mesh/capture';
import type { Reported, Rule } from '../rule';

const systems = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** A namespace with pods, in a cluster with a mesh, that is in no mesh. */
export const namespaceUnlabelled: Rule = {
  id: 'mtls/namespace-unlabelled',
  codes: ['IST0102'],
  severity: 'info',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : [...world.cluster.namespaces.values()].flatMap(({ name, labels, object }): readonly Reported[] => {
    const enrolled = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'].some(label => (labels[label] ?? '') !== '');
    if (object === undefined || enrolled || systems.has(name) || name === rootNamespace(world)) return [];
    const pods = world.cluster.workloadsIn(name);
    if (pods.length === 0 || pods.some(workload => enrolment(world, workload).enrolment !== 'none')) return [];
    return [{ object, path: ['metadata', 'name'], message: `namespace ${name} is in no mesh: its ${pods.length === 1 ? 'workload has' : `${pods.length} workloads have`} neither an identity nor mutual TLS`, help: 'label it istio-injection=enabled, istio.io/rev or istio.io/dataplane-mode=ambient, or istio-injection=disabled where that is meant' }];
  })),
};
