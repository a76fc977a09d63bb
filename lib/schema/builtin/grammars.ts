import { labelKeyProblem } from '../../model/labels';
import { dnsLabelProblem, portNameProblem, subdomainProblem } from '../../model/names';
import { portProblem } from '../../model/port';
import { has, refuse, spell, type Place } from './place';

// Grammars of single texts, beside those of lib/model. Each returns what is wrong, or undefined.
// Source: Kubernetes 1.36, k8s.io/apimachinery/pkg/util/validation.

/** `prefix/name`, the prefix may be left out: labels, annotations, condition types, resources. */
export function qualifiedNameProblem(value: string): string | undefined {
  return labelKeyProblem(value)?.replace(/^label /, '');
}

/** `prefix/path`, both there: signers, managers of Jobs. */
export function domainPrefixedPathProblem(value: string): string | undefined {
  const [domain = '', ...rest] = value.split('/');
  if (rest.join('/') === '') return 'must be a domain and a path, such as "example.com/controller"';
  return subdomainProblem(domain) ?? (/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest.join('/')) ? undefined : 'has a character after the "/" that no path has');
}

/** A DNS subdomain whose parts may hold `_`: search domains. */
export function searchDomainProblem(value: string): string | undefined {
  if (value.length === 0) return 'is empty';
  if (value.length > 253) return `has ${value.length} characters, at most 253 are allowed`;
  return /^[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*$/.test(value) ? undefined : 'must be lower-case letters, digits, "-", "_" and "."';
}

/** A host name, or `*.` before one. */
export function wildcardHostProblem(value: string): string | undefined {
  if (!value.startsWith('*.')) return 'may have "*" only as its whole first part';
  return subdomainProblem(value.slice(2));
}

/** Environment variables since 1.32: any printable ASCII but `=`. */
export function environmentNameProblem(value: string): string | undefined {
  if (value === '') return 'is empty';
  return /^[ -<>-~]+$/.test(value) ? undefined : 'must be printable ASCII without "="';
}

/** Keys of ConfigMaps and Secrets. */
export function dataKeyProblem(value: string): string | undefined {
  if (value.length > 253) return `has ${value.length} characters, at most 253 are allowed`;
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) return 'must be letters, digits, "-", "_" and "."';
  return value === '.' || value.startsWith('..') ? 'must not be "." nor begin with ".."' : undefined;
}

/** Names that become one segment of a URL: roles, kinds, metrics. */
export function pathSegmentProblem(value: string): string | undefined {
  if (value === '.' || value === '..') return 'must not be "." or ".."';
  return /[/%]/.test(value) ? 'must not hold "/" or "%"' : undefined;
}

export function headerNameProblem(value: string): string | undefined {
  return /^[-A-Za-z0-9]+$/.test(value) ? undefined : 'must be letters, digits and "-"';
}

/** `30%`. */
export function percentProblem(value: string): string | undefined {
  return /^[0-9]+%$/.test(value) ? undefined : 'must be a percentage such as "25%"';
}

/** A fully qualified domain name of at least two parts; a final dot is allowed. */
export function fullyQualifiedProblem(value: string): string | undefined {
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const wrong = subdomainProblem(name);
  if (wrong !== undefined) return wrong;
  const labels = name.split('.');
  if (labels.length < 2) return 'must have at least two parts';
  return labels.some(label => dnsLabelProblem(label) !== undefined) ? 'has a part of more than 63 characters' : undefined;
}

/** A relative path that stays below. */
export function descendingPathProblem(value: string): string | undefined {
  if (value.startsWith('/')) return 'must be a relative path';
  return backstepProblem(value);
}

export function backstepProblem(value: string): string | undefined {
  return value.split('/').includes('..') ? 'must not hold ".."' : undefined;
}

/** A relative path whose first name does not begin with `..`, which the kubelet keeps for itself. */
export function projectedPathProblem(value: string): string | undefined {
  return descendingPathProblem(value) ?? (value.startsWith('..') ? 'must not begin with ".."' : undefined);
}

/** The name of a field of a CEL identifier's kind: `[_A-Za-z][_A-Za-z0-9]*`. */
export function identifierProblem(value: string): string | undefined {
  return /^[_A-Za-z][_A-Za-z0-9]*$/.test(value) ? undefined : 'must be an identifier: letters, digits and "_", not a digit first';
}

/** A port by number or name, as probes and `targetPort` take it. Absent is number 0, which is refused. */
export function portNumberOrName(place: Place, key: string): void {
  const value = place.value[key];
  if (typeof value === 'string') spell(place, key, value, portNameProblem);
  else if (typeof value === 'number' || !has(place, key)) portNumber(place, key);
}

/** A port number that must be there. */
export function portNumber(place: Place, key: string): void {
  const value = has(place, key) ? place.value[key] : 0;
  if (typeof value === 'number' && portProblem(value) !== undefined) refuse(place, key, 'range', `${value} must be a port from 1 to 65535`);
}
