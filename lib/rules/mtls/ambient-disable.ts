import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment } from '../../mesh/capture';
import { labelsAt, namespaceOf, objectAt, specOf, textAt } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import type { Rule, View } from '../rule';

/** DISABLE in ambient: the node's proxy tolerates plaintext and still speaks and takes its own tunnel. */
export const ambientDisable: Rule = {
  id: 'mtls/ambient-disable',
  codes: ['MTLS-13'],
  severity: 'warning',
  reads: 'effective',
  check: view => view.cluster.of('security.istio.io', 'PeerAuthentication').flatMap(policy => {
    const [path] = disabled(policy);
    if (path === undefined) return [];
    const workload = selected(view, policy).find(candidate => enrolment(view, candidate).enrolment === 'ambient');
    if (workload === undefined) return [];
    return [{
      object: policy,
      path,
      message: `${workload.name} is in an ambient mesh, where DISABLE takes plaintext besides and does not switch mutual TLS off`,
      help: 'say PERMISSIVE, or take the pods out of the mesh with label istio.io/dataplane-mode=none',
    }];
  }),
};

function disabled(policy: ClusterObject): readonly FieldPath[] {
  const spec = specOf(policy);
  const wide = textAt(spec, 'mtls', 'mode') === 'DISABLE' ? [['spec', 'mtls', 'mode']] : [];
  const ports = objectAt(spec, 'portLevelMtls') ?? {};
  return [...wide, ...Object.keys(ports).filter(port => textAt(ports, port, 'mode') === 'DISABLE').map(port => ['spec', 'portLevelMtls', port, 'mode'])];
}

function selected({ cluster }: View, policy: ClusterObject): readonly Workload[] {
  return cluster.labelled(namespaceOf(policy), labelsAt(specOf(policy), 'selector', 'matchLabels'));
}
