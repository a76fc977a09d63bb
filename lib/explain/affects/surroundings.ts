import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment, waypointOf } from '../../mesh/capture';
import { objectAt, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { formatLabels } from '../../model/labels';
import { someOf } from '../../model/some';
import { effect, type Effect } from './effect';

/** Labels of a Namespace that something acts on. */
const acting = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode', 'istio.io/use-waypoint', 'istio.io/use-waypoint-namespace', 'topology.istio.io/network', 'linkerd.io/inject'] as const;

/** What pods get from the namespace they are in. */
export function namespaceEffects(world: World, workload: Workload): readonly Effect[] {
  const { namespace } = workload;
  const view = world.cluster.namespaces.get(namespace);
  const { enrolment: mesh, reason } = enrolment(world, workload);
  const inMesh = { sidecar: 'pods have a sidecar', ambient: 'pods are in the ambient mesh', none: 'pods are in no mesh', unknown: 'whether pods are in a mesh is not known' }[mesh];
  const waypoint = mesh === 'ambient' ? waypointOf(world, workload.labels, namespace) : undefined;
  if (view?.object === undefined) return [{ group: 'namespace', standing: 'unknown', name: `Namespace ${namespace}`, path: [], text: `not in the input; ${inMesh}: ${reason}` }];
  const { object, labels } = view;
  const own = Object.fromEntries(acting.flatMap(label => (labels[label] === undefined ? [] : [[label, labels[label]]])));
  const security = (['enforce', 'warn', 'audit'] as const).flatMap(mode => {
    const label = `pod-security.kubernetes.io/${mode}`;
    return labels[label] === undefined ? [] : [effect('namespace', 'applies', object, ['metadata', 'labels', label], `pod security: ${mode} ${labels[label]}`)];
  });
  return [
    effect('namespace', 'applies', object, ['metadata', 'labels'], `${inMesh}: ${reason}${Object.keys(own).length === 0 ? '' : ` (${formatLabels(own)})`}`),
    ...(waypoint === undefined ? [] : [effect('namespace', 'applies', object, ['metadata', 'labels'], `requests pass waypoint ${waypoint.namespace}/${waypoint.name}${waypoint.present === 'yes' ? '' : ', which is not in the input'}`)]),
    ...security,
    ...limits(world, namespace),
  ];
}

function limits({ cluster }: World, namespace: string): readonly Effect[] {
  const own = (kind: string): readonly ClusterObject[] => cluster.of('', kind).filter(({ reference }) => reference.namespace === namespace);
  return [
    ...own('LimitRange').flatMap(object => objectsAt(specOf(object), 'limits').flatMap((limit, i) => {
      const type = textAt(limit, 'type') ?? '';
      const fields = ['default', 'defaultRequest', 'min', 'max', 'maxLimitRequestRatio'].filter(field => objectAt(limit, field) !== undefined);
      return type === 'Container' || type === 'Pod' ? [effect('namespace', 'applies', object, ['spec', 'limits', i], `${fields.join(', ')} of each ${type.toLowerCase()}`)] : [];
    })),
    ...own('ResourceQuota').map(object => {
      const spec = specOf(object);
      const scopes = [...textsAt(spec, 'scopes'), ...objectsAt(spec, 'scopeSelector', 'matchExpressions').map(each => textAt(each, 'scopeName') ?? '')];
      const counted = Object.keys(objectAt(spec, 'hard') ?? {});
      return effect('namespace', scopes.length === 0 ? 'applies' : 'unknown', object, ['spec', 'hard'], `counts ${someOf(counted)}${scopes.length === 0 ? '' : `, of pods in scope ${scopes.join(', ')}`}`);
    }),
  ];
}

/** Who the pods are, and how important. */
export function identityEffects({ cluster, facts: { platform } }: World, { namespace, serviceAccount, spec }: Workload): readonly Effect[] {
  const account = cluster.find('', 'ServiceAccount', namespace, serviceAccount);
  const domain = platform.mesh === 'istio' ? platform.trustDomain : 'cluster.local';
  const text = `identity ${domain}/ns/${namespace}/sa/${serviceAccount}`;
  const priority = textAt(spec, 'priorityClassName');
  const important = priority === undefined ? undefined : cluster.find('scheduling.k8s.io', 'PriorityClass', undefined, priority);
  return [
    account === undefined ? { group: 'identity', standing: serviceAccount === 'default' ? 'applies' : 'unknown', name: `ServiceAccount ${namespace}/${serviceAccount}`, path: [], text: `${text}; not in the input` } : effect('identity', 'applies', account, [], text),
    ...(priority === undefined ? [] : [important === undefined
      ? { group: 'identity' as const, standing: 'unknown' as const, name: `PriorityClass ${priority}`, path: [], text: 'not in the input' }
      : effect('identity', 'applies', important, ['value'], `priority ${String(important.effective['value'])}`)]),
  ];
}
