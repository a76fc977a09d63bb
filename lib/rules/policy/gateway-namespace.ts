import type { ClusterObject } from '../../cluster/object';
import { entrancePods, waysFrom, type EntrancePods } from '../../mesh/entrances';
import { annotationsOf, labelsAt, objectAt, specOf, textAt } from '../../mesh/fields';
import { listenersOf } from '../../mesh/listeners';
import { some, type Certainty } from '../../model/certainty';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { admission, policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { servicePorts } from '../../reach/service-ports';
import { closing, podsAt } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/**
 * Pods of a gateway in a closed namespace, where the policies that they need are missing: connections from outside to what it listens on, and its own to what
 * it leads to. Of pods that are in the input other rules ask for istiod and DNS.
 */
export const gatewayNamespace: Rule = {
  id: 'policy/gateway-namespace',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    if (view.cluster.of('networking.k8s.io', 'NetworkPolicy').length === 0) return [];
    return [...sharing(view).values()].flatMap(({ gateways, pods }) => judged(view, gateways, pods));
  },
};

/** Pods of gateways, each once: Gateways of Istio's own API share pods. */
function sharing(view: View): ReadonlyMap<string, { readonly pods: EntrancePods; readonly gateways: readonly ClusterObject[] }> {
  const found = new Map<string, { readonly pods: EntrancePods; readonly gateways: ClusterObject[] }>();
  const outward = view.cluster.of('gateway.networking.k8s.io', 'Gateway').filter(gateway => !(textAt(specOf(gateway), 'gatewayClassName') ?? '').endsWith('waypoint'));
  for (const gateway of [...view.cluster.of('networking.istio.io', 'Gateway'), ...outward]) {
    for (const pods of entrancePods(view, gateway)) {
      const key = JSON.stringify([pods.namespace, pods.workload?.kind, pods.workload?.name, pods.labels]);
      const present = found.get(key);
      if (present === undefined) found.set(key, { pods, gateways: [gateway] });
      else present.gateways.push(gateway);
    }
  }
  return found;
}

function judged(view: View, gateways: readonly ClusterObject[], pods: EntrancePods): readonly (Reported | Unsettled)[] {
  const [gateway] = gateways;
  const policy = closing([...policiesOn(view, pods, 'ingress'), ...policiesOn(view, pods, 'egress')]);
  if (gateway === undefined || policy === undefined) return [];
  const outside = fromOutside(view, gateways, pods);
  const lacking = [...(outside.called === 'yes' ? outside.closed.map(port => `connections from outside on port ${port}`) : []), ...towardsPlatform(view, pods), ...towardsApplications(view, gateways, pods)];
  const unknown: readonly Unsettled[] = outside.called === 'unknown' && outside.closed.length > 0 ? [{ object: gateway, unknown: 'whether a gateway is called from outside of the cluster' }] : [];
  if (lacking.length === 0) return unknown;
  return [...unknown, {
    object: policy.object,
    path: ['spec'],
    message: `${describe(policy.object.reference)} closes the pods of ${describe(gateway.reference)}, and nothing admits ${list(lacking)}`,
    help: `admit for ${pods.workload === undefined ? `the pods of ${gateway.reference.name}` : `${pods.workload.kind} ${pods.workload.name}`} what a gateway needs: its ports from everywhere, istiod, DNS, and the pods that it leads to`,
    near: gateways.slice(0, 3).map(object => ({ object })),
  }];
}

/** Ports of the pods that listen and that nobody outside reaches, and whether somebody outside is meant to. */
function fromOutside(view: View, gateways: readonly ClusterObject[], pods: EntrancePods): { readonly called: Certainty; readonly closed: readonly number[] } {
  const behind = pods.workload === undefined ? [] : servicePorts(view).get(pods.workload) ?? [];
  const ports = new Set(gateways.flatMap(gateway => listenersOf(view, gateway)).map(({ port }) => behind.find(({ number }) => number === port)?.target ?? port));
  const closed = [...ports].filter(number => admission(view, pods, 'ingress', { outside: true }, { number }).admitted === 'no');
  return { closed, called: isCalled(gateways, behind.map(({ service }) => service)) };
}

/** A Service with an address of its own brings connections from outside. For a Gateway of the Gateway API Istio makes one of type LoadBalancer unless it is told otherwise. */
function isCalled(gateways: readonly ClusterObject[], services: readonly ClusterObject[]): Certainty {
  const made = gateways.filter(({ group }) => group === 'gateway.networking.k8s.io').map((gateway): Certainty => {
    const stated = annotationsOf(gateway)['networking.istio.io/service-type'] ?? labelsAt(objectAt(specOf(gateway), 'infrastructure'), 'annotations')['networking.istio.io/service-type'];
    return stated === 'ClusterIP' ? 'no' : 'yes';
  });
  const types = services.map((service): Certainty => (['LoadBalancer', 'NodePort'].includes(textAt(specOf(service), 'type') ?? '') ? 'yes' : 'no'));
  return made.length + types.length === 0 ? 'unknown' : some([...made, ...types]);
}

/** Of pods that are made by a controller nobody else asks for these. */
function towardsPlatform(view: View, pods: EntrancePods): readonly string[] {
  const { platform } = view.facts;
  if (pods.workload !== undefined || platform.mesh !== 'istio') return [];
  const refused = (at: Parameters<typeof podsAt>[1], number: number, protocol: 'TCP' | 'UDP'): boolean => admission(view, pods, 'egress', podsAt(view, at).party, { number, protocol }).admitted === 'no';
  const { controlPlane, dns } = platform;
  return [
    ...(refused(controlPlane, controlPlane.port, 'TCP') ? [`its own to istiod on port ${controlPlane.port}`] : []),
    ...(refused(dns, dns.port, 'UDP') && refused(dns, dns.port, 'TCP') ? ['its own to cluster DNS'] : []),
  ];
}

function towardsApplications(view: View, gateways: readonly ClusterObject[], pods: EntrancePods): readonly string[] {
  const refused = gateways.flatMap(gateway => waysFrom(view, gateway)).filter(({ workload, port }) => admission(view, pods, 'egress', podsOf(workload), { number: port }).admitted === 'no');
  const [first, ...others] = refused;
  if (first === undefined) return [];
  const { workload, port } = first;
  return [`its own to ${workload.kind} ${workload.namespace}/${workload.name} on port ${port}${others.length === 0 ? '' : ` and ${others.length} other${others.length === 1 ? '' : 's'} that routes lead to`}`];
}
