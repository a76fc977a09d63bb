import { one, parseQuantity } from '../../model/quantity';
import { qualifiedNameProblem } from './grammars';
import type { FieldPath } from '../../model/finding';
import { refuse, spell, type Place } from './place';

/** Billionths of an amount as manifests write it, text or number; `undefined` when it is none. */
export function amountOf(value: unknown): bigint | undefined {
  return typeof value === 'number' ? parseQuantity(String(value).replace('e+', 'e')) : typeof value === 'string' ? parseQuantity(value.trim()) : undefined;
}

/** Says of a value that it is no amount; an absent one and one known at deploy are let pass. */
export function readAmount(place: Place, at: string | FieldPath, value: unknown): bigint | undefined {
  const amount = amountOf(value);
  if (amount === undefined && (typeof value === 'string' || typeof value === 'number')) refuse(place, at, 'format', `"${value}" is not a quantity such as "500m" or "1Gi"`);
  return amount;
}

const workload = ['cpu', 'memory', 'ephemeral-storage'];
const counts = ['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'];
const quota = new Set([...workload, ...workload.flatMap(name => [`requests.${name}`, `limits.${name}`]), 'requests.storage', ...counts]);
const known = new Set([...quota, 'storage']);

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isQuotaHugePages(name: string): boolean {
  return isHugePages(name) || name.startsWith('requests.hugepages-');
}

/** Resources of Kubernetes itself: without a prefix, or under `kubernetes.io/`. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Devices and the like, `example.com/gpu`: whole numbers, requested exactly as limited. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblem(`requests.${name}`) === undefined;
}

export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** A resource known to Kubernetes, or a qualified name. */
export function resourceName(place: Place, at: FieldPath, name: string): boolean {
  if (!spell(place, at, name, qualifiedNameProblem)) return false;
  if (name.includes('/') || known.has(name) || isQuotaHugePages(name)) return true;
  refuse(place, at, 'invalid', `"${name}" is not a resource of Kubernetes, and has no domain as in "example.com/gpu"`);
  return false;
}

/** A resource that containers can ask for. */
export function containerResourceName(place: Place, at: FieldPath, name: string): void {
  const good = resourceName(place, at, name);
  if (!good) return;
  if (!name.includes('/')) {
    if (!workload.includes(name) && !isHugePages(name)) refuse(place, at, 'invalid', `"${name}" is not a resource that containers use`);
  } else if (!isNative(name) && !isExtended(name)) refuse(place, at, 'invalid', `"${name}" is not the name of an extended resource`);
}

/** A resource that a whole pod can ask for. */
export function podResourceName(place: Place, at: FieldPath, name: string): void {
  if (resourceName(place, at, name) && name !== 'cpu' && name !== 'memory' && !isHugePages(name)) refuse(place, at, 'enum', `"${name}" cannot be asked for by a whole pod, only "cpu", "memory" and huge pages`);
}

/** A resource that a quota can count. */
export function quotaResourceName(place: Place, at: FieldPath, name: string): void {
  if (resourceName(place, at, name) && !name.includes('/') && !isQuotaResource(name)) refuse(place, at, 'invalid', `"${name}" is not a resource that a quota counts`);
}

export function isQuotaResource(name: string): boolean {
  return quota.has(name) || isQuotaHugePages(name);
}

/** An amount that is not negative, whole where the resource is counted. */
export function resourceAmount(place: Place, at: FieldPath, name: string, value: unknown): bigint | undefined {
  const amount = readAmount(place, at, value);
  if (amount === undefined) return undefined;
  if (amount < 0n) refuse(place, at, 'range', `"${String(value)}" must be 0 or more`);
  if ((counts.includes(name) || isExtended(name)) && amount % one !== 0n) refuse(place, at, 'invalid', `"${String(value)}" must be a whole number`);
  return amount;
}
