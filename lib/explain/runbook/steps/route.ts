import type { Scene } from '../scene';
import { reads, type StepCommand } from '../step';
import type { StepText } from './text';

/** Commands that a proxy beside the client answers. */
export function ofProxy({ proxied }: Scene, ...runs: readonly string[]): readonly StepCommand[] {
  return proxied ? runs.map(reads) : [];
}

/** Steps of ROUTE. */
export const routeSteps = {
  route: (scene: Scene): StepText => ({
    title: 'routes: which rule takes the request, and where to',
    commands: [
      ...(scene.routes.has('istio') ? [reads('kubectl get virtualservices.networking.istio.io -A -o custom-columns=\'NAMESPACE:.metadata.namespace,NAME:.metadata.name,HOSTS:.spec.hosts,GATEWAYS:.spec.gateways\'')] : []),
      ...(scene.routes.has('gateway') ? [reads('kubectl get httproutes.gateway.networking.k8s.io -A -o wide')] : []),
      ...(scene.mesh === 'ambient' ? [reads('istioctl ztunnel-config services'), reads('istioctl waypoint list -A')] : []),
      ...ofProxy(scene, 'istioctl proxy-config routes "$POD.$NS" --name "$PORT"', 'istioctl proxy-config listeners "$POD.$NS" --port "$PORT"', 'istioctl experimental describe pod "$POD.$NS"'),
    ],
    healthy: 'a route for the host, with the VirtualService or HTTPRoute that is meant; a listener for the port',
  }),
  subset: (scene: Scene): StepText => ({
    title: 'subsets: defined, and with pods',
    commands: [
      reads('kubectl get destinationrules.networking.istio.io -A -o custom-columns=\'NAMESPACE:.metadata.namespace,NAME:.metadata.name,HOST:.spec.host,SUBSETS:.spec.subsets[*].name\''),
      ...ofProxy(scene, 'istioctl proxy-config clusters "$POD.$NS" --fqdn "$HOST"'),
    ],
    healthy: 'a cluster for every subset that a route names, with the DestinationRule in the last column',
  }),
  endpoints: (scene: Scene): StepText => ({
    title: 'endpoints: pods behind the Service, ready, on the right port',
    commands: [
      reads('kubectl -n "$SERVER_NS" get endpointslices -l "kubernetes.io/service-name=$SERVICE" -o wide'),
      reads('kubectl -n "$SERVER_NS" get endpointslices -l "kubernetes.io/service-name=$SERVICE" -o jsonpath=\'{range .items[*].endpoints[*]}{.addresses[0]}{" ready="}{.conditions.ready}{" "}{.targetRef.name}{"\\n"}{end}\''),
      reads('kubectl -n "$SERVER_NS" get pods -l "$SERVER" -o wide --show-labels'),
      ...(scene.mesh === 'ambient' ? [reads('istioctl ztunnel-config workloads --workload-namespace "$SERVER_NS"')] : []),
      ...ofProxy(scene, 'istioctl proxy-config endpoints "$POD.$NS" --cluster "outbound|$PORT||$HOST"'),
    ],
    healthy: 'an address for every pod that shall serve, ready=true, with the target port; at a proxy each HEALTHY and OK',
  }),
  locality: (scene: Scene): StepText => ({
    title: 'places: where endpoints are, and who prefers which',
    commands: [
      reads('kubectl get nodes -L topology.kubernetes.io/region -L topology.kubernetes.io/zone'),
      reads('kubectl -n "$SERVER_NS" get endpointslices -l "kubernetes.io/service-name=$SERVICE" -o jsonpath=\'{range .items[*].endpoints[*]}{.addresses[0]}{" zone="}{.zone}{" hints="}{.hints}{"\\n"}{end}\''),
      ...ofProxy(scene, 'istioctl proxy-config endpoints "$POD.$NS" --cluster "outbound|$PORT||$HOST" -o json'),
    ],
    healthy: 'endpoints in every place that requests shall go to; a priority of 0 for the nearest',
  }),
} as const;
