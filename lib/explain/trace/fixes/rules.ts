import { hostOfRule, rulesFor, type Subset } from '../../../mesh/destination-rule';
import { objectsAt, specOf, textAt } from '../../../mesh/fields';
import { sidecarScope } from '../../../mesh/sidecar-scope';
import { claimsOf } from '../../../mesh/route';
import { fieldAt } from '../../../model/object';
import type { JsonObject } from '../../../model/json';
import type { Labels } from '../../../model/labels';
import type { Course } from '../course';
import type { Change, Fix } from '../fix';
import type { Hop } from '../hop';
import { setting } from './merge';
import { freeName } from './names';
import { podsBehind } from './services';

/** A subset that a route names: by the labels that just its pods have, in the DestinationRule of the host, or in a new one. */
export function defineSubset(course: Course): readonly Fix[] {
  const { way: { world }, to } = course;
  const labels = to?.subset === undefined ? undefined : labelsNamed(course, to.subset);
  if (to?.subset === undefined || labels === undefined) return [];
  const subset = { name: to.subset, labels };
  const [rule] = rulesFor(world, to.host.name).filter(found => hostOfRule(world, found) === to.host.name && fieldAt(found.effective, 'spec', 'workloadSelector') === undefined);
  if (rule !== undefined) {
    const subsets = [...objectsAt(rule.written, 'spec', 'subsets').filter(each => each['name'] !== to.subset), subset];
    return [{ text: `define subset ${to.subset} in DestinationRule ${rule.reference.namespace ?? 'default'}/${rule.reference.name}`, changes: [setting(rule, ['spec', 'subsets'], subsets)] }];
  }
  const { namespace } = to.host;
  const name = freeName(world, 'networking.istio.io', 'DestinationRule', namespace, to.host.object.reference.name);
  return [{ text: `define subset ${to.subset} of ${to.host.name}`, changes: [{ how: 'create', object: { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name, namespace }, spec: { host: to.host.name, subsets: [subset] } } }] }];
}

/** Labels of a subset that select pods, where the name of the subset, or what other subsets leave over, says which. */
export function selectSubset(course: Course, { evidence }: Hop): readonly Fix[] {
  const { to } = course;
  const found = evidence.find(({ object, path }) => object.kind === 'DestinationRule' && path[1] === 'subsets' && typeof path[2] === 'number');
  if (to?.subset === undefined || found === undefined) return [];
  const subset = objectsAt(specOf(found.object), 'subsets')[Number(found.path[2])];
  const labels = labelsNamed(course, to.subset) ?? leftOver(course, subset as unknown as Pick<Subset, 'labels'> | undefined, objectsAt(specOf(found.object), 'subsets'));
  if (labels === undefined) return [];
  return [{ text: `let subset ${to.subset} select ${Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',')}`, changes: [setting(found.object, [...found.path.slice(0, 3), 'labels'], labels)] }];
}

/** The one label whose value is the name: `version: v2` for subset v2. */
function labelsNamed(course: Course, name: string): Labels | undefined {
  const pairs = new Map(podsBehind(course).flatMap(({ labels }) => Object.entries(labels).filter(([, value]) => value === name)));
  const key = pairs.has('version') ? 'version' : pairs.size === 1 ? [...pairs.keys()][0] : undefined;
  return key === undefined ? undefined : { [key]: name };
}

/** The one value of the subset's label that pods have, and no other subset takes. */
function leftOver(course: Course, subset: Pick<Subset, 'labels'> | undefined, subsets: readonly JsonObject[]): Labels | undefined {
  const [[key] = [undefined], ...more] = Object.entries(subset?.labels ?? {});
  if (key === undefined || more.length > 0) return undefined;
  const taken = new Set(subsets.map(each => textAt(each, 'labels', key)));
  const values = new Set(podsBehind(course).flatMap(({ labels }) => labels[key] ?? []).filter(value => !taken.has(value)));
  const [only, ...others] = values;
  return only === undefined || others.length > 0 ? undefined : { [key]: only };
}

/** Hosts of a VirtualService without any: the one that is asked for, unless another route speaks for it. */
export function nameHosts({ way: { world }, to }: Course, { evidence }: Hop): readonly Fix[] {
  const found = evidence.find(({ object }) => object.kind === 'VirtualService');
  if (found === undefined || to === undefined || claimsOf(world, to.host.name).length > 0) return [];
  return [{ text: `name the host in VirtualService ${found.object.reference.namespace ?? 'default'}/${found.object.reference.name}`, changes: [setting(found.object, ['spec', 'hosts'], [to.host.name])] }];
}

