import type { Accept } from '../model/finding';
import { UsageError } from '../model/usage-error';
import type { Network } from '../network/network';
import type { Platform } from '../platform/platform';

/** What the props of every pattern have. */
export interface PatternProps<P extends Platform> {
  /** The network of the App; its type carries the platform. */
  readonly network: Network<P>;
  /** Findings and losses accepted by name, each with its reason. @default [] */
  readonly accept?: readonly Accept[];
}

/** Throws for accepts that say nothing, so that none of them is decoration. */
export function checkAccepts(accepts: readonly Accept[]): void {
  for (const { rule, reason } of accepts) {
    if (!/^[a-z]+\/[a-z0-9-]+$/.test(rule)) throw new UsageError({ what: `accept names rule "${rule}", which is no rule id`, fix: 'use an id such as "mtls/plaintext-caller"' });
    if (reason.trim() === '') throw new UsageError({ what: `accept of ${rule} has no reason`, fix: 'say why it is right here' });
  }
}

/** Whether a risk was accepted by name; throws with the words that would accept it otherwise. */
export function requireAccept(accepts: readonly Accept[], rule: string, what: string, instead: string = 'leave it out'): void {
  if (!accepts.some(accept => accept.rule === rule)) throw new UsageError({ what, fix: `${instead}, or accept it with { rule: '${rule}', reason: '…' }` });
}


/** Throws for props that callers from JavaScript left out, or gave as something that they are not. */
export function requireProps(pattern: string, props: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value !== 'object' || value === null) throw new UsageError({ what: value === undefined ? `${pattern}: no ${name} given` : `${pattern}: ${name} is ${JSON.stringify(value)}`, fix: wanted[name] ?? `pass a handle, from net.${name}(…)` });
  }
}

const wanted: Readonly<Record<string, string>> = {
  port: "pass a port of a Service, such as web.port('http')",
  edges: 'list the edges, [] for none',
  nodes: 'say which nodes pin: { label, value, reservedCpus }',
  upstreams: 'list addresses',
  weights: 'give every version its part of 100',
};
