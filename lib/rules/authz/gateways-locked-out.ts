import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { judge, policiesFor } from '../../mesh/authorization';
import { isProxy } from '../../mesh/capture';
import { namespaceOf, numberAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { servedBy } from '../../mesh/served';
import { describe } from '../../model/object';
import type { Labels } from '../../model/labels';
import type { Reported, Rule } from '../rule';

interface Entry {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly labels: Labels;
  /** Ports of its pods. */
  readonly ports: readonly number[];
}

/** A policy for the whole mesh that allows nothing also holds for gateways: nobody from outside gets in. */
export const gatewaysLockedOut: Rule = {
  id: 'authz/gateways-locked-out',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: world => {
    const root = rootNamespace(world);
    if (!world.cluster.of('security.istio.io', 'AuthorizationPolicy').some(policy => namespaceOf(policy) === root)) return [];
    return entries(world).flatMap((entry): readonly Reported[] => {
      const policies = policiesFor(world, entry);
      const wide = policies.allow.find(policy => namespaceOf(policy) === root);
      if (wide === undefined || entry.ports.length === 0) return [];
      const refused = entry.ports.every(port => judge(world, policies, { port, requests: 'yes', identity: null }).verdict === 'denied');
      if (!refused) return [];
      return [{
        object: wide,
        path: ['spec'],
        message: `it also holds for ${describe(entry.object.reference)}, which outsiders come through without an identity: every request of theirs gets 403`,
        help: `add an AuthorizationPolicy in namespace ${entry.namespace} that selects the gateway and allows its ports, before this one`,
        near: [{ object: entry.object }],
      }];
    });
  },
};

/** Gateways that outsiders come through: Gateways of the Gateway API, and proxies behind a Service that is open to the outside. */
function entries(world: World): readonly Entry[] {
  const attached = world.cluster.of('gateway.networking.k8s.io', 'Gateway').filter(gateway => textAt(specOf(gateway), 'gatewayClassName') === 'istio').map((object): Entry => ({
    object, namespace: namespaceOf(object), labels: { 'gateway.networking.k8s.io/gateway-name': object.reference.name }, ports: objectsAt(specOf(object), 'listeners').flatMap(listener => numberAt(listener, 'port') ?? []),
  }));
  return [...attached, ...world.cluster.workloads.filter(isProxy).flatMap(workload => ofWorkload(world, workload))];
}

function ofWorkload(world: World, workload: Workload): readonly Entry[] {
  if (workload.labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return [];
  const open = servedBy(world, workload).filter(({ host }) => host.object.kind === 'Service' && ['LoadBalancer', 'NodePort'].includes(textAt(specOf(host.object), 'type') ?? ''));
  const ports = [...new Set(open.flatMap(({ endpoint }) => endpoint.port ?? []))];
  return ports.length === 0 ? [] : [{ object: workload.object, namespace: workload.namespace, labels: workload.labels, ports }];
}
