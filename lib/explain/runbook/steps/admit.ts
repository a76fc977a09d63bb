import type { Scene } from '../scene';
import { reads, type StepCommand } from '../step';
import { inPod } from './in-pod';
import { ofProxy } from './route';
import type { StepText } from './text';

function inMesh({ mesh }: Scene, sidecar: readonly string[], ambient: readonly string[]): readonly StepCommand[] {
  return (mesh === 'none' ? [] : mesh === 'ambient' ? ambient : sidecar).map(reads);
}

/** Steps of ADMIT: the proxies, and the application. */
export const admitSteps = {
  capture: (scene: Scene): StepText => ({
    title: 'capture: do both proxies see the connection',
    commands: [
      reads('kubectl -n "$NS" get pod "$POD" -o jsonpath=\'{.spec.initContainers[*].name}{" | "}{.spec.containers[*].name}{"\\n"}{.metadata.annotations}{"\\n"}\''),
      reads('kubectl -n "$SERVER_NS" get pod "$SERVER_POD" -o jsonpath=\'{.spec.initContainers[*].name}{" | "}{.spec.containers[*].name}{"\\n"}{.metadata.annotations}{"\\n"}\''),
      reads('kubectl get namespaces "$NS" "$SERVER_NS" -L istio-injection -L istio.io/rev -L istio.io/dataplane-mode'),
      ...inMesh(scene, ['istioctl proxy-config listeners "$SERVER_POD.$SERVER_NS" --port "$SERVER_PORT"'], ['istioctl ztunnel-config workloads --workload-namespace "$SERVER_NS"']),
    ],
    healthy: scene.mesh === 'none' ? 'no proxy at either end' : 'istio-proxy in both pods (in ambient: protocol HBONE), and no annotation traffic.sidecar.istio.io/… that leaves the port out',
  }),
  mtls: (scene: Scene): StepText => ({
    title: 'mutual TLS: what the client sends, what the server takes',
    commands: [
      reads('kubectl get peerauthentications.security.istio.io -A -o custom-columns=\'NAMESPACE:.metadata.namespace,NAME:.metadata.name,MODE:.spec.mtls.mode,SELECTOR:.spec.selector.matchLabels,PORTS:.spec.portLevelMtls\''),
      ...inMesh(scene, ['istioctl experimental describe pod "$SERVER_POD.$SERVER_NS"'], ['istioctl ztunnel-config certificates', 'kubectl -n "$MESH_NS" logs -l app=ztunnel --tail=200 --prefix --since=15m']),
      ...ofProxy(scene, 'istioctl proxy-config secret "$POD.$NS"', 'kubectl -n "$NS" exec "$POD" -c istio-proxy -- pilot-agent request GET stats/prometheus'),
    ],
    healthy: 'one mode for the port, and a client that can meet it; certificates ACTIVE and valid; of the statistics no growing ssl failures (envoy_cluster_…_ssl_fail_verify_error)',
  }),
  authz: (scene: Scene): StepText => ({
    title: 'authorization: who may ask, for what',
    commands: [
      reads('kubectl get authorizationpolicies.security.istio.io,requestauthentications.security.istio.io -A'),
      ...inMesh(scene, ['istioctl experimental authz check "$SERVER_POD.$SERVER_NS"', 'kubectl -n "$SERVER_NS" logs "$SERVER_POD" -c istio-proxy --tail=200 --since=15m'], ['istioctl ztunnel-config policies', 'kubectl -n "$MESH_NS" logs -l app=ztunnel --tail=200 --prefix --since=15m']),
    ],
    healthy: 'a rule that allows the client\'s identity, and no rbac_access_denied in the log of the server\'s proxy',
  }),
  app: (scene: Scene): StepText => ({
    title: 'the application: is something listening, and what does it say',
    commands: [
      reads('kubectl -n "$SERVER_NS" get pods -l "$SERVER" -o wide'),
      reads('kubectl -n "$SERVER_NS" get events --field-selector "involvedObject.name=$SERVER_POD" --sort-by=.lastTimestamp'),
      reads('kubectl -n "$SERVER_NS" logs "$SERVER_POD" -c "$SERVER_CONTAINER" --tail=100 --since=15m'),
      inPod(scene, 'server', 'ss -Hlnt "sport = :$SERVER_PORT"'),
    ],
    healthy: 'ready pods without restarts; no failing probe; LISTEN on 0.0.0.0, * or [::], never on 127.0.0.1 alone',
  }),
} as const;

/** The whole way once, as the client goes it, and what its proxy wrote down. */
export function proofText(scene: Scene): StepText {
  const asks = (scene.target?.scheme === 'tcp' ? 'nc -zv -w 3 "$HOST" "$PORT"' : 'curl -sS -o /dev/null --max-time 10 -w "dns %{time_namelookup} connect %{time_connect} tls %{time_appconnect} first %{time_starttransfer} status %{http_code}\\n" "$URL"');
  return {
    title: 'the whole way, as the client goes it',
    commands: scene.fromOutside ? [reads(asks)] : [inPod(scene, 'client', asks), ...ofProxy(scene, 'kubectl -n "$NS" logs "$POD" -c istio-proxy --tail=20')],
    healthy: scene.target?.scheme === 'tcp' ? 'the connection opens' : 'a status of the application; the access log of the proxy shows no response flag (a dash)',
  };
}
