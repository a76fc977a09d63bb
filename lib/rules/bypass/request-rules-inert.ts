import type { ClusterObject } from '../../cluster/object';
import { oncePerWorld, type World } from '../../cluster/cluster';
import { ofKind } from '../../intents/intents';
import { capturesOutbound, trafficPrefix } from '../../mesh/capture';
import { rulesFor } from '../../mesh/destination-rule';
import { namespaceOf, objectAt, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { fullHost } from '../../mesh/host-name';
import { knownCalls, type KnownCall } from '../../mesh/known-calls';
import { describe } from '../../model/object';
import { atPod } from '../pods';
import type { Reported, Rule, View } from '../rule';

/** A client goes past its own proxy to a Service for which there are routes or balancing: these are kept by that proxy. */
export const requestRulesInert: Rule = {
  id: 'bypass/request-rules-inert',
  codes: ['BYP-13'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    // Who calls whom is dear to know, and matters only where somebody goes past a proxy.
    if (!view.cluster.workloads.some(({ annotations }) => annotations[excludeOutbound] !== undefined)) return [];
    const said = new Map<string, Reported>();
    // Of what a program asked, the remark bypass/routing-inert speaks.
    const asked = new Set(ofKind(view.intents, 'client-bypass').map(({ intent: { workload } }) => `${workload.namespace.name}/${workload.name}`));
    for (const call of knownCalls(view)) {
      const { from, host, port } = call;
      if (from.annotations[excludeOutbound] === undefined || asked.has(`${from.namespace}/${from.name}`)) continue;
      const capture = capturesOutbound(view, from, port.number);
      const rule = capture.captured === 'no' && capture.annotation !== undefined ? ruleFor(view, call) : undefined;
      if (rule === undefined || capture.annotation === undefined) continue;
      said.set(`${from.namespace}/${from.kind}/${from.name} ${host.name}`, atPod(from, ['metadata', 'annotations', capture.annotation], {
        message: `calls of ${from.name} to ${host.name} go past its proxy (${capture.reason}), so ${describe(rule.reference)} has no effect on them`,
        help: `take ${port.number} out of ${excludeOutbound}, or leave the rules of ${host.object.reference.name} to others and accept it`,
        near: [{ object: rule }],
        assumption: `${from.name} shall follow them`,
      }));
    }
    return [...said.values()];
  },
};

const excludeOutbound = `${trafficPrefix}excludeOutboundPorts`;

const routesByHost = oncePerWorld(world => grouped(world.cluster.of('networking.istio.io', 'VirtualService'), route => textsAt(specOf(route), 'hosts').map(host => fullHost(world, host, namespaceOf(route)))));

/** A route with HTTP rules of the mesh, or a rule that balances. */
function ruleFor(view: View, { host }: KnownCall): ClusterObject | undefined {
  return (routesByHost(view).get(host.name) ?? []).find(isForMesh) ?? balancing(view, host.name);
}

function isForMesh(route: ClusterObject): boolean {
  const gateways = textsAt(specOf(route), 'gateways');
  return objectsAt(specOf(route), 'http').length > 0 && (gateways.length === 0 || gateways.includes('mesh'));
}

function balancing(world: World, host: string): ClusterObject | undefined {
  return rulesFor(world, host).find(rule => objectAt(specOf(rule), 'trafficPolicy', 'loadBalancer') !== undefined || objectAt(specOf(rule), 'trafficPolicy', 'outlierDetection') !== undefined);
}
