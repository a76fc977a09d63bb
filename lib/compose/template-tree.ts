import { isObject, sameValue, type JsonObject } from '../model/json';

/** Lists of a pod template whose items have a name of their own, with the fields that make it; shares of one item meet there. */
const keys: Readonly<Record<string, (item: JsonObject) => string>> = {
  containers: ({ name }) => String(name),
  initContainers: ({ name }) => String(name),
  volumes: ({ name }) => String(name),
  env: ({ name }) => String(name),
  ports: ({ containerPort, protocol = 'TCP' }) => `${String(containerPort)}/${String(protocol)}`,
  tolerations: ({ key = '', operator = 'Equal', value = '', effect = '' }) => [key, operator, value, effect].map(String).join(' '),
  topologySpreadConstraints: ({ topologyKey, whenUnsatisfiable }) => `${String(topologyKey)} ${String(whenUnsatisfiable)}`,
};

/** Annotations that are lists of ports: what several want is in one of them, in the order of numbers. */
const portLists: readonly string[] = ['traffic.sidecar.istio.io/excludeInboundPorts', 'traffic.sidecar.istio.io/excludeOutboundPorts'];

/** The same data with such lists as objects by key, so that they can be merged field by field. */
export function keyed(value: unknown, field: string = ''): unknown {
  if (portLists.includes(field) && typeof value === 'string') return Object.fromEntries(portsIn(value).map(port => [port, true]));
  const key = keys[field];
  if (key !== undefined && Array.isArray(value)) return Object.fromEntries(value.filter(isObject).map(item => [key(item), keyed(item)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, keyed(item, name)]));
}

/** What of a keyed tree stands at the places where another has leaves. */
export function alike(tree: unknown, other: unknown): unknown {
  if (!isObject(tree) || !isObject(other)) return tree;
  return Object.fromEntries(Object.keys(other).flatMap(name => (tree[name] === undefined ? [] : [[name, alike(tree[name], other[name])]])));
}

/** Plain data with a keyed tree laid over it: items that are there stay where they are, new ones follow. */
export function overlaid(value: unknown, tree: unknown, field: string = ''): unknown {
  if (portLists.includes(field) && isObject(tree)) {
    const present = typeof value === 'string' ? portsIn(value) : [];
    return [...new Set([...present, ...Object.keys(tree)])].sort((a, b) => Number(a) - Number(b)).join(',');
  }
  const key = keys[field];
  if (key !== undefined && isObject(tree)) {
    const present = Array.isArray(value) ? value.filter(isObject) : [];
    const known = new Set(present.map(key));
    const added = Object.entries(tree).filter(([name]) => !known.has(name));
    return [...present.map(item => overlaid(item, tree[key(item)] ?? {})), ...added.map(([, item]) => overlaid({}, item))];
  }
  if (!isObject(tree)) return tree;
  const below = isObject(value) ? value : {};
  return { ...below, ...Object.fromEntries(Object.entries(tree).map(([name, item]) => [name, overlaid(below[name], item, name)])) };
}

function portsIn(text: string): readonly string[] {
  return text.split(',').map(port => port.trim()).filter(port => port !== '');
}

/** One step of a JSON patch, as cdk8s prints it: `JsonPatch.add(path, value)`. */
export interface PatchStep {
  readonly path: string;
  readonly value: unknown;
}

/** The steps that make one value out of another that has less. */
export function stepsTo(from: unknown, to: unknown, path: string = ''): readonly PatchStep[] {
  if (sameValue(from, to)) return [];
  const children = Array.isArray(from) && Array.isArray(to) ? [...to.entries()].map(([i, item]): [string, unknown, unknown] => [i < from.length ? String(i) : '-', from[i], item])
    : isObject(from) && isObject(to) ? Object.entries(to).map(([name, item]): [string, unknown, unknown] => [name, from[name], item]) : undefined;
  if (children === undefined) return [{ path, value: to }];
  return children.flatMap(([name, before, after]) => stepsTo(before, after, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}

/**
 * What a strategic merge patch has to say for one value to become the other. Lists whose items it merges by name carry the items that
 * differ; others, such as tolerations, it replaces, so they carry everything.
 */
export function strategicPatch(from: unknown, to: unknown, field: string = ''): unknown {
  const key = keys[field];
  if (key !== undefined && field !== 'tolerations' && Array.isArray(from) && Array.isArray(to)) {
    const before = new Map(from.filter(isObject).map(item => [key(item), item]));
    return to.filter(isObject).filter(item => !sameValue(before.get(key(item)), item)).map(item => ({ ...identity(item), ...(strategicPatch(before.get(key(item)) ?? {}, item) as JsonObject) }));
  }
  if (!isObject(from) || !isObject(to)) return to;
  return Object.fromEntries(Object.entries(to).filter(([name, item]) => !sameValue(from[name], item)).map(([name, item]) => [name, strategicPatch(from[name], item, name)]));
}

function identity(item: JsonObject): JsonObject {
  const fields = ['name', 'containerPort', 'protocol', 'topologyKey', 'whenUnsatisfiable'];
  return Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field)));
}
