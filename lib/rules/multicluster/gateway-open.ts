import type { ClusterObject } from '../../cluster/object';
import { ofKind } from '../../intents/intents';
import { entrancePods, type EntrancePods } from '../../mesh/entrances';
import { annotationsOf, labelsAt, namespaceOf, objectAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { listeners, type Listener } from '../../mesh/listeners';
import { matches } from '../../model/labels';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { sharesNetwork } from '../../platform/peer';
import { admission } from '../../reach/admission';
import { servicePorts } from '../../reach/service-ports';
import { describePods } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** The gateway between clusters passes on whatever names a Service that it offers, without looking at who asks; and everybody may ask. */
export const gatewayOpen: Rule = {
  id: 'multicluster/gateway-open',
  codes: ['MC-13'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const { peers, network } = view.facts.platform;
    // Clusters of one network talk from pod to pod.
    if (peers.length > 0 && peers.every(peer => sharesNetwork(peer, network))) return [];
    const doors = new Map<string, { readonly pods: EntrancePods | undefined; readonly at: Listener[] }>();
    for (const listener of listeners(view).filter(passesOn)) {
      for (const pods of podsOf(view, listener.gateway)) {
        const key = JSON.stringify([listener.port, pods?.namespace, pods?.workload?.kind, pods?.workload?.name, pods?.labels]);
        const present = doors.get(key);
        if (present === undefined) doors.set(key, { pods, at: [listener] });
        else present.at.push(listener);
      }
    }
    return [...doors.values()].flatMap(({ pods, at }) => judged(view, pods, at));
  },
};

function passesOn({ tls }: Listener): boolean {
  return textAt(tls, 'mode') === 'AUTO_PASSTHROUGH' || textAt(tls, 'options', 'gateway.istio.io/listener-protocol') === 'auto-passthrough';
}

/** Where the input has no pods, the platform says where those of its gateway are, else they are taken to stand beside the Gateway. */
function podsOf(view: View, gateway: ClusterObject): readonly (EntrancePods | undefined)[] {
  const found = entrancePods(view, gateway);
  if (found.length > 0) return found;
  const { platform, known } = view.facts;
  const selector = labelsAt(specOf(gateway), 'selector');
  if (gateway.group !== 'networking.istio.io' || Object.keys(selector).length === 0) return [undefined];
  return platform.mesh === 'istio' && (known as ReadonlySet<string>).has('eastWest') && matches(selector, platform.eastWest.labels) ? [platform.eastWest] : [{ namespace: namespaceOf(gateway), labels: selector }];
}

function judged(view: View, pods: EntrancePods | undefined, at: readonly Listener[]): readonly (Reported | Unsettled)[] {
  const [listener] = at;
  if (listener === undefined) return [];
  const { gateway, port, path } = listener;
  if (pods === undefined) return [{ object: gateway, unknown: 'where the pods of a gateway are is not in the input' }];
  const services = (pods.workload === undefined ? [] : servicePorts(view).get(pods.workload) ?? []).filter(({ number }) => number === port);
  const gateways = [...new Set(at.map(each => each.gateway))];
  if ((services.length > 0 && services.every(({ service }) => isRestricted(service))) || gateways.some(isInternal)) return [];
  const number = services[0]?.target ?? port;
  const { admitted, reason, selecting, by } = admission(view, pods, 'ingress', { outside: true }, { number });
  if (admitted === 'unknown' && selecting.length === 0) return [{ object: gateway, unknown: 'whether policies restrict who calls a gateway between clusters' }];
  if (admitted !== 'yes') return [];
  return [{
    object: gateway,
    path: [...path, 'port'],
    message: `port ${port} of ${describe(gateway.reference)} takes connections from any address: ${by === undefined ? `no policy selects ${describePods(pods)}` : reason}`,
    help: helpFor(view, pods, number, by !== undefined),
    near: [...(by === undefined ? [] : [{ object: by.object, path: by.path }]), ...gateways.slice(1, 4).map(object => ({ object }))],
    ...(view.program ? { constructs: [...new Set([...gateways.flatMap(({ source }) => source.construct ?? []), ...ofKind(view.intents, 'serve-peers').map(({ origin }) => origin.path)])] } : {}),
    assumption: 'nothing before the gateway, such as source ranges of its load balancer, restricts it',
  }];
}

function helpFor({ program, facts: { platform } }: View, pods: EntrancePods, port: number, closed: boolean): string {
  const unnamed = platform.peers.filter(peer => !sharesNetwork(peer, platform.network) && (peer.sourceCidrs ?? []).length === 0).map(({ cluster }) => cluster);
  const steps = [...(unnamed.length === 0 ? [] : [`set sourceCidrs on ${list(unnamed)}`]), ...(closed ? [] : [`close namespace ${pods.namespace} with DefaultDeny`])];
  if (program && steps.length > 0) return steps.join(', and ');
  return `admit TCP ${port} to ${describePods(pods)} from the addresses of the other clusters alone`;
}

const internal: Readonly<Record<string, RegExp>> = {
  'service.beta.kubernetes.io/aws-load-balancer-internal': /^(?:true|0\.0\.0\.0\/0)$/,
  'service.beta.kubernetes.io/aws-load-balancer-scheme': /^internal$/,
  'service.beta.kubernetes.io/azure-load-balancer-internal': /^true$/,
  'networking.gke.io/load-balancer-type': /^Internal$/i,
  'cloud.google.com/load-balancer-type': /^Internal$/i,
  'networking.istio.io/service-type': /^ClusterIP$/,
};

function saysInternal(annotations: Readonly<Record<string, string>>): boolean {
  return Object.entries(internal).some(([key, value]) => value.test(annotations[key] ?? ''));
}

/** Annotations of a Gateway are passed on to the Service that is made for it. */
function isInternal(gateway: ClusterObject): boolean {
  return saysInternal(annotationsOf(gateway)) || saysInternal(labelsAt(objectAt(specOf(gateway), 'infrastructure'), 'annotations'));
}

function isRestricted(service: ClusterObject): boolean {
  const spec = specOf(service);
  const ranges = textsAt(spec, 'loadBalancerSourceRanges');
  return !['LoadBalancer', 'NodePort'].includes(textAt(spec, 'type') ?? 'ClusterIP') || saysInternal(annotationsOf(service)) || (ranges.length > 0 && !ranges.some(range => range.endsWith('/0')));
}
