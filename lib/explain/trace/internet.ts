import type { World } from '../../cluster/cluster';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { listenersOf } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { ReachSettings } from '../../reach/settings';
import { evidence, type Hop } from './hop';
import { openServices, throughServices } from './internet/balancers';
import { gatewaysOf, throughGateway } from './internet/gateways';
import { throughIngresses } from './internet/ingresses';
import { outsider, whole, type WayInside } from './internet/way-inside';
import type { Target } from './question';

/** Every way in that takes the host on the port: gateways, Ingresses, else Services that are open by themselves. */
export function fromInternet(world: World, target: Target, settings: ReachSettings): readonly WayInside[] {
  const start: readonly Hop[] = [
    { id: 'source', status: 'ok', text: 'somebody outside of the cluster', evidence: [] },
    { id: 'dns', status: 'skipped', text: target.isAddress ? 'an address needs no name' : `public DNS is not in the input: ${target.host} is taken to lead here`, evidence: [] },
  ];
  const named = [...gatewaysOf(world).flatMap(gateway => throughGateway(world, gateway, target, settings)), ...throughIngresses(world, target, settings)];
  // A gateway for every host that has no route for this one is not the way where another has.
  const routed = named.filter(({ legs }) => !legs.every(({ hops }) => hops.some(({ code }) => code === 'GW-NO-ROUTE')));
  const found = routed.length > 0 ? routed : named.length > 0 ? named : throughServices(world, target, settings);
  if (found.length > 0) return found.map(inside => ({ ...inside, before: [...start, ...inside.before] }));
  return [{ way: { world, target, sender: outsider, settings }, before: [...start, nobody(world, target)], legs: [{ ...whole, hops: [], to: undefined }] }];
}

function nobody(world: World, { host, port }: Target): Hop {
  const there: NonNullable<Hop['details']> = [
    ...gatewaysOf(world).flatMap(gateway => listenersOf(world, gateway).map(listener => ({ text: `${describe(gateway.reference)} takes ${listener.hosts.map(entry => entry.host).join(', ')} on ${listener.port}`, evidence: evidence(listener.object, 'is', ...listener.path) }))),
    ...world.cluster.of('networking.k8s.io', 'Ingress').map(ingress => ({ text: `${describe(ingress.reference)} takes ${objectsAt(specOf(ingress), 'rules').map(rule => textAt(rule, 'host') ?? 'every host').join(', ')} on 80 and 443`, evidence: evidence(ingress, 'is', 'spec', 'rules') })),
    ...openServices(world).map(service => ({ text: `${describe(service.reference)} takes ${objectsAt(specOf(service), 'ports').map(entry => String(entry['port'])).join(', ')}`, evidence: evidence(service, 'is', 'spec', 'ports') })),
  ];
  if (there.length === 0 && world.facts.complete !== true) return { id: 'service', status: 'unknown', text: 'no Gateway, Ingress or open Service is in the input', evidence: [], missing: ['Gateway, Ingress, or Service of type LoadBalancer'] };
  return { id: 'service', status: 'fail', code: 'GW-NO-LISTENER', text: there.length === 0 ? 'nothing takes connections from outside' : `nothing takes ${host} on ${port} from outside`, evidence: there.map(detail => detail.evidence).filter(found => found !== undefined), details: there };
}
