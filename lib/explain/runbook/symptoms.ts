import type { HopId } from '../trace/hop';
import type { Scene } from './scene';
import { reads, type Runbook, type Step } from './step';
import { stepOf } from './steps/hops';
import { inPod } from './steps/in-pod';
import { ofProxy } from './steps/route';
import { variablesOf } from './variables';

/** What people call when something is wrong and nobody knows with which connection. */
export const symptoms = ['dns', 'latency', 'denied', 'unbalanced'] as const;
export type Symptom = (typeof symptoms)[number];

const titles: Readonly<Record<Symptom, string>> = {
  dns: 'names do not resolve, or only at times',
  latency: 'calls are slow, or time out while pods start',
  denied: 'connections are denied, or work only at times',
  unbalanced: 'load is spread unevenly, or sessions do not stay',
};

/** The steps for a symptom, the most frequent causes first. */
export function symptomRunbook(symptom: Symptom, scene: Scene, known: readonly string[] = []): Runbook {
  return { title: titles[symptom], known, variables: variablesOf(scene), steps: plans[symptom](scene) };
}

const plans: Readonly<Record<Symptom, (scene: Scene) => readonly Step[]>> = {
  dns: scene => [step(scene, 'dns'), resolver(scene), corednsLog(scene), step(scene, 'egress'), ...mesh(scene, 'route')],
  latency: scene => [timing(scene), lookups(scene), step(scene, 'endpoints'), ...mesh(scene, 'locality'), ...proxyTimes(scene), step(scene, 'app')],
  denied: scene => [step(scene, 'source'), step(scene, 'egress'), step(scene, 'ingress'), ...mesh(scene, 'capture'), ...mesh(scene, 'mtls'), ...mesh(scene, 'authz'), before()],
  unbalanced: scene => [step(scene, 'endpoints'), affinity(), ...mesh(scene, 'route'), ...mesh(scene, 'subset'), step(scene, 'locality'), ...spread(scene)],
};

function step(scene: Scene, hop: HopId): Step {
  return stepOf(hop, scene);
}

/** Steps about a mesh, where there may be one. */
function mesh(scene: Scene, hop: HopId): readonly Step[] {
  return scene.mesh === 'none' ? [] : [stepOf(hop, scene)];
}

function resolver(scene: Scene): Step {
  return {
    stage: 'RESOLVE', hop: 'dns', title: 'what the client asks: servers, search list, ndots', settled: [], codes: ['DNS-WRONG-NS', 'DNS-POLICY-HOSTNET'],
    commands: [inPod(scene, 'client', 'cat /etc/resolv.conf'), inPod(scene, 'client', 'dig +search +showsearch +time=3 +tries=1 "$HOST"')],
    healthy: 'the address of the DNS Service (or of NodeLocal DNSCache); the search list of the client\'s own namespace; one question for a full name with a final dot',
  };
}

function corednsLog(scene: Scene): Step {
  return {
    stage: 'RESOLVE', hop: 'dns', title: 'what CoreDNS says, and how long it takes', settled: [], codes: ['DNS-NO-ZONE'],
    commands: [
      reads('kubectl -n "$DNS_NS" logs -l "$DNS" --tail=200 --prefix --since=15m'),
      reads('kubectl -n "$DNS_NS" top pods -l "$DNS"'),
      reads(`kubectl get --raw "/api/v1/namespaces/$DNS_NS/services/${scene.dns.service}:9153/proxy/metrics"`),
    ],
    healthy: 'no errors of plugin/errors or plugin/loop; coredns_dns_request_duration_seconds mostly below 10 ms; coredns_forward_healthcheck_failures_total does not grow',
  };
}

function timing(scene: Scene): Step {
  return {
    stage: 'PROVE', title: 'where the time goes: lookup, connection, TLS, first byte', settled: [], codes: [],
    commands: [inPod(scene, 'client', `curl -sS --max-time 10 -H 'Connection: close' -w "dns %{time_namelookup} connect %{time_connect} tls %{time_appconnect} first %{time_starttransfer} total %{time_total}\\n"${' -o /dev/null "$URL"'.repeat(5)}`)],
    healthy: 'dns below 0.01 s and connect below 0.005 s within a zone: what is left is the server. A lookup of 5 s is a lost packet that was asked again',
  };
}

