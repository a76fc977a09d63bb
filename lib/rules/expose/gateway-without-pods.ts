import type { ClusterObject } from '../../cluster/object';
import { oncePerWorld, type World } from '../../cluster/cluster';
import { isDump } from '../../cluster/namespaces';
import { isComplete } from '../../cluster/complete';
import { isProxy } from '../../mesh/capture';
import { labelsAt, specOf } from '../../mesh/fields';
import { gatewayPods } from '../../mesh/listeners';
import { formatLabels } from '../../model/labels';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { called } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** Selectors of the gateways that Istio's own charts and profiles install, which are seldom among the manifests of those who use them. */
const installed = new Set(['istio=ingressgateway', 'istio=ingress', 'istio=egressgateway', 'istio=egress', 'istio=eastwestgateway', 'app=istio-ingressgateway', 'app=istio-egressgateway', 'app=istio-ingress']);

/** A Gateway whose selector finds no gateway. Those of others, and those of Istio's charts, are in other repositories. */
export const gatewayWithoutPods: Rule = {
  id: 'expose/gateway-without-pods',
  codes: ['IST0101', 'KIA0302'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'Gateway').flatMap(gateway => judge(world, gateway)),
};

const gateways = oncePerWorld(({ cluster }) => cluster.workloads.filter(isProxy));

function judge(world: World, object: ClusterObject): readonly (Reported | Unsettled)[] {
  const labels = labelsAt(specOf(object), 'selector');
  if (Object.keys(labels).length === 0 || gatewayPods(world, object).length > 0 || declared(world, labels)) return [];
  // Pods that are no gateway and have the labels listen all the same.
  if ([...world.cluster.namespaces.keys()].some(namespace => world.cluster.labelled(namespace, labels).length > 0)) return [];
  const all = isComplete(world.facts, undefined);
  const ofIstio = installed.has(formatLabels(labels)) && !isDump(world);
  if (ofIstio || (!all && gateways(world).length === 0)) return [{ object, unknown: 'the pods of a gateway are not in the input' }];
  const there = gateways(world);
  return [{
    object,
    path: ['spec', 'selector'],
    message: `${describe(object.reference)} selects no pod: no gateway has ${formatLabels(labels)}`,
    help: there.length === 0 ? 'add the gateway, or correct the labels' : `use labels of ${someOf(there.map(called))}`,
    near: there.slice(0, 1).map(workload => ({ object: workload.object, note: `labels: ${formatLabels(workload.labels)}` })),
    ...(all ? { severity: 'error' as const } : { assumption: 'the input has all gateways' }),
  }];
}

/** Whether somebody says that pods of the name exist: `declared: [{ kind: Pod, name: ingress-* }]`, where the labels name them. */
function declared({ facts }: World, labels: Readonly<Record<string, string>>): boolean {
  return facts.declared.some(({ kind, name }) => (kind === 'Pod' || kind === 'Deployment') && Object.values(labels).some(value => (name.endsWith('*') ? value.startsWith(name.slice(0, -1)) : name === value)));
}
