import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { entrancePods } from '../../mesh/entrances';
import { namespaceOf } from '../../mesh/fields';
import { gatewayRoute } from '../../mesh/gateway-route';
import { podsOf } from '../../reach/pods';
import type { ReachSettings } from '../../reach/settings';
import { evidence, type Hop } from './hop';
import { ingressAt } from './hops/ingress';
import { gatewayLegs } from './hops/route';
import type { Target } from './question';
import type { Leg, Sender, Way } from './way';

/** A way in: what happens up to the gateway, and the legs from there. */
export interface WayInside {
  readonly way: Way;
  readonly before: readonly Hop[];
  readonly legs: readonly Leg[];
}

const outsider: Sender = { party: { outside: true }, client: { namespace: '', labels: {}, proxy: 'gateway' }, name: 'the internet' };

/** Every gateway that takes the host on the port. */
export function fromInternet(world: World, target: Target, settings: ReachSettings): readonly WayInside[] {
  const gateways = [...world.cluster.of('networking.istio.io', 'Gateway'), ...world.cluster.of('gateway.networking.k8s.io', 'Gateway')];
  const source: readonly Hop[] = [{ id: 'source', status: 'ok', text: 'somebody outside of the cluster', evidence: [] }, { id: 'dns', status: 'skipped', text: `public DNS is not in the input: ${target.host} is taken to lead to the gateway`, evidence: [] }];
  const found = gateways.flatMap(gateway => through(world, gateway, target, settings, source));
  if (found.length > 0) return found;
  const way: Way = { world, target, sender: outsider, settings };
  const none: Hop = { id: 'service', status: 'fail', code: 'GW-NO-LISTENER', text: `none of ${gateways.length} gateways takes ${target.host} on ${target.port}`, evidence: gateways.map(gateway => evidence(gateway, 'is', 'spec')) };
  return [{ way, before: [...source, none], legs: [{ when: { kind: 'default' }, share: 1, hops: [], to: undefined }] }];
}

function through(world: World, gateway: ClusterObject, target: Target, settings: ReachSettings, source: readonly Hop[]): readonly WayInside[] {
  const route = gatewayRoute(world, { gateway, host: target.host, port: target.port, ...(target.path === undefined ? {} : { path: target.path }), ...(target.method === undefined ? {} : { method: target.method }), ...(target.headers === undefined ? {} : { headers: target.headers }), authority: target.host });
  if (route.listens === 'no') return [];
  const name = `gateway ${namespaceOf(gateway)}/${gateway.reference.name}`;
  const [pods] = entrancePods(world, gateway);
  const party = pods === undefined ? ({ stranger: name } as const) : pods.workload === undefined ? { namespace: pods.namespace, labels: pods.labels } : podsOf(pods.workload);
  const sender: Sender = { party, client: { namespace: pods?.namespace ?? namespaceOf(gateway), labels: pods?.labels ?? {}, proxy: 'gateway' }, name, ...(pods?.workload === undefined ? {} : { workload: pods.workload }) };
  const way: Way = { world, target, sender, settings };
  const listener: Hop = route.listens === 'yes' ? { id: 'service', status: 'ok', text: `${gateway.kind} ${namespaceOf(gateway)}/${gateway.reference.name} listens on ${target.port} for ${target.host}`, evidence: [evidence(gateway, 'is', 'spec')] } : { id: 'service', status: 'unknown', text: `whether routes may attach to ${gateway.reference.name} is not settled`, evidence: [evidence(gateway, 'is', 'spec')], missing: ['labels of namespaces'] };
  const door: readonly Hop[] = pods?.workload === undefined ? [] : [ingressAt({ ...way, sender: outsider }, pods.workload, target.port)];
  return [{ way, before: [...source, listener, ...door], legs: gatewayLegs(way, gateway, route) }];
}
