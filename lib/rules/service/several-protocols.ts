import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment } from '../../mesh/capture';
import { portIn } from '../../mesh/endpoints';
import { hostOfService, selectorOf, type HostPort } from '../../mesh/hosts';
import { seesRequests, type PortProtocol } from '../../mesh/protocol';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

interface Claim {
  readonly service: ClusterObject;
  readonly port: HostPort;
}

/** One port of the pods that two Services call HTTP and TCP: the server's proxy can read it in one way only. */
export const severalProtocols: Rule = {
  id: 'service/several-protocols',
  codes: ['IST0116', 'IST0137'],
  severity: 'warning',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : [...claims(world)].flatMap(([workload, found]) => ofWorkload(world, workload, found))),
};

function claims(world: World): ReadonlyMap<Workload, readonly Claim[]> {
  const found = new Map<Workload, Claim[]>();
  for (const service of world.cluster.of('', 'Service')) {
    const host = hostOfService(world, service);
    const selector = selectorOf(host);
    if (selector === undefined || host.resolution === 'alias') continue;
    for (const workload of world.cluster.labelled(host.namespace, selector)) {
      const present = found.get(workload);
      const more = host.ports.map(port => ({ service, port }));
      if (present === undefined) found.set(workload, more);
      else present.push(...more);
    }
  }
  return found;
}

function ofWorkload(world: World, workload: Workload, found: readonly Claim[]): readonly Reported[] {
  if (new Set(found.map(({ service }) => service)).size < 2 || enrolment(world, workload).enrolment === 'none') return [];
  const first = new Map<string, Claim>();
  return found.flatMap((claim): readonly Reported[] => {
    const number = portIn(workload, claim.port);
    // What is guessed may be either.
    if (number === undefined || claim.port.protocol === 'sniffed') return [];
    const key = `${claim.port.transport}/${number}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, claim);
    if (earlier === undefined || earlier.service === claim.service || alike(earlier.port.protocol, claim.port.protocol)) return [];
    return [{
      object: claim.service,
      path: claim.port.path,
      message: `port ${number} of ${describe(workload.object.reference)} is ${claim.port.protocol} here and ${earlier.port.protocol} in ${describe(earlier.service.reference)}: its proxy reads it in one of the two ways`,
      help: 'give both ports the same appProtocol',
      near: [{ object: earlier.service, path: earlier.port.path }],
    }];
  });
}

/** The forms of HTTP are told apart by the proxy itself, and what is not read is forwarded in one way. */
function alike(a: PortProtocol, b: PortProtocol): boolean {
  return seesRequests(a) === seesRequests(b);
}
