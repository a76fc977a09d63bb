import { nearest } from '../../model/spelling';
import { UsageError } from '../../model/usage-error';
import { codes, type TraceCode } from '../trace/codes';
import type { HopId } from '../trace/hop';
import type { Scene } from './scene';
import { stepOf } from './steps/hops';
import type { Runbook } from './step';
import { variablesOf } from './variables';

/** Something that a log, a client or a proxy says, and what may be behind it, the most frequent first. */
export interface Evidence {
  /** As it is written there; the first is its name. */
  readonly words: readonly string[];
  readonly means: string;
  readonly codes: readonly TraceCode[];
  /** Hops to look at without a code of their own. */
  readonly also?: readonly HopId[];
}

/**
 * What logs say. Response flags are Envoy's, in the access log of the client's proxy or of a gateway.
 *
 * Source: Envoy, `configuration/observability/access_log/usage`, `%RESPONSE_FLAGS%`; Istio 1.31, `pilot/pkg/networking/util` for the names of the two clusters.
 */
export const evidences: readonly Evidence[] = [
  { words: ['UF', 'upstream connection failure', 'upstream connect error'], means: 'the proxy could not open a connection to the pod', codes: ['NP-EGRESS', 'NP-INGRESS', 'MTLS-TO-PLAINTEXT', 'MTLS-TLS-TO-STRICT', 'TARGET-UNDECLARED'], also: ['app'] },
  { words: ['UC', 'upstream connection termination', 'upstream reset'], means: 'the pod, or its proxy, closed the connection', codes: ['MTLS-PLAINTEXT-TO-STRICT', 'MTLS-TO-PLAINTEXT', 'MTLS-TLS-TO-STRICT', 'CAP-EXCLUDED'], also: ['app'] },
  { words: ['UH', 'no healthy upstream'], means: 'the cluster has no endpoint that may be used', codes: ['SVC-NO-PODS', 'EP-NOT-READY', 'TARGET-PORT', 'SUBSET-EMPTY', 'VS-WEIGHTS', 'LOC-NO-OUTLIER'] },
  { words: ['NR', 'no route', 'route_not_found'], means: 'no route takes the request', codes: ['RT-NO-MATCH', 'GW-NO-ROUTE', 'GW-NO-LISTENER', 'RT-NOT-IMPORTED', 'VS-UNREACHABLE'] },
  { words: ['NC', 'no cluster', 'cluster_not_found'], means: 'the route leads to a cluster that the proxy does not have', codes: ['DR-MISSING', 'RT-BACKEND', 'VS-WEIGHTS'] },
  { words: ['UO', 'upstream overflow'], means: 'a limit of the DestinationRule is reached, or the endpoint is ejected', codes: [], also: ['subset', 'endpoints', 'app'] },
  { words: ['UT', 'upstream request timeout'], means: 'no answer within the timeout of the route', codes: [], also: ['route', 'app'] },
  { words: ['URX', 'retry limit exceeded'], means: 'every try failed; the flags of the tries say how', codes: ['EP-NOT-READY'], also: ['endpoints', 'app'] },
  { words: ['FI', 'DI', 'fault filter abort', 'fault_filter_abort'], means: 'a rule answers, or waits, in place of the server: a fault that somebody asked for', codes: ['RT-ABORT'] },
  { words: ['UAEX', 'ext_authz_denied'], means: 'an external authorizer said no, or did not answer', codes: ['AUTHZ-DENY'] },
  { words: ['DC', 'downstream connection termination'], means: 'the client closed first: its own time limit is shorter than the answer takes', codes: [], also: ['app'] },
  { words: ['BlackHoleCluster', '502'], means: 'the proxy does not know the host, and may not let it through', codes: ['RT-REGISTRY-ONLY', 'RT-NOT-IMPORTED'] },
  { words: ['PassthroughCluster'], means: 'the proxy does not know the host, and lets it through without the mesh', codes: ['RT-NOT-IMPORTED', 'SVC-PROTO-GUESS'], also: ['capture'] },
  { words: ['RBAC: access denied', 'rbac_access_denied', '403'], means: 'an AuthorizationPolicy refused the request', codes: ['AUTHZ-DENY', 'AUTHZ-NO-ALLOW'] },
  { words: ['NXDOMAIN', 'no such host', 'Name or service not known', 'ENOTFOUND'], means: 'DNS was reached, and nobody has the name', codes: ['DNS-WRONG-NS', 'SVC-NOT-FOUND', 'DNS-NO-ZONE', 'DNS-POLICY-HOSTNET'] },
  { words: ['Temporary failure in name resolution', 'EAI_AGAIN', 'SERVFAIL', 'no servers could be reached'], means: 'DNS was not reached, or could not answer', codes: ['DNS-EGRESS', 'DNS-INGRESS', 'DNS-UDP-ONLY'] },
  { words: ['connection refused', 'ECONNREFUSED'], means: 'the address is there, and nothing listens', codes: ['SVC-NO-PODS', 'EP-NOT-READY', 'TARGET-PORT', 'TARGET-UNDECLARED', 'SVC-PORT'], also: ['app'] },
  { words: ['timeout', 'connection timed out', 'i/o timeout', 'ETIMEDOUT', 'deadline exceeded'], means: 'packets are dropped, mostly by a policy', codes: ['NP-EGRESS', 'NP-INGRESS', 'SVC-PORT', 'NP-HOSTNET'], also: ['app'] },
  { words: ['reset', 'connection reset by peer', 'ECONNRESET'], means: 'the other side closed: a proxy that takes mutual TLS alone, or the application', codes: ['MTLS-PLAINTEXT-TO-STRICT', 'AUTHZ-DENY', 'AUTHZ-NO-ALLOW', 'MTLS-TO-PLAINTEXT'], also: ['app'] },
  { words: ['malformed HTTP request', 'http: TLS handshake error', 'wrong version number', 'first record does not look like a TLS handshake'], means: 'one side speaks TLS, and the other does not', codes: ['MTLS-TO-PLAINTEXT', 'MTLS-TLS-TO-STRICT', 'MTLS-PLAINTEXT-TO-STRICT', 'CAP-EXCLUDED', 'SVC-PROTO-GUESS', 'CAP-MISPLACED'] },
  { words: ['404'], means: 'a proxy or the application has nothing there; the proxy answers with an empty body', codes: ['RT-NO-MATCH', 'GW-NO-ROUTE', 'GW-NO-LISTENER', 'VS-UNREACHABLE'], also: ['app'] },
  { words: ['500'], means: 'a route of the Gateway API whose backend cannot be resolved, or the application', codes: ['RT-BACKEND'], also: ['app'] },
  { words: ['503'], means: 'the proxy found no endpoint or could not connect; the response flag says which', codes: ['DR-MISSING', 'SUBSET-EMPTY', 'SVC-NO-PODS', 'EP-NOT-READY', 'TARGET-PORT', 'NP-EGRESS', 'NP-INGRESS', 'MTLS-TO-PLAINTEXT', 'MTLS-TLS-TO-STRICT', 'VS-WEIGHTS'] },
  { words: ['wrong version', 'wrong place', 'canary gets everything'], means: 'requests arrive, and not where they should', codes: ['VS-NO-HOSTS', 'VS-UNREACHABLE', 'LOC-BOTH', 'LOC-NO-OUTLIER', 'SRC-HOSTNET', 'SRC-NOT-FOUND', 'CAP-EXCLUDED'] },
];

