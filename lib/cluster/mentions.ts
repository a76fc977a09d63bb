import { isObject, type JsonObject } from '../model/json';
import { fieldAt, textAt } from '../model/object';
import { oncePerWorld, type World } from './cluster';
import { containersIn } from './template';
import type { Workload } from './workload';

/** A Service that a workload is told to call: its name stands in the environment, the command, or a ConfigMap of the pods. */
export interface Mention {
  readonly namespace: string;
  readonly name: string;
  /** Absent where the text says none. */
  readonly port?: number;
  /** The text that says it: `db.shop.svc.cluster.local:5432`. */
  readonly text: string;
  /** Where: `env DATABASE_URL`. */
  readonly where: string;
}

const full = /\b([a-z](?:[-a-z0-9]*[a-z0-9])?)\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\.svc(?:\.[a-z0-9][-.a-z0-9]*[a-z0-9])?(?::(\d{1,5}))?(?![-\w])/g;

const mentions = oncePerWorld(() => new Map<Workload, readonly Mention[]>());

/**
 * Services that the pods of a workload are told of by a name that only cluster DNS answers (`NAME.NAMESPACE.svc`). Short names are left
 * out: any word may be one.
 *
 * @example mentionsOf(world, web).map(({ name, port }) => [name, port]) // [['db', 5432]]
 */
export function mentionsOf(world: World, workload: Workload): readonly Mention[] {
  const made = mentions(world);
  let found = made.get(workload);
  if (found === undefined) made.set(workload, (found = textsIn(world, workload).flatMap(({ text, where }) => read(text, where))));
  return found;
}

function read(text: string, where: string): readonly Mention[] {
  if (!text.includes('.svc')) return [];
  return [...text.matchAll(full)].map(([whole, name = '', namespace = '', port]) => ({ name, namespace, ...(port === undefined ? {} : { port: Number(port) }), text: whole, where }));
}

interface Placed {
  readonly text: string;
  readonly where: string;
}

function textsIn(world: World, { spec, namespace }: Workload): readonly Placed[] {
  const containers = [...containersIn(spec, 'initContainers'), ...containersIn(spec, 'containers')];
  return [...containers.flatMap(ownTexts), ...mapsOf(spec, containers).flatMap(name => dataOf(world, namespace, name))];
}

function ownTexts(container: JsonObject): readonly Placed[] {
  const env = listAt(container, 'env').flatMap(entry => {
    const value = textAt(entry, 'value');
    return value === undefined ? [] : [{ text: value, where: `env ${textAt(entry, 'name') ?? ''}` }];
  });
  const words = (['command', 'args'] as const).flatMap(field => listAt(container, field).flatMap(word => (typeof word === 'string' ? [{ text: word, where: field }] : [])));
  return [...env, ...words];
}

/** ConfigMaps that pods mount or take their environment from. */
function mapsOf(spec: JsonObject, containers: readonly JsonObject[]): readonly string[] {
  const mounted = listAt(spec, 'volumes').flatMap(volume => [textAt(volume, 'configMap', 'name'), ...listAt(fieldAt(volume, 'projected'), 'sources').map(source => textAt(source, 'configMap', 'name'))]);
  const taken = containers.flatMap(container => [...listAt(container, 'envFrom').map(from => textAt(from, 'configMapRef', 'name')), ...listAt(container, 'env').map(entry => textAt(entry, 'valueFrom', 'configMapKeyRef', 'name'))]);
  return [...new Set([...mounted, ...taken].filter(name => name !== undefined))];
}

function dataOf(world: World, namespace: string, name: string): readonly Placed[] {
  const data = world.cluster.find('', 'ConfigMap', namespace, name)?.effective['data'];
  return isObject(data) ? Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' ? [{ text, where: `ConfigMap ${name}, ${key}` }] : [])) : [];
}

function listAt(value: unknown, field: string): readonly unknown[] {
  const found = fieldAt(value, field);
  return Array.isArray(found) ? found : [];
}
