import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { matches, type Labels } from '../model/labels';
import { fieldAt, textAt } from '../model/object';
import type { Protocol } from '../model/port';
import { parseCidr } from '../model/cidr';
import type { PortSpan } from './connection-set';
import type { Party } from './peer';
import { podGroups, type PodGroup } from './pod-groups';
import { behind, portsFor } from './service-ports';

/** Who calls from outside of what is declared. */
export interface Caller {
  /** `{ingress-controller}`. */
  readonly name: string;
  /** Its pods, where they are in the input. */
  readonly groups: readonly PodGroup[];
  /** What is known of it where they are not. */
  readonly party: Party;
}

/** One way in: an object that leads somebody outside to ports of pods. */
export interface Entry {
  readonly kind: 'ingress' | 'route' | 'gateway' | 'api server' | 'load balancer' | 'node port';
  /** Absent: anybody outside, by addresses. */
  readonly caller: Caller | undefined;
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly to: PodGroup;
  readonly ports: readonly PortSpan[];
}

/** Labels of controllers that are used most, where their pods are in the input. */
const usual: readonly Labels[] = [
  { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  { 'app.kubernetes.io/name': 'traefik' },
  { 'app.kubernetes.io/name': 'haproxy-ingress' },
  { 'app.kubernetes.io/name': 'kong' },
  { 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' },
];

/** @param declared where the ingress controller's pods are, when somebody says it; labels may be empty */
export function ingressController(world: World, declared: { readonly namespace: string; readonly labels: Labels } | undefined): Caller {
  const name = '{ingress-controller}';
  const { known, platform: { ingress } } = world.facts;
  const stated = declared ?? (known.has('ingress') ? ingress : undefined);
  if (stated !== undefined) return { name, groups: podGroups(world).filter(({ namespace, labels }) => namespace === stated.namespace && matches(stated.labels, labels)), party: { namespace: stated.namespace, labels: stated.labels } };
  return { name, groups: podGroups(world).filter(({ labels }) => usual.some(own => matches(own, labels))), party: { stranger: 'an ingress controller' } };
}

/** Every way in, in the order of the input. */
export function entries(world: World, controller: Caller): readonly Entry[] {
  return [...ofIngresses(world, controller), ...ofOpenShift(world, controller), ...ofGatewayApi(world), ...ofIstio(world), ...ofApiServer(world), ...ofServices(world)];
}

const groupsByWorkload = oncePerWorld(world => {
  const found = new Map<unknown, PodGroup[]>();
  for (const group of podGroups(world)) found.set(group.workload, [...(found.get(group.workload) ?? []), group]);
  return found;
});

/** Ports of pods that a port of a Service leads to; without one, all of its ports. A port is meant by number or by name. */
function behindPort(world: World, service: ClusterObject, wanted: (port: { readonly name: string | undefined; readonly number: number; readonly target: unknown; readonly protocol: Protocol }) => boolean): readonly { readonly to: PodGroup; readonly ports: readonly PortSpan[] }[] {
  const selector = fieldAt(service.effective, 'spec', 'selector') as Labels;
  return behind(world.cluster, service).flatMap(workload => {
    const ports = portsFor(service, workload).filter(port => wanted({ ...port, target: fieldAt(service.effective, 'spec', 'ports', port.index, 'targetPort') }))
      .flatMap(({ protocol, target }) => (target === undefined ? [] : [{ protocol, from: target, to: target }]));
    return ports.length === 0 ? [] : (groupsByWorkload(world).get(workload) ?? []).filter(({ labels }) => matches(selector, labels)).map(to => ({ to, ports }));
  });
}

function byNumberOrName(port: unknown): (candidate: { readonly name: string | undefined; readonly number: number }) => boolean {
  return ({ name, number }) => port === undefined || port === number || port === name;
}

function serviceAt({ cluster }: World, namespace: string, name: string | undefined): ClusterObject | undefined {
  return name === undefined ? undefined : cluster.find('', 'Service', namespace, name);
}

function ofIngresses(world: World, caller: Caller): readonly Entry[] {
  return world.cluster.of('networking.k8s.io', 'Ingress').flatMap(object => {
    const spec = object.effective['spec'];
    const backends: readonly (readonly [unknown, FieldPath])[] = [
      [fieldAt(spec, 'defaultBackend'), ['spec', 'defaultBackend']],
      ...objects(fieldAt(spec, 'rules')).flatMap((rule, i) => objects(fieldAt(rule, 'http', 'paths')).map((path, j) => [path['backend'], ['spec', 'rules', i, 'http', 'paths', j, 'backend']] as const)),
    ];
    return backends.flatMap(([backend, path]) => {
      const service = serviceAt(world, object.reference.namespace ?? 'default', textAt(backend, 'service', 'name'));
      if (service === undefined) return [];
      const wanted = byNumberOrName(fieldAt(backend, 'service', 'port', 'number') ?? fieldAt(backend, 'service', 'port', 'name'));
      return behindPort(world, service, port => port.protocol === 'TCP' && wanted(port)).map((target): Entry => ({ kind: 'ingress', caller, object, path, ...target }));
    });
  });
}

/** Source: OpenShift's `Route`: `to` and `alternateBackends`; a target port is one of the Service by name, or one of the pods. */
function ofOpenShift(world: World, caller: Caller): readonly Entry[] {
  return world.cluster.of('route.openshift.io', 'Route').flatMap(object => {
    const spec = object.written['spec'];
    const target = fieldAt(spec, 'port', 'targetPort');
    const backends: readonly (readonly [unknown, FieldPath])[] = [[fieldAt(spec, 'to'), ['spec', 'to']], ...objects(fieldAt(spec, 'alternateBackends')).map((backend, i) => [backend, ['spec', 'alternateBackends', i]] as const)];
    return backends.flatMap(([backend, path]) => {
      const service = serviceAt(world, object.reference.namespace ?? 'default', textAt(backend, 'name'));
      if (service === undefined || (textAt(backend, 'kind') ?? 'Service') !== 'Service') return [];
      return behindPort(world, service, port => port.protocol === 'TCP' && (target === undefined || target === port.name || target === port.target)).map((found): Entry => ({ kind: 'route', caller, object, path, ...found }));
    });
  });
}

const routeKinds: readonly (readonly [kind: string, protocol: Protocol])[] = [['HTTPRoute', 'TCP'], ['GRPCRoute', 'TCP'], ['TLSRoute', 'TCP'], ['TCPRoute', 'TCP'], ['UDPRoute', 'UDP']];
const gatewayGroup = 'gateway.networking.k8s.io';

function ofGatewayApi(world: World): readonly Entry[] {
  return routeKinds.flatMap(([kind, protocol]) => world.cluster.of(gatewayGroup, kind).flatMap(object => {
    const own = object.reference.namespace ?? 'default';
    const callers = objects(fieldAt(object.effective, 'spec', 'parentRefs')).filter(parent => (textAt(parent, 'kind') ?? 'Gateway') === 'Gateway').map(parent => gatewayCaller(world, textAt(parent, 'namespace') ?? own, textAt(parent, 'name') ?? ''));
    return objects(fieldAt(object.effective, 'spec', 'rules')).flatMap((rule, i) => objects(rule['backendRefs']).flatMap((backend, j) => {
      const [namespace, name] = [textAt(backend, 'namespace') ?? own, textAt(backend, 'name')];
      const service = serviceAt(world, namespace, name);
      if (service === undefined || (textAt(backend, 'kind') ?? 'Service') !== 'Service' || (namespace !== own && !granted(world, kind, own, namespace, name ?? ''))) return [];
      const found = behindPort(world, service, port => port.protocol === protocol && byNumberOrName(backend['port'])(port));
      return callers.flatMap(caller => found.map((target): Entry => ({ kind: 'gateway', caller, object, path: ['spec', 'rules', i, 'backendRefs', j], ...target })));
    }));
  }));
}

/** Pods of a Gateway carry its name, whatever made them; Istio makes them beside it. */
function gatewayCaller(world: World, namespace: string, name: string): Caller {
  const labels = { 'gateway.networking.k8s.io/gateway-name': name };
  const groups = podGroups(world).filter(group => matches(labels, group.labels) && group.namespace === namespace);
  const istio = textAt(world.cluster.find(gatewayGroup, 'Gateway', namespace, name)?.effective, 'spec', 'gatewayClassName') === 'istio';
  return { name: `{gateway ${namespace}/${name}}`, groups, party: istio ? { namespace, labels } : { stranger: 'a gateway' } };
}

function granted({ cluster }: World, kind: string, from: string, to: string, name: string): boolean {
  return cluster.of(gatewayGroup, 'ReferenceGrant').filter(({ reference }) => reference.namespace === to).some(({ effective }) =>
    objects(fieldAt(effective, 'spec', 'from')).some(entry => entry['group'] === gatewayGroup && entry['kind'] === kind && entry['namespace'] === from)
    && objects(fieldAt(effective, 'spec', 'to')).some(entry => entry['kind'] === 'Service' && (entry['name'] === undefined || entry['name'] === name)));
}

/** VirtualServices that are bound to gateways; the pods of an Istio Gateway are found by its selector in every namespace. */
function ofIstio(world: World): readonly Entry[] {
  return world.cluster.of('networking.istio.io', 'VirtualService').flatMap(object => {
    const own = object.reference.namespace ?? 'default';
    const spec = object.effective['spec'];
    const names = (Array.isArray(fieldAt(spec, 'gateways')) ? (fieldAt(spec, 'gateways') as readonly unknown[]) : []).map(String).filter(name => name !== 'mesh');
    const callers = names.map(text => {
      const [namespace, name] = text.includes('/') ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)] : [own, text];
      const selector = fieldAt(world.cluster.find('networking.istio.io', 'Gateway', namespace, name)?.effective, 'spec', 'selector');
      const groups = isObject(selector) && Object.keys(selector).length > 0 ? podGroups(world).filter(({ labels }) => matches(selector as Labels, labels)) : [];
      return { name: `{gateway ${namespace}/${name}}`, groups, party: { stranger: 'a gateway' } } satisfies Caller;
    });
    return (['http', 'tls', 'tcp'] as const).flatMap(field => objects(fieldAt(spec, field)).flatMap((rule, i) => objects(rule['route']).flatMap((route, j) => {
      const [name = '', namespace = own] = (textAt(route, 'destination', 'host') ?? '').replace(/\.svc(?:\.cluster\.local)?\.?$/, '').split('.');
      const service = serviceAt(world, namespace, name);
      if (service === undefined) return [];
      const found = behindPort(world, service, byNumberOrName(fieldAt(route, 'destination', 'port', 'number')));
      return callers.flatMap(caller => found.map((target): Entry => ({ kind: 'gateway', caller, object, path: ['spec', field, i, 'route', j], ...target })));
    })));
  });
}

