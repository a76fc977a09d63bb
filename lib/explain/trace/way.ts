import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { clientOf, type Client } from '../../mesh/client';
import type { Endpoint } from '../../mesh/endpoints';
import type { Host, HostPort } from '../../mesh/hosts';
import type { Party } from '../../reach/peer';
import { podsOf } from '../../reach/pods';
import type { ReachSettings } from '../../reach/settings';
import type { Hop } from './hop';
import type { Target } from './question';

/** Whoever sends the bytes that reach the server's pods: the workload itself, or a gateway on its behalf. */
export interface Sender {
  /** As policies see it. */
  readonly party: Party;
  /** Absent where its pods are not in the input. */
  readonly workload?: Workload;
  /** As the mesh sees it; a gateway's proxy follows rules for gateways. */
  readonly client: Client;
  /** Whether a proxy of the mesh sends for it, where no workload of the input says so. @default - that of its client */
  readonly proxied?: 'no' | 'unknown';
  /** `shop/web`, `the internet`, `gateway shop/public`. */
  readonly name: string;
}

export function senderOf(workload: Workload, client: Client = clientOf(workload)): Sender {
  return { party: podsOf(workload), workload, client, name: `${workload.namespace}/${workload.name}` };
}

/** What holds for a whole trace. */
export interface Way {
  readonly world: World;
  readonly target: Target;
  readonly sender: Sender;
  readonly settings: ReachSettings;
}

/** What the client connects to, as far as the hops of RESOLVE go; where one failed, what it was meant to be. */
export interface Resolved {
  /** Full name, or the address. */
  readonly name: string;
  /** `undefined`: neither a Service nor a ServiceEntry has the name. */
  readonly host: Host | undefined;
  readonly port: HostPort | undefined;
  /** Pods that are dialled by their own address. */
  readonly endpoints?: readonly Endpoint[];
  /** It is outside of the cluster, and no object of the input speaks for it. */
  readonly elsewhere?: true;
}

/** When a branch is taken. */
export type When =
  /** Requests that meet no special condition, or all of them. */
  | { readonly kind: 'default'; readonly rule?: number }
  /** Requests that meet the condition of a rule. */
  | { readonly kind: 'condition'; readonly rule: number; readonly text: string };

/** One way that requests may take: to one host, port and subset. */
export interface Leg {
  readonly when: When;
  /** Part of the requests of its `when`, from 0 to 1. */
  readonly share: number;
  readonly hops: readonly Hop[];
  /**
   * `undefined`: it ends here, answered or refused by a proxy. `endpoints`: those alone, whatever the host has.
   * `untouched`: the client's proxy lets the connection through as it is, plaintext as far as it is concerned.
   */
  readonly to: { readonly host: Host; readonly port: HostPort; readonly subset?: string; readonly endpoints?: readonly Endpoint[]; readonly untouched?: true } | undefined;
  /** It leaves the cluster to whoever has the name or address: only policies at the client have a say. */
  readonly outside?: true;
}

/** Pods, or one place outside, that a leg ends at. */
export interface Arrival {
  readonly endpoint: Endpoint;
  readonly host: Host;
  readonly port: HostPort;
  readonly subset?: string;
  readonly untouched?: true;
}
