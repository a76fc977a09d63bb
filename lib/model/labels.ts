import { compare, type JsonObject } from './json';
import { subdomainProblem } from './names';

/** Labels of an object, or the equality part of a selector. */
export type Labels = Readonly<Record<string, string>>;

/** Whether every label of `selector` is on `labels`. An empty selector matches everything. */
export function matches(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

const none: Labels = {};

/** The entries of a map whose values are texts: nearly always all, so that the map itself is handed on. */
export function textsIn(map: JsonObject | undefined): Labels {
  if (map === undefined) return none;
  for (const key in map) if (typeof map[key] !== 'string') return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return map as Labels;
}

/** The labels that all of the given sets carry with the same value, sorted by key. */
export function commonLabels(sets: readonly Labels[]): Labels {
  const [first, ...rest] = sets;
  if (first === undefined) return {};
  return Object.fromEntries(
    Object.entries(first)
      .filter(([key, value]) => rest.every(labels => labels[key] === value))
      .sort(([a], [b]) => compare(a, b)),
  );
}

/** `app=web,version=v1`, the form that `kubectl -l` takes. */
export function formatLabels(labels: Labels): string {
  const keys = Object.keys(labels);
  const [only, second] = keys;
  // Most selectors are of one label.
  if (only !== undefined && second === undefined) return `${only}=${labels[only] ?? ''}`;
  return keys.sort(compare).map(key => `${key}=${labels[key] ?? ''}`).join(',');
}

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** What is wrong with a label key, or `undefined`. Source: Kubernetes `IsQualifiedName`. */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = slash < 0 ? key : key.slice(slash + 1);
  if (prefix !== undefined && subdomainProblem(prefix) !== undefined) return `label prefix "${prefix}" is not a DNS subdomain`;
  if (!namePart.test(name)) return `label name "${name}" must be 1 to 63 of letters, digits, "-", "_", "." and begin and end with a letter or digit`;
  return undefined;
}

/** What is wrong with a label value, or `undefined`. Source: Kubernetes `IsValidLabelValue`. */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || namePart.test(value)) return undefined;
  return `label value "${value}" must be at most 63 of letters, digits, "-", "_", "." and begin and end with a letter or digit`;
}