/** What the API server calls: webhooks, aggregated APIs, conversion of custom resources. Its addresses are the platform's to say. */
function ofApiServer(world: World): readonly Entry[] {
  const { known, platform: { apiServer } } = world.facts;
  const [only, ...more] = known.has('apiServer') ? (apiServer?.cidrs ?? []) : [];
  const block = typeof only === 'string' && more.length === 0 ? parseCidr(only) : { problem: '' };
  const caller: Caller = { name: '{api-server}', groups: [], party: 'problem' in block ? { outside: true } : { block } };
  const one = (object: ClusterObject, reference: unknown, path: FieldPath): readonly Entry[] => {
    const service = serviceAt(world, textAt(reference, 'namespace') ?? 'default', textAt(reference, 'name'));
    return service === undefined ? [] : behindPort(world, service, byNumberOrName(fieldAt(reference, 'port') ?? 443)).map(target => ({ kind: 'api server', caller, object, path, ...target }));
  };
  return [
    ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap(kind => world.cluster.of('admissionregistration.k8s.io', kind)).flatMap(object =>
      objects(object.written['webhooks']).flatMap((webhook, i) => one(object, fieldAt(webhook, 'clientConfig', 'service'), ['webhooks', i, 'clientConfig', 'service']))),
    ...world.cluster.of('apiregistration.k8s.io', 'APIService').flatMap(object => one(object, fieldAt(object.written, 'spec', 'service'), ['spec', 'service'])),
    ...world.cluster.of('apiextensions.k8s.io', 'CustomResourceDefinition').flatMap(object => one(object, fieldAt(object.written, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'), ['spec', 'conversion', 'webhook', 'clientConfig', 'service'])),
  ];
}

/** Services that nodes or load balancers lead to. Behind both any address may call. */
function ofServices(world: World): readonly Entry[] {
  return world.cluster.of('', 'Service').flatMap(object => {
    const type = textAt(object.effective, 'spec', 'type');
    if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
    return behindPort(world, object, () => true).map((target): Entry => ({ kind: type === 'NodePort' ? 'node port' : 'load balancer', caller: undefined, object, path: ['spec', 'type'], ...target }));
  });
}

function objects(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.map((item: unknown) => (isObject(item) ? item : {})) : [];
}
