import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { actionOf, partsOf } from '../../mesh/authorization';
import { needsRequest } from '../../mesh/authorization-condition';
import { enrolment, hasAmbient, waypointOf } from '../../mesh/capture';
import { labelsAt, labelsOf, namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import type { Reported, Rule, View } from '../rule';

/** Conditions on requests in ambient, where nobody reads requests but a waypoint. */
export const ambientL7WithoutWaypoint: Rule = {
  id: 'authz/ambient-l7-without-waypoint',
  codes: ['MTLS-14', 'KIA0109', 'KIA0110', 'KIA1317'],
  severity: 'error',
  reads: 'effective',
  check: view => view.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap((policy): readonly Reported[] => {
    const targets = objectsAt(specOf(policy), 'targetRefs');
    // Nearly no pod is ambient, and conditions are dearer to read than labels.
    const workload = targets.length === 0 && hasAmbient(view) ? ambientWorkload(view, policy) : undefined;
    if (targets.length === 0 && workload === undefined) return [];
    const [first] = requestConditions(policy);
    if (first === undefined) return [];
    return workload !== undefined ? bySelector(policy, workload, first) : targets.flatMap((target, i) => byTarget(view, policy, ['spec', 'targetRefs', i], textAt(target, 'kind') ?? '', textAt(target, 'name') ?? ''));
  }),
};

function requestConditions(policy: ClusterObject): readonly { readonly path: FieldPath; readonly attribute: string }[] {
  return objectsAt(specOf(policy), 'rules').flatMap((rule, i) => {
    const { from, to, when } = partsOf(rule);
    return [...from, ...to, when].flat().filter(({ attribute }) => needsRequest(attribute)).map(({ attribute }) => ({ path: ['spec', 'rules', i], attribute: attribute.replace(/^(?:header|unknown):/, '') }));
  });
}

function ambientWorkload(view: View, policy: ClusterObject): Workload | undefined {
  return view.cluster.labelled(namespaceOf(policy), labelsAt(specOf(policy), 'selector', 'matchLabels')).find(candidate => enrolment(view, candidate).enrolment === 'ambient');
}

function bySelector(policy: ClusterObject, workload: Workload, { path, attribute }: ReturnType<typeof requestConditions>[number]): readonly Reported[] {
  const effect = actionOf(policy) === 'DENY' ? 'it denies more than it says' : 'the rule admits nobody';
  return [{
    object: policy,
    path,
    message: `${workload.name} is in an ambient mesh, where its node sees no requests: of a rule with ${attribute}, ${effect}`,
    help: 'name the Service or the waypoint in targetRefs instead of a selector, and give it a waypoint',
    near: [{ object: workload.object }],
  }];
}

function byTarget(view: View, policy: ClusterObject, path: FieldPath, kind: string, name: string): readonly Reported[] {
  const service = kind === 'Service' ? view.cluster.find('', 'Service', namespaceOf(policy), name) : undefined;
  if (service === undefined || view.cluster.namespaces.get(namespaceOf(policy))?.object === undefined) return [];
  const waypoint = waypointOf(view, labelsOf(service), namespaceOf(policy));
  if (waypoint !== undefined && waypoint.present !== 'no') return [];
  return [{
    object: policy,
    path,
    message: waypoint === undefined ? `Service ${name} has no waypoint, and a policy for it is kept by nobody else` : `Service ${name} names waypoint ${waypoint.name}, which is not there`,
    help: waypoint === undefined ? `label Service ${name} or its namespace with istio.io/use-waypoint` : `add Gateway ${waypoint.namespace}/${waypoint.name} of class istio-waypoint`,
    near: [{ object: service }],
  }];
}
