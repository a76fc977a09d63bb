import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import type { FieldPath } from '../../model/finding';
import { policiesFor } from '../../mesh/authorization';
import { annotationsOf, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import { policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { behind } from '../../reach/service-ports';
import type { Reported, Rule, View } from '../rule';

/**
 * Addresses of clients are compared where a Service hides them: with `externalTrafficPolicy: Cluster` connections arrive from the address of the node that took
 * them in. What a policy permits are then nodes, or nobody.
 */
export const clientAddress: Rule = {
  id: 'expose/client-address',
  codes: ['ING-10'],
  severity: 'info',
  reads: 'effective',
  check: view => view.cluster.of('', 'Service').filter(hidesClients).flatMap(service => behind(view.cluster, service).flatMap((workload): readonly Reported[] => {
    const comparing = comparison(view, workload);
    if (comparing === undefined) return [];
    return [{
      object: service,
      path: ['spec', 'externalTrafficPolicy'],
      message: `${describe(service.reference)} hides the addresses of clients, and ${describe(comparing.object.reference)} compares them with ${comparing.blocks.slice(0, 3).join(', ')} at the pods behind it`,
      help: 'set externalTrafficPolicy: Local, or let the load balancer pass the address on and compare that',
      near: [{ object: comparing.object, path: comparing.path }],
      assumption: 'the load balancer sends connections to nodes, and nothing before it passes the address on',
    }];
  })),
};

function hidesClients(service: ClusterObject): boolean {
  const spec = specOf(service);
  const type = textAt(spec, 'type');
  if (type !== 'LoadBalancer' && type !== 'NodePort') return false;
  // Load balancers that speak to pods keep the address, or say it in the PROXY protocol.
  const toPods = Object.entries(annotationsOf(service)).some(([key, value]) => (/aws-load-balancer-(?:nlb-target-type|proxy-protocol)$/.test(key) && value !== 'instance') || (key === 'service.beta.kubernetes.io/aws-load-balancer-type' && value === 'nlb-ip'));
  return (textAt(spec, 'externalTrafficPolicy') ?? 'Cluster') === 'Cluster' && !toPods;
}

interface Comparison {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly blocks: readonly string[];
}

function comparison(view: View, workload: Workload): Comparison | undefined {
  return byAuthorization(view, workload) ?? byPolicy(view, workload);
}

function byAuthorization(view: View, workload: Workload): Comparison | undefined {
  if (view.cluster.of('security.istio.io', 'AuthorizationPolicy').length === 0) return undefined;
  const { custom, deny, allow } = policiesFor(view, workload);
  for (const object of [...custom, ...deny, ...allow]) {
    for (const [i, rule] of objectsAt(specOf(object), 'rules').entries()) {
      for (const [at, from] of objectsAt(rule, 'from').entries()) {
        for (const field of ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks']) {
          const blocks = textsAt(from, 'source', field);
          if (blocks.length > 0) return { object, path: ['spec', 'rules', i, 'from', at, 'source', field], blocks };
        }
      }
    }
  }
  return undefined;
}

/** Blocks that do not mean every address. Those for a private network may mean the nodes themselves. */
function byPolicy(view: View, workload: Workload): Comparison | undefined {
  for (const { object, ingress } of policiesOn(view, podsOf(workload), 'ingress')) {
    for (const { peers } of ingress) {
      if (peers.length === 0) return undefined;
      for (const peer of peers) {
        const written = peer.kind === 'block' ? textAt(object.effective, ...peer.path, 'ipBlock', 'cidr') : undefined;
        if (peer.kind === 'block' && written !== undefined && peer.block.prefix > 0 && !isPrivate(written)) return { object, path: peer.path, blocks: [written] };
      }
    }
  }
  return undefined;
}

function isPrivate(cidr: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|f[cd]|fe80)/i.test(cidr);
}
