import type { PolicyResource } from '@pulumi/policy';
import type { JsonObject } from '../model/json';

/** What stands for a value that a preview does not know: of the shape by which checks recognise one. */
const notYet = { apply: (): undefined => undefined };

/** The Kubernetes objects that the resources of one provider are. */
export interface ProviderObjects {
  /** Name of the provider's resource; empty where a resource names none. */
  readonly provider: string;
  readonly objects: readonly { readonly written: JsonObject; readonly urn: string }[];
  /** Values that are not known yet. */
  readonly unknown: number;
}

/** The objects of a stack by provider: each is a cluster. */
export function stackObjects(resources: readonly PolicyResource[]): readonly ProviderObjects[] {
  const groups = new Map<string, { provider: string; objects: { written: JsonObject; urn: string }[]; unknown: number }>();
  for (const { type, props, urn, provider } of resources) {
    const [, apiVersion, kind] = /^kubernetes:([^:]+):([A-Za-z]+)$/.exec(type) ?? [];
    // A patch is a part of an object that is elsewhere; charts and files are not objects themselves.
    if (apiVersion === undefined || kind === undefined || kind.endsWith('Patch') || /^(?:helm\.sh|kustomize|yaml)(?:\/|$)/.test(apiVersion)) continue;
    const counted = { unknown: 0 };
    const inputs = read(props, '__inputs', { unknown: 0 });
    const fields = plain(typeof inputs === 'object' && inputs !== null && inputs !== notYet ? inputs : props, counted) as JsonObject;
    const written = { apiVersion: apiVersion.replace(/^core\//, ''), kind, ...Object.fromEntries(Object.entries(fields).filter(([key]) => !key.startsWith('__') && key !== 'id')) };
    const key = provider?.urn ?? '';
    const group = groups.get(key) ?? { provider: provider?.name ?? '', objects: [], unknown: 0 };
    group.objects.push({ written, urn });
    group.unknown += counted.unknown;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A copy. What the policy SDK gives refuses to be read where a preview does not know a value. */
function plain(value: unknown, counted: { unknown: number }): unknown {
  if (typeof value !== 'object' || value === null || value === notYet) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, i) => plain(read(value, i, counted), counted));
  return Object.fromEntries(Object.keys(value).map(key => [key, plain(read(value, key, counted), counted)]));
}

function read(holder: object, key: string | number, counted: { unknown: number }): unknown {
  try {
    return (holder as Readonly<Record<string | number, unknown>>)[key];
  } catch {
    counted.unknown += 1;
    return notYet;
  }
}
