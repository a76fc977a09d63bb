import type { Workload } from '../../cluster/workload';
import { describe } from '../../model/object';
import { someOf } from '../../model/some';
import { list } from '../../model/usage-error';
import { workloadsMeant, workloadsSelected } from '../../reach/meant';
import { policies, selectedBy, type Policy, type PolicyPort, type PolicyRule } from '../../reach/policy';
import { everyTierPolicy, type TierPolicy, type TierRule } from '../../reach/tier-policy';
import type { Selected } from '../../reach/tier-relations';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A port by name that none of the pods that are called has: it is resolved pod by pod, and means nothing there. */
export const namedPortMissing: Rule = {
  id: 'policy/named-port-missing',
  codes: ['NET-03'],
  severity: 'error',
  reads: 'effective',
  check: view => [
    ...[...policies(view).values()].flat().flatMap(policy => [
      ...(policy.directions.has('ingress') ? policy.ingress.flatMap(rule => missing(policy, rule, selectedBy(view).get(policy) ?? [])) : []),
      ...(policy.directions.has('egress') ? policy.egress.flatMap(rule => outgoing(view, policy, rule)) : []),
    ]),
    ...everyTierPolicy(view).flatMap(policy => [
      ...policy.ingress.flatMap(rule => ofTier(view, policy, rule, policy.subject === undefined ? [] : [policy.subject])),
      ...policy.egress.flatMap(rule => ofTier(view, policy, rule, rule.peers.filter(peer => peer.kind === 'pods'))),
    ]),
  ],
};

/** Pods that are meant may be elsewhere, unless the input has the whole cluster: a name that nobody here has is a warning. */
function ofTier(view: View, { object }: TierPolicy, { ports, path }: TierRule, called: readonly Selected[]): readonly Reported[] {
  const names = ports.flatMap(({ name }) => name ?? []);
  const servers = names.length === 0 ? [] : called.flatMap(each => workloadsSelected(view, each)).filter(({ hostNetwork }) => !hostNetwork);
  if (servers.length === 0) return [];
  return names.filter(name => !servers.some(({ ports: declared }) => declared.some(port => port.name === name))).map(name => ({
    object,
    path,
    message: `port "${name}" of ${describe(object.reference)} is no port of ${someOf(servers.map(({ kind, name: own }) => `${kind} ${own}`))}: it means nothing there`,
    help: 'name a container port so, or write the number',
    near: servers.slice(0, 1).map(workload => ({ object: workload.object, note: `ports: ${workload.ports.length === 0 ? 'none' : list(workload.ports.map(port => port.name ?? String(port.port)))}` })),
    ...(view.facts.complete === true ? {} : { severity: 'warning' as const, assumption: 'the input has all pods that it means' }),
  }));
}

function outgoing(view: View, policy: Policy, rule: PolicyRule): readonly (Reported | Unsettled)[] {
  if (!rule.ports.some(({ name }) => name !== undefined)) return [];
  // A block never has ports by name; whom it means is not known.
  if (rule.peers.length === 0 || rule.peers.some(({ kind }) => kind !== 'pods')) return [];
  const servers = rule.peers.flatMap(peer => workloadsMeant(view, policy, peer));
  return servers.length === 0 ? [{ unknown: 'pods that a policy names a port of are not in the input', object: policy.object }] : missing(policy, rule, servers);
}

function missing({ object }: Policy, { ports }: PolicyRule, servers: readonly Workload[]): readonly Reported[] {
  if (servers.length === 0) return [];
  return ports.filter((port): port is PolicyPort & { readonly name: string } => port.name !== undefined && !servers.some(has(port.name, port.protocol))).map(({ name, protocol, path }) => {
    const names = [...new Set(servers.flatMap(workload => workload.ports.flatMap(port => port.name ?? [])))];
    return {
      object,
      path: [...path, 'port'],
      message: `port "${name}" of ${describe(object.reference)} is no ${protocol} port of ${someOf(servers.map(({ kind, name: called }) => `${kind} ${called}`))}: it admits nothing`,
      help: names.length === 0 ? 'name a container port so, or write the number' : `name a container port so, or use one of ${list(names)}`,
      near: servers.slice(0, 1).map(workload => ({ object: workload.object, note: `ports: ${workload.ports.length === 0 ? 'none' : list(workload.ports.map(port => port.name ?? String(port.port)))}` })),
    };
  });
}

function has(name: string, protocol: PolicyPort['protocol']): (workload: Workload) => boolean {
  return ({ ports }) => ports.some(port => port.name === name && port.protocol === protocol);
}
