/**
 * Name grammars of Kubernetes. Each function returns what is wrong, or `undefined` when the name is good.
 * Source: `k8s.io/apimachinery/pkg/util/validation`.
 */

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** RFC 1123 label: namespaces, container and Service port names' alphabet, most short names. At most 63 characters. */
export function dnsLabelProblem(name: string): string | undefined {
  if (name.length === 0) return 'is empty';
  if (name.length > 63) return `has ${name.length} characters, at most 63 are allowed`;
  return label.test(name) ? undefined : 'must be lower-case letters, digits and "-", and begin and end with a letter or digit';
}

/** RFC 1035 label: Services begin with a letter. At most 63 characters. */
export function serviceNameProblem(name: string): string | undefined {
  return dnsLabelProblem(name) ?? (/^[a-z]/.test(name) ? undefined : 'must begin with a letter');
}

/** DNS subdomain: names of most objects. At most 253 characters. */
export function subdomainProblem(name: string): string | undefined {
  if (name.length === 0) return 'is empty';
  if (name.length > 253) return `has ${name.length} characters, at most 253 are allowed`;
  return subdomain.test(name) ? undefined : 'must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit';
}

/** IANA service name: names of container ports, and `targetPort` by name. At most 15 characters with a letter among them. */
export function portNameProblem(name: string): string | undefined {
  if (name.length === 0 || name.length > 15) return `has ${name.length} characters, 1 to 15 are allowed`;
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.includes('--')) return 'must be lower-case letters, digits and single "-"';
  return /[a-z]/.test(name) ? undefined : 'must contain a letter';
}

/** A host name as gateways take it: a DNS subdomain, its first part may be `*`. */
export function hostnameProblem(host: string): string | undefined {
  if (host === '*') return 'is "*": name the hosts, a catch-all takes every request that nothing else takes';
  return subdomainProblem(host.startsWith('*.') ? host.slice(2) : host);
}
