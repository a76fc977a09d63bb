import { codeEntry, type TraceCode } from '../trace/codes';

/** What the commands of a step print where its hop fails by a code. What is not here is seen as its entry says. */
const prints: Partial<Readonly<Record<TraceCode, string>>> = {
  'SRC-NOT-FOUND': '"No resources found"',
  'SRC-HOSTNET': 'pods whose IP is that of their node',
  'DNS-EGRESS': 'CoreDNS is ready, and the lookup from the client ends in "connection timed out; no servers could be reached"',
  'DNS-INGRESS': 'CoreDNS is ready, and the lookup from the client ends in "connection timed out; no servers could be reached"',
  'DNS-UDP-ONLY': 'the lookup over UDP is answered, the one over TCP times out',
  'DNS-NO-ZONE': 'status: NXDOMAIN',
  'DNS-WRONG-NS': 'the full name is answered, the short one is status: NXDOMAIN',
  'DNS-POLICY-HOSTNET': 'dnsPolicy ClusterFirst, and status: NXDOMAIN from the DNS of the node',
  'SVC-NOT-FOUND': 'Error from server (NotFound): services "…" not found',
  'SVC-PORT': 'ports, and not the one that is asked for',
  'SVC-PROTO-GUESS': 'the port has neither a name with a protocol nor an appProtocol',
  'GW-NO-LISTENER': 'no server or listener with the host and port',
  'VS-NO-HOSTS': 'the VirtualService with HOSTS <none>; no route of the proxy names it',
  'VS-UNREACHABLE': 'the rule, behind one that matches everything',
  'VS-WEIGHTS': 'the rule, every weight 0',
  'RT-NO-MATCH': 'a route for the host, and no match that takes the path and headers',
  'RT-BACKEND': 'ResolvedRefs=False, or a VirtualService whose destination no cluster of the proxy has',
  'RT-NOT-IMPORTED': 'no route and no cluster for the host: BlackHoleCluster or PassthroughCluster',
  'RT-REGISTRY-ONLY': 'no route and no cluster for the host: BlackHoleCluster',
  'GW-NO-ROUTE': 'no route with the host on the gateway',
  'DR-MISSING': 'no cluster with the subset that the route names',
  'SUBSET-EMPTY': 'the cluster of the subset, without an endpoint',
  'SVC-NO-PODS': 'ENDPOINTS <unset>, and no pod of the selector',
  'TARGET-PORT': 'PORTS <unset>: no container declares the name',
  'TARGET-UNDECLARED': 'endpoints with a port that no container declares',
  'EP-NOT-READY': 'addresses, each ready=false',
  'LOC-BOTH': 'no DestinationRule of that name: istiod refused it',
  'LOC-NO-OUTLIER': 'endpoints elsewhere, which are never used while those here exist',
  'NP-EGRESS': 'the policies that are named above, drops at the plugin, and "Operation timed out" at the client',
  'NP-INGRESS': 'the policies that are named above, drops at the plugin, and "Operation timed out" at the client',
  'NP-HOSTNET': 'policies whose selector picks the pods, and no drop: they do not govern the host network',
  'CAP-EXCLUDED': 'an annotation traffic.sidecar.istio.io/… with the port',
  'CAP-MISPLACED': 'pods without the annotation',
  'MTLS-PLAINTEXT-TO-STRICT': 'MODE STRICT for the server; a client without istio-proxy or with TLS off',
  'MTLS-TO-PLAINTEXT': 'a client that sends mutual TLS, and a server port behind no proxy',
  'MTLS-TLS-TO-STRICT': 'a DestinationRule with mode SIMPLE or MUTUAL, and MODE STRICT for the server',
  'AUTHZ-DENY': 'the DENY policy, and rbac_access_denied_matched_policy in the log of the server\'s proxy',
  'AUTHZ-NO-ALLOW': 'ALLOW policies without the client\'s identity, and rbac_access_denied_matched_policy[none] in the log of the server\'s proxy',
};

export function expectedNow(code: TraceCode): string {
  const entry = codeEntry(code);
  return prints[code] ?? entry.seen ?? entry.title;
}
