import { parseCidr } from '../model/cidr';
import { formatLabels, type Labels } from '../model/labels';
import { plain, type Leaf } from '../model/leaf';
import { allConnections, isEmpty, minus, union } from '../reach/connection-set';
import type { Direction, PolicyPeer } from '../reach/policy';
import { portsOfRule, type RulePorts } from '../reach/rule-ports';
import type { TierPort } from '../reach/tier-policy';
import { isEquality, matchLabelsOf } from '../model/selector';

/** The other end of what is permitted. */
export type PermitPeer =
  | { readonly kind: 'anyone' }
  /** `namespace: '*'`: of any. No labels: all pods there. */
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Labels }
  | { readonly kind: 'block'; readonly cidr: string; readonly except: readonly string[] }
  /** A block that is only known at deploy. */
  | { readonly kind: 'opaque' };

/** One direction of one thing that is meant to be open at some pods, and why. */
export interface Permit {
  readonly namespace: string;
  /** Pods that it is for; no labels: all of the namespace. */
  readonly pods: Labels;
  readonly direction: Direction;
  readonly peer: PermitPeer;
  /** As containers listen. Empty: all. */
  readonly ports: readonly TierPort[];
  /** `edge web to reviews:http`. */
  readonly what: string;
  /** The construct that asks for it. */
  readonly at?: string;
  /** Whether it is an error if policies do not admit it; other rules speak of DNS, control plane, and what objects show. */
  readonly demanded: boolean;
}

export const anyone: PermitPeer = { kind: 'anyone' };

export function podsAt({ namespace, labels }: { readonly namespace: string; readonly labels: Labels }): PermitPeer {
  return { kind: 'pods', namespace, labels };
}

export function blockAt(cidr: Leaf<string>, except: readonly Leaf<string>[] = []): PermitPeer {
  const [text, left] = [plain(cidr), except.map(plain)];
  return text === undefined || left.includes(undefined) ? { kind: 'opaque' } : { kind: 'block', cidr: canonical(text), except: left.filter(each => each !== undefined).map(canonical) };
}

function canonical(text: string): string {
  const cidr = parseCidr(text);
  return 'problem' in cidr ? text : cidr.text;
}

export function tcp(...ports: readonly number[]): readonly TierPort[] {
  return ports.map(port => ({ protocol: 'TCP', from: port, to: port }));
}

/** Ports of policies as systems write them. */
export function portsFrom(ports: readonly { readonly protocol: NonNullable<TierPort['protocol']>; readonly port: number | string; readonly endPort?: number }[]): readonly TierPort[] {
  return ports.map(({ protocol, port, endPort }) => (typeof port === 'string' ? { protocol, name: port } : { protocol, from: port, to: endPort ?? port }));
}

/** What pods a permit and a rule of a policy are about, in words that are equal where these are. */
export function keyOf(namespace: string, direction: Direction, pods: Labels, peer: PermitPeer): string {
  return `${namespace}|${direction}|${formatLabels(pods)}|${keyOfPeer(peer)}`;
}

function keyOfPeer(peer: PermitPeer): string {
  switch (peer.kind) {
    case 'pods':
      return `${peer.namespace} ${formatLabels(peer.labels)}`;
    case 'block':
      return `${peer.cidr} ${[...peer.except].sort().join()}`;
    default:
      return peer.kind;
  }
}

/** An entry of a policy in the words of permits; `undefined` for selectors that these have none for. */
export function peerOf(namespace: string, peer: PolicyPeer | undefined): PermitPeer | undefined {
  if (peer === undefined) return anyone;
  if (peer.kind === 'unread') return { kind: 'opaque' };
  if (peer.kind === 'block') return { kind: 'block', cidr: peer.block.text, except: peer.except.map(({ text }) => text) };
  const { namespaces, pods = {} } = peer;
  if (!isEquality(pods)) return undefined;
  const within = namespaces === undefined ? namespace : namespaceNamed(namespaces);
  return within === undefined ? undefined : { kind: 'pods', namespace: within, labels: matchLabelsOf(pods) };
}

/** The namespace that a selector names, `*` for one that selects all. */
export function namespaceNamed(selector: NonNullable<Extract<PolicyPeer, { readonly kind: 'pods' }>['namespaces']>): string | undefined {
  if (!isEquality(selector)) return undefined;
  const labels = Object.entries(matchLabelsOf(selector));
  if (labels.length === 0) return '*';
  return labels.length === 1 && labels[0]?.[0] === 'kubernetes.io/metadata.name' ? labels[0][1] : undefined;
}

export function rulePorts(ports: Parameters<typeof portsOfRule>[0]): RulePorts {
  return ports.length === 0 ? { fixed: allConnections, names: [] } : portsOfRule(ports, { set: set => set });
}

export function joinedPorts(a: RulePorts, b: RulePorts): RulePorts {
  return { fixed: union(a.fixed, b.fixed), names: [...a.names, ...b.names] };
}

/** Whether every port of some, and every name, is among others. */
export function withinPorts(inner: RulePorts, outer: RulePorts): boolean {
  return isEmpty(minus(inner.fixed, outer.fixed)) && inner.names.every(({ name, protocol }) => outer.names.some(other => other.name === name && other.protocol === protocol));
}