/** The rule that no request reaches, before the one that takes them all. */
export function moveUp(_: Course, { evidence }: Hop): readonly Fix[] {
  const [first, second] = evidence.filter(({ object, path }) => object.kind === 'VirtualService' && path[1] === 'http' && typeof path[2] === 'number');
  if (first === undefined || second === undefined || first.object !== second.object) return [];
  const [lower, upper] = [Number(first.path[2]), Number(second.path[2])].sort((a, b) => a - b);
  const rules = objectsAt(first.object.written, 'spec', 'http');
  const moved = rules[upper ?? 0];
  if (lower === undefined || upper === undefined || moved === undefined || lower === upper) return [];
  const others = rules.filter(rule => rule !== moved);
  return [{ text: `put rule ${upper + 1} of VirtualService ${first.object.reference.namespace ?? 'default'}/${first.object.reference.name} before rule ${lower + 1}`, changes: [setting(first.object, ['spec', 'http'], [...others.slice(0, lower), moved, ...others.slice(lower)])] }];
}

/** The host among those that a Sidecar lets the client's proxy know. */
export function importHost({ way: { world, sender }, to }: Course): readonly Fix[] {
  const { object } = sidecarScope(world, sender.client);
  const egress = objectsAt(object?.written, 'spec', 'egress');
  if (object === undefined || to === undefined || egress.length === 0) return [];
  // A listener without a port is for all of them; where each has one, the last takes what no other does.
  const own = egress.findIndex(listener => listener['port'] === undefined);
  const at = own < 0 ? egress.findIndex(listener => fieldAt(listener, 'port', 'number') === to.port.number) : own;
  if (at < 0) return [];
  const hosts = (egress[at]?.['hosts'] ?? []) as readonly unknown[];
  const entry = `${to.host.namespace}/${to.host.name}`;
  return [{ text: `let Sidecar ${object.reference.namespace ?? 'default'}/${object.reference.name} know ${entry}`, changes: [setting(object, ['spec', 'egress', at, 'hosts'], [...hosts, entry])] }];
}

const entryProtocols: Readonly<Record<string, string>> = { http: 'HTTP', https: 'TLS', grpc: 'GRPC', tcp: 'TCP' };

/** A ServiceEntry for a host outside, for the client's namespace alone. An address has no name that an entry could go by. */
export function registerOutside({ way: { world, target, sender } }: Course): readonly Fix[] {
  if (target.isAddress || !target.host.includes('.')) return [];
  const { namespace } = sender.client;
  const name = freeName(world, 'networking.istio.io', 'ServiceEntry', namespace, target.host);
  const protocol = entryProtocols[target.scheme] ?? 'TCP';
  const spec = { hosts: [target.host], exportTo: ['.'], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: target.port, name: `${protocol.toLowerCase()}-${target.port}`, protocol }] };
  return [{ text: `let proxies of namespace ${namespace} know ${target.host}`, changes: [{ how: 'create', object: { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name, namespace }, spec } }] }];
}

/** One of two ways to spread over places: istiod takes either, never both. */
export function chooseOneWay(_: Course, { evidence }: Hop): readonly Fix[] {
  const found = evidence.find(({ object }) => object.kind === 'DestinationRule');
  const at = found === undefined ? undefined : settingAt(found.path);
  if (found === undefined || at === undefined) return [];
  return ['failover', 'distribute'].map(field => ({ text: `keep ${field === 'failover' ? 'distribute' : 'failover'} alone: remove ${field}`, changes: [setting(found.object, [...at, field], null)] }));
}

/** Outlier detection beside the load balancer: what ejects endpoints is what makes them fail over. */
export function ejectEndpoints(_: Course, { evidence }: Hop): readonly Fix[] {
  const found = evidence.find(({ object }) => object.kind === 'DestinationRule');
  const at = found === undefined ? undefined : settingAt(found.path);
  if (found === undefined || at === undefined) return [];
  const policy = at.slice(0, at.lastIndexOf('loadBalancer'));
  const change: Change = setting(found.object, [...policy, 'outlierDetection'], { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' });
  return [{ text: 'eject endpoints that answer with errors: outlierDetection', changes: [change] }];
}

/** Path of `localityLbSetting` in a path to it or below it. */
function settingAt(path: Hop['evidence'][number]['path']): readonly (string | number)[] | undefined {
  const at = path.indexOf('localityLbSetting');
  if (at >= 0) return path.slice(0, at + 1);
  const balancer = path.indexOf('loadBalancer');
  const policy = path.lastIndexOf('trafficPolicy');
  return balancer >= 0 ? [...path.slice(0, balancer + 1), 'localityLbSetting'] : policy >= 0 ? [...path.slice(0, policy + 1), 'loadBalancer', 'localityLbSetting'] : undefined;
}
