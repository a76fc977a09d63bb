import { isAddress } from './place';

// Grammars of names as istiod checks them: looser than those of Kubernetes, letters may be of either case.
// Source: Istio 1.31, pkg/config/labels and pkg/config/validation/agent. Each returns what is wrong, or undefined.

const label = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const wholeLabel = new RegExp(`^${label}$`);
const wildcardLabel = new RegExp(`^(?:\\*|(?:\\*|\\*-)?${label})$`);
const labelKey = new RegExp(`^(?:(${label}(?:\\.${label})*)/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`);
const labelValue = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

export function isLabel(text: string): boolean {
  return text.length <= 63 && wholeLabel.test(text);
}

export function labelProblem(text: string): string | undefined {
  return isLabel(text) ? undefined : 'must be a DNS label: at most 63 letters, digits and "-", and begin and end with a letter or digit';
}

function lengthProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  return text.length > 255 ? `has ${text.length} characters, at most 255 are allowed` : undefined;
}

function partsProblem(domain: string): string | undefined {
  const parts = domain.split('.');
  const last = parts.at(-1) ?? '';
  if (/^[+-]?\d+$/.test(last) && Math.abs(Number(last)) < 2 ** 63) return `ends with "${last}", and the last part of a domain is not a number`;
  const wrong = parts.find((part, i) => !isLabel(part) && !(part === '' && i === parts.length - 1));
  if (wrong === undefined) return undefined;
  return wrong === '' ? 'has an empty part' : wrong.includes('*') ? 'may have "*" only at the beginning' : `has the part "${wrong}", which is no DNS label`;
}

/** A domain of any number of parts; a final dot is allowed. */
export function domainProblem(text: string): string | undefined {
  return lengthProblem(text) ?? partsProblem(text);
}

/** A domain whose first part may be `*`, or begin with it. */
export function wildcardDomainProblem(text: string): string | undefined {
  const wrong = lengthProblem(text);
  if (wrong !== undefined) return wrong;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > 63 || !wildcardLabel.test(first)) return `has the part "${first}", which is no DNS label`;
  return dot < 0 ? undefined : partsProblem(text.slice(dot + 1));
}

/** A name of TLS between gateways: `outbound_.80_._.reviews.shop.svc.cluster.local`, or a domain. */
export function serverNameProblem(text: string): string | undefined {
  if (!text.startsWith('outbound_')) return wildcardDomainProblem(text);
  const wrong = lengthProblem(text);
  if (wrong !== undefined) return wrong;
  const [, port = '', , host = ''] = text.split('_');
  return text.split('_').length >= 4 && /\d/.test(port) && /[a-zA-Z]/.test(host) ? undefined : 'must be of the form "outbound_.PORT_._.HOST"';
}

/** `*foo.com` and the like: "*" is not the whole first part. */
export function isPartialWildcard(text: string): boolean {
  return text.includes('*') && text.length !== 1 && !text.startsWith('*.');
}

/** A key or a value of labels. */
export function labelPairProblem(key: string, value: unknown): string | undefined {
  const found = labelKey.exec(key);
  if (found === null) return `the key "${key}" is no label key`;
  if ((found[1] ?? '').length > 253) return `the key "${key}" has a prefix of more than 253 characters`;
  if ((found[2] ?? '').length > 63) return `the key "${key}" has a name of more than 63 characters`;
  return typeof value !== 'string' || labelValue.test(value) ? undefined : `the value "${value}" is no label value`;
}

/** A host of a Gateway or of a Sidecar, without its namespace. */
export function listenedHostProblem(text: string, addresses: boolean): string | undefined {
  if (text !== '*' && !text.includes('.')) return 'is a short name: write the whole domain';
  const wrong = wildcardDomainProblem(text);
  if (wrong !== undefined && !(addresses && isAddress(text))) return wrong;
  return isPartialWildcard(text) ? 'may have "*" only as its whole first part' : undefined;
}

const protocols = new Set(['tcp', 'udp', 'grpc', 'grpc-web', 'http', 'http_proxy', 'http2', 'https', 'tls', 'mongo', 'redis', 'mysql']);
const ofRequests = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const overTcp = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** Protocols of ports, in any case. */
export const protocol = {
  isKnown: (text: string): boolean => protocols.has(text.toLowerCase()),
  isHttp: (text: string): boolean => ofRequests.has(text.toLowerCase()),
  isTls: (text: string): boolean => text.toLowerCase() === 'https' || text.toLowerCase() === 'tls',
  isTcp: (text: string): boolean => overTcp.has(text.toLowerCase()),
};

/** Whether two host names overlap: the same, or one a wildcard that the other is within. */
export function overlap(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

/** Whether every name that the first stands for is one that the second stands for. */
export function isWithin(name: string, of: string): boolean {
  if (!of.startsWith('*')) return name === of;
  return name.startsWith('*') ? name.length >= of.length && name.slice(1).endsWith(of.slice(1)) : name.endsWith(of.slice(1));
}
