import { oncePerWorld, type World } from '../../cluster/cluster';
import { contains, parseCidr, type Cidr } from '../../model/cidr';
import { describe, fieldAt, textAt, type ObjectReference } from '../../model/object';
import { directions, policies, type Policy } from '../../reach/policy';
import type { Reported, Rule, View } from '../rule';

/** A block of Service addresses: policies see packets after the address of a Service was replaced by that of a pod, so that it means nobody. */
export const serviceAddress: Rule = {
  id: 'policy/service-address',
  codes: ['NET-08'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const { blocks, services } = known(view);
    if (blocks.length === 0 && services.size === 0) return [];
    return [...policies(view).values()].flat().flatMap(policy => directions.flatMap(direction => policy[direction].flatMap(rule => rule.peers.flatMap((peer): readonly Reported[] => {
      if (peer.kind !== 'block' || isDns(view, peer.block)) return [];
      const single = services.get(peer.block.text);
      const within = blocks.find(({ block }) => contains(block, peer.block));
      if (single === undefined && within === undefined) return [];
      return [told(policy, peer.block, [...peer.path, 'ipBlock', 'cidr'], single ?? within?.object, single === undefined ? `is within ${within?.block.text ?? ''}, the addresses of Services` : `is the address of ${describe(single)}`)];
    }))));
  },
};

function told(policy: Policy, block: Cidr, path: Reported['path'] & object, near: ObjectReference | undefined, what: string): Reported {
  return {
    object: policy.object,
    path,
    message: `block ${block.text} of ${describe(policy.object.reference)} ${what}: policies see the pods behind it, so it means nobody`,
    help: 'select the pods behind the Service by labels',
    ...(near === undefined ? {} : { near: [{ object: near }] }),
  };
}

/** Blocks of ServiceCIDR objects, and addresses that Services have or ask for. */
const known = oncePerWorld(({ cluster }: World): { readonly blocks: readonly { readonly block: Cidr; readonly object: ObjectReference }[]; readonly services: ReadonlyMap<string, ObjectReference> } => {
  const blocks = cluster.of('networking.k8s.io', 'ServiceCIDR').flatMap(({ effective, reference }) => {
    const list = fieldAt(effective, 'spec', 'cidrs');
    return (Array.isArray(list) ? list : []).flatMap((text: unknown) => {
      const block = parseCidr(String(text));
      return 'problem' in block ? [] : [{ block, object: reference }];
    });
  });
  const services = cluster.of('', 'Service').flatMap(({ effective, reference }) => {
    const text = textAt(effective, 'spec', 'clusterIP');
    if (text === undefined || text === 'None') return [];
    const address = parseCidr(text);
    return 'problem' in address ? [] : [[address.text, reference] as const];
  });
  return { blocks, services: new Map(services) };
});

/** NodeLocal DNSCache answers on the address of the DNS Service as well, without translation. */
function isDns({ facts: { platform: { dns } }, cluster }: View, block: Cidr): boolean {
  const service = textAt(cluster.find('', 'Service', 'kube-system', 'kube-dns')?.effective, 'spec', 'clusterIP');
  return [dns.clusterIP, dns.nodeLocalIP, service].some(address => typeof address === 'string' && block.text.split('/')[0] === address);
}
