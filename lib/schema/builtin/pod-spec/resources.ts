import type { FieldPath } from '../../../model/finding';
import { dnsLabelProblem } from '../../../model/names';
import { child, children, entries, grammar, has, missing, refuse, text, type Place } from '../place';
import { amountOf, containerResourceName, isHugePages, mayOvercommit, podResourceName, resourceAmount } from '../quantities';
import { one } from '../../../model/quantity';

// Requests and limits of containers and of whole pods. Source: Kubernetes 1.36, core/validation, validateResourceRequirements.

type NameCheck = (place: Place, at: FieldPath, name: string) => void;

export function containerResources(container: Place, claimNames: ReadonlySet<string>): void {
  const resources = child(container, 'resources');
  if (resources !== undefined) requirements(resources, containerResourceName, claimNames);
}

function requirements(resources: Place, checkName: NameCheck, claimNames: ReadonlySet<string>): void {
  const limits = new Map(entries(resources, 'limits'));
  const requests = new Map(entries(resources, 'requests'));
  for (const [name, value] of limits) {
    checkName(resources, ['limits', name], name);
    pages(resources, ['limits', name], name, resourceAmount(resources, ['limits', name], name, value), value);
  }
  for (const [name, value] of requests) {
    checkName(resources, ['requests', name], name);
    const amount = resourceAmount(resources, ['requests', name], name, value);
    pages(resources, ['requests', name], name, amount, value);
    const limit = limits.get(name);
    const most = amountOf(limit);
    if (limit === undefined) {
      if (!mayOvercommit(name)) refuse(resources, 'limits', 'required', `a limit of "${name}" must be given, it cannot be overcommitted`);
    } else if (amount !== undefined && most !== undefined) {
      if (amount !== most && !mayOvercommit(name)) refuse(resources, ['requests', name], 'invalid', `"${String(value)}" of ${name} must be equal to the limit "${shown(limit)}"`);
      else if (amount > most) refuse(resources, ['requests', name], 'invalid', `"${String(value)}" of ${name} must not be more than the limit "${shown(limit)}"`);
    }
  }
  const names = [...limits.keys(), ...requests.keys()];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) refuse(resources, [], 'forbidden', 'huge pages need "cpu" or "memory" beside them');
  claims(resources, claimNames);
}

/** Resources that are taken whatever a pod asks for: names and amounts are those of limits. */
export function fixedResources(place: Place, key: string): void {
  const all = entries(place, key);
  for (const [name, value] of all) {
    containerResourceName(place, [key, name], name);
    pages(place, [key, name], name, resourceAmount(place, [key, name], name, value), value);
  }
  const names = all.map(([name]) => name);
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) refuse(place, [], 'forbidden', 'huge pages need "cpu" or "memory" beside them');
}

/** Huge pages come in whole pages of the size that their name says. */
function pages(resources: Place, at: FieldPath, name: string, amount: bigint | undefined, value: unknown): void {
  if (!isHugePages(name) || amount === undefined) return;
  const page = amountOf(name.slice('hugepages-'.length));
  const whole = (amount + one - 1n) / one;
  if (page === undefined || page <= 0n || page % one !== 0n || whole % (page / one) !== 0n) refuse(resources, at, 'invalid', `"${String(value)}" is not a multiple of the page size of "${name}"`);
}

function claims(resources: Place, names: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const claim of children(resources, 'claims')) {
    const name = text(claim, 'name');
    if (missing(claim, 'name')) refuse(claim, 'name', 'required', '"name" must be given');
    if (name === '') continue;
    const request = text(claim, 'request');
    grammar(claim, 'request', dnsLabelProblem);
    const key = request === '' ? name : `${name}/${request}`;
    if (seen.has(name) || seen.has(key) || request === '' && [...seen].some(other => other.startsWith(`${name}/`))) refuse(claim, [], 'duplicate', `"${key}" is claimed already`);
    seen.add(key);
    if (!names.has(name)) refuse(claim, 'name', 'invalid', `"${name}" is not in "resourceClaims" of the pod`);
  }
}

/** Pod-level resources: they hold what the containers ask for together, and no container is given more than all. */
export function podResources(spec: Place, isPod: boolean): void {
  const resources = child(spec, 'resources');
  if (resources === undefined) return;
  if (text(child(spec, 'os') ?? spec, 'name') === 'windows' && has(spec, 'os')) return refuse(spec, 'resources', 'forbidden', '"resources" of the pod must not be given on Windows');
  if (has(resources, 'claims')) refuse(resources, 'claims', 'forbidden', '"claims" must not be given for the whole pod');
  requirements(resources, podResourceName, new Set());
  for (const [name, value] of entries(resources, 'requests')) {
    const most = amountOf(value);
    const together = aggregate(spec, container => amountIn(container, 'requests', name) ?? (isPod ? amountIn(container, 'limits', name) : undefined));
    if (most !== undefined && together > most) refuse(resources, ['requests', name], 'invalid', `"${String(value)}" of ${name} must be at least what the containers request together`);
  }
  for (const [name, value] of entries(resources, 'limits')) {
    const most = amountOf(value);
    if (most === undefined) continue;
    if (isHugePages(name) && aggregate(spec, container => amountIn(container, 'limits', name)) > most) {
      refuse(resources, ['limits', name], 'invalid', `"${String(value)}" of ${name} must be at least the limits of the containers together`);
    }
    for (const container of children(spec, 'containers')) {
      const limit = amountIn(container, 'limits', name);
      if (limit !== undefined && limit > most) refuse(container, ['resources', 'limits', name], 'invalid', `the limit of ${name} must not be more than that of the pod, "${String(value)}"`);
    }
  }
}

function amountIn(container: Place, what: 'requests' | 'limits', name: string): bigint | undefined {
  const resources = child(container, 'resources');
  const list = resources === undefined ? undefined : child(resources, what);
  return list === undefined ? undefined : amountOf(list.value[name]);
}

/** Containers and sidecars run together; other init containers run alone, beside the sidecars before them. */
function aggregate(spec: Place, of: (container: Place) => bigint | undefined): bigint {
  let sum = 0n;
  for (const container of children(spec, 'containers')) sum += of(container) ?? 0n;
  let sidecars = 0n;
  let peak = 0n;
  for (const container of children(spec, 'initContainers')) {
    const amount = of(container) ?? 0n;
    if (text(container, 'restartPolicy') === 'Always') sidecars += amount;
    const now = text(container, 'restartPolicy') === 'Always' ? sidecars : sidecars + amount;
    if (now > peak) peak = now;
  }
  sum += sidecars;
  return sum > peak ? sum : peak;
}

/** An amount as it was written. */
function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
