import type { HopId } from './hop';

/** What a person at the client sees of a failure. */
export type Symptom = 'timeout' | 'refused' | 'reset' | 'nxdomain' | 'no-dns' | '403' | '404' | '500' | '502' | '503' | 'wrong-place';

/** A way in which a hop fails, or passes with something wrong beside it. */
export interface CodeEntry {
  readonly hop: HopId;
  readonly status: 'fail' | 'warn';
  /** One sentence about the cause, whatever the objects. */
  readonly title: string;
  /** What is seen; absent where the connection itself does not suffer. */
  readonly symptom?: Symptom;
  /** What is seen, in the words of a client and its proxy's log. */
  readonly seen?: string;
}

/**
 * Every code of a trace. They are stable: codes are added, never renamed or given another meaning. Each has a page, `docs/trace/CODE.md`, which
 * `sealane explain CODE` prints.
 */
export const codes = {
  'SRC-NOT-FOUND': { hop: 'source', status: 'fail', title: 'the input has no pods of the name' },
  'SRC-HOSTNET': { hop: 'source', status: 'warn', title: 'the client is on the host network: no policy selects it as pods, no sidecar is injected, and it may ask the DNS of the node' },

  'DNS-EGRESS': { hop: 'dns', status: 'fail', title: 'no egress rule admits the client to the cluster\'s DNS', symptom: 'no-dns', seen: 'every lookup hangs for seconds, then fails: "Temporary failure in name resolution"' },
  'DNS-INGRESS': { hop: 'dns', status: 'fail', title: 'a policy on the pods of the cluster\'s DNS does not admit the client', symptom: 'no-dns', seen: 'every lookup hangs for seconds, then fails: "Temporary failure in name resolution"' },
  'DNS-UDP-ONLY': { hop: 'dns', status: 'warn', title: 'DNS over TCP is not admitted, so that answers which do not fit a packet are lost' },
  'DNS-NO-ZONE': { hop: 'dns', status: 'fail', title: 'nobody answers the name', symptom: 'nxdomain', seen: '"no such host" (NXDOMAIN), at once' },
  'DNS-WRONG-NS': { hop: 'dns', status: 'fail', title: 'the name is completed with the namespace of the client, and the Service is in another', symptom: 'nxdomain', seen: '"no such host" (NXDOMAIN), at once' },
  'DNS-POLICY-HOSTNET': { hop: 'dns', status: 'fail', title: 'a pod on the host network with dnsPolicy ClusterFirst asks the DNS of the node, which knows no Service', symptom: 'nxdomain', seen: '"no such host" (NXDOMAIN), at once' },

  'SVC-NOT-FOUND': { hop: 'service', status: 'fail', title: 'there is no Service of the name', symptom: 'nxdomain', seen: '"no such host" (NXDOMAIN), at once' },
  'SVC-PORT': { hop: 'service', status: 'fail', title: 'the Service has no such port', symptom: 'timeout', seen: 'the connection hangs, or is refused: nothing listens on that port of the Service\'s address' },
  'SVC-PROTO-GUESS': { hop: 'service', status: 'warn', title: 'neither the name of the port nor appProtocol says the protocol, so that the mesh guesses it from the first bytes' },
  'GW-NO-LISTENER': { hop: 'service', status: 'fail', title: 'no server or listener of a gateway takes the host on the port', symptom: '404', seen: '404 from the gateway (response flag NR), or a TLS handshake that ends at once' },

  'VS-NO-HOSTS': { hop: 'route', status: 'warn', title: 'a VirtualService without hosts is accepted as a delegate, and routes nothing', symptom: 'wrong-place', seen: 'requests arrive, but go by the Service alone: the split is that of the replicas' },
  'VS-UNREACHABLE': { hop: 'route', status: 'warn', title: 'a rule stands behind one that takes every request' },
  'VS-WEIGHTS': { hop: 'route', status: 'fail', title: 'no destination of the rule has any weight', symptom: '503', seen: '503, response flag NC or UH' },
  'RT-NO-MATCH': { hop: 'route', status: 'fail', title: 'a route speaks for the host, and none of its rules takes the request', symptom: '404', seen: '404 with an empty body, response flag NR' },
  'RT-BACKEND': { hop: 'route', status: 'fail', title: 'the rule leads to a backend that cannot be resolved', symptom: '500', seen: '500 (Gateway API) or 503 with response flag NC (VirtualService)' },
  'RT-NOT-IMPORTED': { hop: 'route', status: 'fail', title: 'a Sidecar object leaves the host out of what the client\'s proxy knows', symptom: '502', seen: '502 or a reset, response flag NR or UH, cluster BlackHoleCluster; or plaintext past the mesh where the outbound policy is ALLOW_ANY' },
  'RT-REGISTRY-ONLY': { hop: 'route', status: 'fail', title: 'the outbound policy is REGISTRY_ONLY, and no Service or ServiceEntry names the host', symptom: '502', seen: '502 for HTTP, a reset for anything else; cluster BlackHoleCluster' },
  'RT-NOT-READ': { hop: 'route', status: 'warn', title: 'a route speaks for the host, and nothing on the way of this client reads it', symptom: 'wrong-place', seen: 'requests arrive, but go by the Service alone: the split is that of the replicas' },
  'RT-UNTOUCHED': { hop: 'route', status: 'warn', title: 'the client\'s proxy does not know the host, and lets the connection through as it is: without routes, retries and mutual TLS' },
  'RT-FAULT': { hop: 'route', status: 'warn', title: 'the rule injects a fault: some requests are aborted or delayed on purpose' },
  'RT-ABORT': { hop: 'route', status: 'fail', title: 'the rule injects a fault that aborts every request', symptom: '503', seen: 'the status that the rule says, response flag FI' },
  'GW-NO-ROUTE': { hop: 'route', status: 'fail', title: 'no route is bound to the gateway for the host', symptom: '404', seen: '404 from the gateway, response flag NR' },

  'DR-MISSING': { hop: 'subset', status: 'fail', title: 'the route names a subset that no DestinationRule of the host defines', symptom: '503', seen: '503, response flag NC' },
  'SUBSET-EMPTY': { hop: 'subset', status: 'fail', title: 'the labels of the subset select none of the Service\'s pods', symptom: '503', seen: '503 "no healthy upstream", response flag UH' },

  'SVC-NO-PODS': { hop: 'endpoints', status: 'fail', title: 'the selector of the Service selects no pods', symptom: 'refused', seen: 'connection refused at once without a proxy; 503 "no healthy upstream" (UH) with one' },
  'TARGET-PORT': { hop: 'endpoints', status: 'fail', title: 'the target port is a name that no container of the pods declares', symptom: 'refused', seen: 'connection refused at once without a proxy; 503 "no healthy upstream" (UH) with one' },
  'TARGET-UNDECLARED': { hop: 'endpoints', status: 'warn', title: 'containers declare ports, and not the one that the Service leads to' },
  'EP-NOT-READY': { hop: 'endpoints', status: 'fail', title: 'no endpoint is ready', symptom: 'refused', seen: 'connection refused at once without a proxy; 503 "no healthy upstream" (UH) with one' },

  'LOC-BOTH': { hop: 'locality', status: 'warn', title: 'distribute and failover stand together: istiod refuses the DestinationRule' },
  'LOC-NO-OUTLIER': { hop: 'locality', status: 'warn', title: 'failover without outlierDetection never happens' },

  'NP-EGRESS': { hop: 'egress', status: 'fail', title: 'policies select the client\'s pods for egress, and none admits the connection', symptom: 'timeout', seen: 'the connection hangs until it times out; with a sidecar 503, response flag UF' },
  'NP-INGRESS': { hop: 'ingress', status: 'fail', title: 'policies select the server\'s pods for ingress, and none admits the client', symptom: 'timeout', seen: 'the connection hangs until it times out; with a sidecar 503, response flag UF' },
  'NP-HOSTNET': { hop: 'ingress', status: 'warn', title: 'the server is on the host network, which no policy governs' },

  'CAP-EXCLUDED': { hop: 'capture', status: 'warn', title: 'an annotation takes the port out of a proxy, so that neither mutual TLS nor authorization hold on it' },
  'CAP-MISPLACED': { hop: 'capture', status: 'warn', title: 'an annotation for pods stands on another object, where nobody reads it' },

  'MTLS-PLAINTEXT-TO-STRICT': { hop: 'mtls', status: 'fail', title: 'the client sends plaintext, and the server takes mutual TLS alone', symptom: 'reset', seen: 'connection reset by peer; with a sidecar 503, response flag UC' },
  'MTLS-TO-PLAINTEXT': { hop: 'mtls', status: 'fail', title: 'the client\'s proxy sends mutual TLS, and nothing at the server ends it', symptom: '503', seen: '503 or a reset at the client, response flag UC or UF; "malformed HTTP request" in the server\'s log' },
  'MTLS-TLS-TO-STRICT': { hop: 'mtls', status: 'fail', title: 'a DestinationRule makes the client send TLS of its own, and the server takes mutual TLS of the mesh alone', symptom: '503', seen: '503, response flag UF or UC, "TLS error" in the client\'s proxy log' },

  'AUTHZ-DENY': { hop: 'authz', status: 'fail', title: 'a DENY policy matches the request', symptom: '403', seen: '403 "RBAC: access denied" for HTTP, a reset for anything else' },
  'AUTHZ-NO-ALLOW': { hop: 'authz', status: 'fail', title: 'ALLOW policies select the server, and no rule of theirs lets the client in', symptom: '403', seen: '403 "RBAC: access denied" for HTTP, a reset for anything else' },
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type TraceCode = keyof typeof codes;

/** The entry of a code, for readers that do not know which. */
export function codeEntry(code: TraceCode): CodeEntry {
  return codes[code];
}
