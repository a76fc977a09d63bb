import type { Labels } from '../model/labels';
import { describe } from '../model/object';
import { containersIn } from './template';
import { oncePerThing, type NamespaceView, type World } from './cluster';
import type { Workload } from './workload';

/** Whether the pods of a workload have a sidecar, and why. */
export interface Injection {
  readonly injected: 'yes' | 'no' | 'unknown';
  /** Completes "pods of … are injected/not injected because": `namespace shop has label istio-injection=enabled`. */
  readonly reason: string;
}

/**
 * Whether the pods of a workload have a sidecar.
 *
 * What runs wins over what a template will become. For Istio: the namespace and object selectors of its webhooks, then the injector's own
 * reading of the pod (`manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml`, `pkg/kube/inject/inject.go` of 1.31).
 *
 * @example if (injected(world, workload).injected === 'no') …
 */
export const injected: (world: World, workload: Workload) => Injection = oncePerThing((world: World, workload: Workload) => {
  const { facts } = world;
  if (workload.pods.length > 0) return ofPods(workload, facts.mesh);
  const manual = withProxy(workload.spec, facts.mesh);
  if (manual !== undefined) return yes(`its template has container ${manual}`);
  if (facts.mesh === 'none') return no('the cluster has no mesh');
  const namespace = world.cluster.namespaces.get(workload.namespace);
  if (facts.mesh === 'linkerd') return byAnnotation(workload, namespace, 'linkerd.io/inject', ['enabled', 'ingress']);
  if (facts.mesh === 'consul') return byAnnotation(workload, undefined, 'consul.hashicorp.com/connect-inject', ['true']);
  return byIstio(world, workload, namespace);
});

const proxies = { istio: ['istio-proxy'], linkerd: ['linkerd-proxy'], consul: ['consul-dataplane', 'envoy-sidecar'] } as const;

/** The name of the proxy's container in a pod. A mesh that nobody named may be any. */
function withProxy(spec: Workload['spec'], mesh: string | undefined): string | undefined {
  const names: readonly string[] = mesh === 'istio' || mesh === 'linkerd' || mesh === 'consul' ? proxies[mesh] : Object.values(proxies).flat();
  const containers = [...containersIn(spec, 'containers'), ...containersIn(spec, 'initContainers')];
  return containers.map(container => String(container['name'])).find(name => names.includes(name));
}

function ofPods({ pods }: Workload, mesh: string | undefined): Injection {
  const without = pods.filter(pod => withProxy((pod.effective['spec'] ?? {}) as Workload['spec'], mesh) === undefined);
  if (without.length === 0) return yes(`its running pods have a proxy`);
  const [first] = without;
  if (without.length === pods.length || first === undefined) return no('its running pods have no proxy');
  return { injected: 'unknown', reason: `some of its running pods have no proxy, such as ${describe(first.reference)}` };
}

function byAnnotation(workload: Workload, namespace: NamespaceView | undefined, annotation: string, on: readonly string[]): Injection {
  const own = workload.annotations[annotation];
  if (own !== undefined) return (on.includes(own) ? yes : no)(`its pods have annotation ${annotation}=${own}`);
  const annotations = namespace?.object === undefined ? undefined : namespace.object.written['metadata'];
  if (annotations === undefined) return { injected: 'unknown', reason: `namespace ${workload.namespace} is not in the input` };
  const value = (annotations as { readonly annotations?: Labels }).annotations?.[annotation];
  return value === undefined ? no(`neither its pods nor namespace ${workload.namespace} have annotation ${annotation}`) : (on.includes(value) ? yes : no)(`namespace ${workload.namespace} has annotation ${annotation}=${value}`);
}

const ignored = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);
const label = { inject: 'sidecar.istio.io/inject', revision: 'istio.io/rev', namespace: 'istio-injection' } as const;

function byIstio(world: World, workload: Workload, namespace: NamespaceView | undefined): Injection {
  if (workload.hostNetwork) return no('its pods are on the host network');
  if (ignored.has(workload.namespace)) return no(`the injector leaves namespace ${workload.namespace} alone`);
  const stated = workload.labels[label.inject] ?? workload.annotations[label.inject];
  if (workload.labels[label.inject] === 'false') return no(`its pods have label ${label.inject}=false`);
  if (stated !== undefined && stated !== '' && !injects(stated)) return no(`its pods say ${label.inject}=${stated}`);
  const webhook = webhookFor(world, workload, namespace);
  return webhook ?? unknownNamespace(world, workload);
}

/** Words that the injector reads as yes. */
function injects(value: string): boolean {
  return ['y', 'yes', 'true', 'on'].includes(value.toLowerCase());
}

/** Whether a webhook of Istio asks for the pod; `undefined` when the labels of the namespace are not known and would decide. */
function webhookFor(world: World, workload: Workload, namespace: NamespaceView | undefined): Injection | undefined {
  const { facts } = world;
  const known = namespace?.object !== undefined;
  const labels: Labels = namespace?.object === undefined ? {} : namespace.labels;
  const [enabled, revision] = [labels[label.namespace], labels[label.revision]];
  const asks = injects(workload.labels[label.inject] ?? '');
  if (enabled !== undefined) return enabled === 'enabled' ? enrolled(world, `${label.namespace}=enabled`, workload) : no(`namespace ${workload.namespace} has label ${label.namespace}=${enabled}`);
  if (revision !== undefined) return enrolled(world, `${label.revision}=${revision}`, workload);
  const podRevision = workload.labels[label.revision];
  if (podRevision !== undefined) return yes(`its pods have label ${label.revision}=${podRevision}`);
  if (asks) return yes(`its pods have label ${label.inject}=${workload.labels[label.inject] ?? ''}`);
  if (!known) return undefined;
  if (facts.mesh === 'istio' && facts.platform.mesh === 'istio' && facts.platform.dataPlane === 'ambient') return no('the mesh is ambient, and nothing asks for a sidecar');
  return no(`neither its pods nor namespace ${workload.namespace} ask for a sidecar`);
}

/** A label enrols when a control plane watches for it; a declared enrolment of another label leaves that open. */
function enrolled({ facts: { platform, known } }: World, text: string, { namespace }: Workload): Injection {
  const declared = platform.mesh === 'istio' && platform.dataPlane === 'sidecar' && known.has('enrolment') ? `${platform.enrolment.label}=${platform.enrolment.value}` : undefined;
  if (declared === undefined || declared === text) return yes(`namespace ${namespace} has label ${text}`);
  return { injected: 'unknown', reason: `namespace ${namespace} has label ${text}, and the platform enrols by ${declared}` };
}

function unknownNamespace({ facts: { complete, mesh } }: World, { namespace }: Workload): Injection {
  if (complete === true) return no(`namespace ${namespace} has no labels: it is not declared, and the input is complete`);
  return { injected: 'unknown', reason: mesh === undefined ? `neither a mesh nor namespace ${namespace} is in the input` : `the labels of namespace ${namespace} are not in the input` };
}

function yes(reason: string): Injection {
  return { injected: 'yes', reason };
}

function no(reason: string): Injection {
  return { injected: 'no', reason };
}
