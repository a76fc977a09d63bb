import type { World } from '../../cluster/cluster';
import { authorization, policiesFor } from '../../mesh/authorization';
import { handshake } from '../../mesh/connection';
import { knownCalls, type KnownCall } from '../../mesh/known-calls';
import { trustDomains } from '../../mesh/mesh-config';
import { seesRequests } from '../../mesh/protocol';
import { describe } from '../../model/object';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

/** A caller that somebody wrote down, and that the policies of the callee admit by no rule: it gets 403, or a closed connection. */
export const callerLeftOut: Rule = {
  id: 'authz/caller-left-out',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    if (world.cluster.of('security.istio.io', 'AuthorizationPolicy').length === 0) return [];
    const said = new Set<string>();
    return knownCalls(world).flatMap((call): readonly Reported[] => {
      const key = `${call.from.namespace}/${call.from.name} ${call.endpoint.workload.namespace}/${call.endpoint.workload.name} ${call.endpoint.port}`;
      if (said.has(key)) return [];
      const found = judge(world, call);
      if (found !== undefined) said.add(key);
      return found === undefined ? [] : [found];
    });
  },
};

function judge(world: World, call: KnownCall): Reported | undefined {
  const { from, host, port, endpoint, because, object, path = [] } = call;
  if (from === endpoint.workload) return undefined;
  // Who the caller is matters only to policies.
  const { custom, deny, allow } = policiesFor(world, endpoint.workload);
  if (custom.length + deny.length + allow.length === 0) return undefined;
  const { sends } = handshake(world, from, host, port, endpoint).client;
  const [trustDomain = 'cluster.local'] = trustDomains(world);
  const identity = sends === 'mutual' ? { identity: { trustDomain, namespace: from.namespace, serviceAccount: from.serviceAccount } } : sends === 'plaintext' ? { identity: null } : {};
  const { verdict, evidence } = authorization(world, endpoint.workload, { port: endpoint.port, requests: seesRequests(port.protocol), ...identity });
  const [policy] = evidence;
  if (verdict !== 'denied' || policy === undefined) return undefined;
  const who = sends === 'mutual' ? `service account ${from.serviceAccount} of namespace ${from.namespace}` : 'plaintext, without an identity';
  return {
    object: policy.object,
    path: policy.path,
    message: `${called(from)} calls port ${endpoint.port} of ${called(endpoint.workload)} (${because}) as ${who}, and no rule lets it in`,
    help: sends === 'mutual' ? `allow principal ${trustDomain}/ns/${from.namespace}/sa/${from.serviceAccount}, or drop the call` : `bring ${describe({ kind: from.kind, namespace: from.namespace, name: from.name })} into the mesh, or allow it by port`,
    near: object === undefined ? [] : [{ object, path }],
    // What `sealane.yaml` declares shall be.
    ...(object === undefined ? { severity: 'error' as const } : { assumption: 'the call is still made' }),
  };
}