function lookups(scene: Scene): Step {
  return {
    stage: 'RESOLVE', hop: 'dns', title: 'lookups: with the search list, and without', settled: [], codes: ['DNS-UDP-ONLY'],
    commands: [
      reads('kubectl -n "$DNS_NS" get pods -l "$DNS" -o wide'),
      inPod(scene, 'client', `dig +time=6 +tries=1 +noall +stats${' "$HOST."'.repeat(10)}`),
      ...ofProxy(scene, 'kubectl -n "$NS" exec "$POD" -c istio-proxy -- pilot-agent request --debug-port 15020 GET stats/prometheus'),
    ],
    healthy: 'Query time of a few milliseconds, each time; CoreDNS on more than one node',
  };
}

function proxyTimes(scene: Scene): readonly Step[] {
  const commands = ofProxy(scene, 'istioctl proxy-status', 'kubectl -n "$NS" exec "$POD" -c istio-proxy -- pilot-agent request GET clusters', 'kubectl -n "$NS" logs "$POD" -c istio-proxy --tail=50 --since=15m');
  return commands.length === 0 ? [] : [{
    stage: 'ADMIT', hop: 'capture', title: 'what the proxy waits for', settled: [], codes: [], commands,
    healthy: 'proxies SYNCED; rq_pending and cx_connect_fail stay where they are; in the access log the duration is close to x-envoy-upstream-service-time; no response flag UO, UT or URX',
  }];
}

/** What shows the effect of a change before it is made. That an object is accepted says nothing of what it does. */
function before(): Step {
  return {
    stage: 'REACH', title: 'before a policy is changed: what the change opens and closes', settled: [], codes: [],
    commands: [reads('sealane diff OLD-FOLDER NEW-FOLDER'), reads('sealane affects "$NS/$POD" -f sealane-dump')],
    healthy: 'no connection is lost or gained but the one that is meant',
  };
}

function affinity(): Step {
  return {
    stage: 'ROUTE', hop: 'locality', title: 'session affinity and how traffic is distributed', settled: [], codes: [],
    commands: [
      reads('kubectl -n "$SERVER_NS" get service "$SERVICE" -o jsonpath=\'{.spec.sessionAffinity}{" "}{.spec.trafficDistribution}{" "}{.spec.internalTrafficPolicy}{" "}{.spec.externalTrafficPolicy}{"\\n"}\''),
      reads('kubectl -n "$SERVER_NS" get destinationrules.networking.istio.io -o jsonpath=\'{range .items[*]}{.metadata.name}{" "}{.spec.host}{" "}{.spec.trafficPolicy.loadBalancer}{"\\n"}{end}\''),
    ],
    healthy: 'sessionAffinity None, unless it is meant; a sidecar ignores it and balances by the DestinationRule (consistentHash keeps sessions)',
  };
}

function spread(scene: Scene): readonly Step[] {
  const query = 'sum by (destination_workload, destination_version, response_code) (rate(istio_requests_total{destination_service="\'"$HOST"\'"}[5m]))';
  return scene.mesh === 'none' ? [{
    stage: 'PROVE', title: 'how many connections each pod has', settled: [], codes: [],
    commands: [inPod(scene, 'server', 'ss -Hnt state established "sport = :$SERVER_PORT"')],
    healthy: 'similar numbers in every pod; kube-proxy balances connections, not requests, so that a client with one long connection (HTTP/2, gRPC) stays with one pod',
  }] : [{
    stage: 'PROVE', title: 'requests by pod, as the mesh counts them', settled: [], codes: [],
    commands: [reads(`printf '%s\\n' '${query}'`), ...ofProxy(scene, 'kubectl -n "$NS" exec "$POD" -c istio-proxy -- pilot-agent request GET clusters')],
    healthy: 'shares as the weights say (the query is for Prometheus; rq_total of each endpoint is in the answer of the proxy)',
  }];
}