/**
 * The entry of what a log says: a whole line may be given.
 *
 * @throws UsageError for words that are in no entry
 * @example evidenceFor('503 UF upstream_reset_before_response_started').words[0] // 'UF'
 */
export function evidenceFor(text: string): Evidence {
  const lower = text.toLowerCase();
  const named = evidences.find(({ words }) => words.some(word => word.toLowerCase() === lower.trim()));
  // The longest words say most; flags are words of their own, in capitals.
  const within = evidences.flatMap(entry => entry.words.map(word => ({ entry, word }))).sort((a, b) => rank(b.word) - rank(a.word)).find(({ word }) => (isShort(word) ? new RegExp(String.raw`(?<![\w.-])${word}(?![\w.-])`).test(text) : lower.includes(word.toLowerCase())));
  const found = named ?? within?.entry;
  if (found !== undefined) return found;
  const near = nearest(text, evidences.flatMap(({ words }) => words));
  throw new UsageError({ what: `"${text}" is nothing that is known of logs`, fix: near === undefined ? `use one of ${evidences.map(({ words: [first] }) => first).join(', ')}` : `use "${near}"` });
}

/** Response flags and statuses. */
function isShort(word: string): boolean {
  return /^(?:[A-Z]{2,4}|\d{3})$/.test(word);
}

/** A flag says more than a status or a single word, and less than a sentence. */
function rank(word: string): number {
  if (/^\d{3}$/.test(word)) return 0;
  return isShort(word) ? 2 : /^[a-z]+$/.test(word) ? 1 : 2 + word.length;
}

/** Hops that may be behind it, the most likely first. */
export function hopsOf({ codes: possible, also = [] }: Evidence): readonly HopId[] {
  return [...new Set([...possible.map(code => codes[code].hop), ...also])];
}

/** The steps behind what a log says, the most likely first. */
export function evidenceRunbook(text: string, scene: Scene): Runbook {
  const entry = evidenceFor(text);
  return {
    title: `${text}: ${entry.means}`,
    known: entry.codes.map(code => `${code}: ${codes[code].title}`),
    variables: variablesOf(scene),
    steps: hopsOf(entry).map(hop => {
      const step = stepOf(hop, scene);
      const likely = entry.codes.filter(code => codes[code].hop === hop);
      return { ...step, codes: likely.length > 0 ? likely : step.codes };
    }),
  };
}
