import type { Scene } from '../scene';
import { reads, type StepCommand } from '../step';
import { inPod } from './in-pod';
import type { StepText } from './text';

/** Steps of RESOLVE. */
export const resolveSteps = {
  source: (scene: Scene): StepText => {
    if (scene.fromOutside) return { title: 'the way in: addresses of the cluster', commands: [reads('kubectl get services -A --field-selector spec.type=LoadBalancer -o wide'), ...(scene.gateway === undefined ? [] : [reads('kubectl -n "$NS" get pods -l "$CLIENT" -o wide')])], healthy: 'an address under EXTERNAL-IP; pods of the gateway Running and ready' };
    return {
      title: 'the client: its pods, labels and node',
      commands: [reads('kubectl -n "$NS" get pods -l "$CLIENT" -o wide --show-labels'), ...(scene.proxied ? [reads('istioctl proxy-status "$POD.$NS"')] : [])],
      healthy: `every pod Running and ready${scene.proxied ? ', its proxy among the ready containers; nothing STALE in the status of the proxy' : ''}`,
    };
  },
  dns: (scene: Scene): StepText => (scene.fromOutside ? { title: 'public DNS: where the name leads', commands: [reads('dig +short "$HOST"')], healthy: 'the address of the load balancer' } : {
    title: 'DNS: does the name resolve, from the client itself',
    commands: [
      reads('kubectl -n "$DNS_NS" get pods -l "$DNS" -o wide'),
      reads(`kubectl -n "$DNS_NS" get endpointslices -l kubernetes.io/service-name=${scene.dns.service}`),
      reads(`kubectl -n "$DNS_NS" get configmap ${scene.dns.configMap} -o jsonpath='{.data}'`),
      reads('kubectl -n "$NS" get pod "$POD" -o jsonpath=\'{.spec.dnsPolicy}{"\\n"}{.spec.dnsConfig}{"\\n"}\''),
      // A final dot: the search list has no say.
      inPod(scene, 'client', 'dig +time=3 +tries=1 "$HOST."'),
      inPod(scene, 'client', 'dig +tcp +time=3 +tries=1 "$HOST."'),
    ],
    healthy: 'CoreDNS ready; dnsPolicy ClusterFirst; the name answered in milliseconds over UDP and over TCP, status NOERROR',
  }),
  service: (scene: Scene): StepText => (scene.fromOutside ? { title: 'the gateway: does it listen for the host', commands: entrances(scene), healthy: 'a server, listener or rule with the host and the port; every Gateway Accepted and Programmed, every route Accepted with ResolvedRefs' } : {
    title: 'the Service: selector, ports, protocol',
    commands: [
      reads('kubectl -n "$SERVER_NS" get service "$SERVICE" -o jsonpath=\'{.spec.type}{" "}{.spec.clusterIP}{" "}{.spec.selector}{"\\n"}{range .spec.ports[*]}{.port}{" "}{.name}{" "}{.targetPort}{" "}{.appProtocol}{"\\n"}{end}\''),
      reads('kubectl -n "$SERVER_NS" describe service "$SERVICE"'),
    ],
    healthy: 'the port that is asked for, with a name that says its protocol (http, grpc-api, tcp-sql) or an appProtocol',
  }),
} as const;

function entrances({ routes }: Scene): readonly StepCommand[] {
  return [
    ...(routes.has('gateway') ? [
      reads('kubectl get gateways.gateway.networking.k8s.io,httproutes.gateway.networking.k8s.io -A -o wide'),
      reads('kubectl get gateways.gateway.networking.k8s.io -A -o jsonpath=\'{range .items[*]}{.metadata.namespace}/{.metadata.name}{range .status.conditions[*]} {.type}={.status}{end}{"\\n"}{end}\''),
      reads('kubectl get httproutes.gateway.networking.k8s.io -A -o jsonpath=\'{range .items[*]}{.metadata.namespace}/{.metadata.name}{range .status.parents[*].conditions[*]} {.type}={.status}{end}{"\\n"}{end}\''),
    ] : []),
    ...(routes.has('istio') ? [reads('kubectl get gateways.networking.istio.io -A -o custom-columns=\'NAMESPACE:.metadata.namespace,NAME:.metadata.name,HOSTS:.spec.servers[*].hosts,PORTS:.spec.servers[*].port.number,SELECTOR:.spec.selector\'')] : []),
    ...(routes.has('ingress') ? [reads('kubectl get ingresses.networking.k8s.io -A -o wide'), reads('kubectl get ingressclasses.networking.k8s.io')] : []),
  ];
}
