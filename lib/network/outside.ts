import { parseCidr } from '../model/cidr';
import { hostnameProblem } from '../model/names';
import type { Impossible } from '../platform/supported';

/** Names that only a cluster, or a mesh of clusters, knows: `.global` is what replicated control planes used before Istio 1.8. */
type InsideName = `${string}.svc` | `${string}.svc.${string}` | `${string}.cluster.local` | `${string}.clusterset.local` | `${string}.global`;

/** A host outside; a literal that names a peer in a mesh does not compile. */
export type OutsideHost<H extends string> = string extends H ? H : H extends InsideName ? Impossible<'a peer in the mesh is no external service; use net.service'> : H;

/** Ports outside; the port of east-west gateways, as a literal, does not compile. */
export type OutsidePorts<T> = { readonly [K in keyof T]: T[K] extends { readonly port: 15443 } | { readonly targetPort: 15443 } ? Impossible<'port 15443 is that of an east-west gateway, whose peers are in the mesh; use net.service'> : T[K] };

/** What keeps a host from being one outside, with what to do instead; `undefined` when nothing does. */
export function insideProblem(host: string, clusterDomain: string): { readonly problem: string; readonly fix: string } | undefined {
  if (!('problem' in parseCidr(host))) return { problem: 'is an address', fix: 'put it into addresses' };
  const problem = hostnameProblem(host);
  if (problem !== undefined) return { problem, fix: 'use a host such as "api.payments.example" or "*.payments.example"' };
  const name = host.replace(/^\*\./, '');
  const inside = /\.svc(?:\.|$)/.test(name) || [clusterDomain, 'cluster.local', 'clusterset.local', 'global'].some(domain => name === domain || name.endsWith(`.${domain}`));
  if (inside) return { problem: 'names a peer in the mesh, and an external service is never in one: its mutual TLS would be off', fix: 'use net.service' };
  return host.includes('.') ? undefined : { problem: 'has no dot, so it is searched for among the Services of the namespace first', fix: 'use the whole name' };
}
