import { contains, parseCidr } from '../model/cidr';
import type { Identity } from '../model/identity';
import { certainly, every, not, some, type Certainty } from '../model/certainty';

/** What is known of one request or connection. What is absent is not known, and conditions on it are unknown; an identity of `null` is none. */
export interface Request {
  /** `null`: plaintext, nobody proved who asks. */
  readonly identity?: Identity | null;
  /** Address that the server's proxy sees. */
  readonly sourceAddress?: string;
  /** Port of the pod. */
  readonly port: number;
  readonly method?: string;
  /** Without the query. */
  readonly path?: string;
  /** Value of the header `host`. */
  readonly host?: string;
  /** Lower-case names. Where it is given it has all headers that matter. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One kind of condition of an AuthorizationPolicy. */
export type Attribute =
  | 'principals' | 'namespaces' | 'serviceAccounts' | 'trustDomains' | 'requestPrincipals' | 'ipBlocks' | 'remoteIpBlocks'
  | 'hosts' | 'ports' | 'methods' | 'paths' | `header:${string}` | `unknown:${string}`;

const ofRequests = new Set<string>(['requestPrincipals', 'hosts', 'methods', 'paths']);

/** Conditions that only requests have: on a connection that is not HTTP they cannot be asked. */
export function needsRequest(attribute: Attribute): boolean {
  return ofRequests.has(attribute) || attribute.startsWith('header:') || attribute.startsWith('unknown:request.');
}

/**
 * Whether one of several values of an attribute holds.
 *
 * Source: the generators of Istio 1.31, `security/authz/model/generator.go`, and its string matchers, `security/authz/matcher`.
 *
 * @param namespace namespace of the policy: service accounts without one mean it
 */
export function holds(attribute: Attribute, values: readonly string[], request: Request, namespace: string, trustDomains: readonly string[]): Certainty {
  return some(values.map(value => one(attribute, value, request, namespace, trustDomains)));
}

function one(attribute: Attribute, value: string, request: Request, namespace: string, trustDomains: readonly string[]): Certainty {
  if (attribute.startsWith('header:')) return header(request, attribute.slice('header:'.length), value);
  switch (attribute) {
    case 'principals':
      return byIdentity(request, identity => some(aliases(value, trustDomains).map(alias => certainly(matchesText(alias, principalOf(identity))))));
    case 'namespaces':
      return byIdentity(request, identity => certainly(glob(value, identity.namespace)));
    case 'serviceAccounts':
      return byIdentity(request, identity => {
        const [first = '', second] = value.split('/');
        return certainly(second === undefined ? identity.namespace === namespace && identity.serviceAccount === first : identity.namespace === first && identity.serviceAccount === second);
      });
    case 'trustDomains':
      return byIdentity(request, identity => certainly(glob(value, identity.trustDomain) || (trustDomains.includes(value) && trustDomains.includes(identity.trustDomain))));
    case 'ipBlocks':
      return inBlock(request.sourceAddress, value);
    case 'ports':
      return certainly(value.trim() === String(request.port));
    case 'methods':
      return request.method === undefined ? 'unknown' : certainly(matchesText(value, request.method));
    case 'hosts':
      return request.host === undefined ? 'unknown' : certainly(matchesText(value.toLowerCase(), request.host.toLowerCase()));
    case 'paths':
      return request.path === undefined ? 'unknown' : certainly(matchesPath(value, request.path));
    default:
      // Tokens, forwarded addresses, filter state: nothing in manifests says what a request carries.
      return 'unknown';
  }
}

function byIdentity({ identity }: Request, ask: (identity: Identity) => Certainty): Certainty {
  if (identity === undefined) return 'unknown';
  return identity === null ? 'no' : ask(identity);
}

function principalOf({ trustDomain, namespace, serviceAccount }: Identity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** A principal of one trust domain of the mesh means the same account of the others. Source: `pkg/…/trustdomain`, `ReplaceTrustDomainAliases`. */
function aliases(value: string, trustDomains: readonly string[]): readonly string[] {
  const slash = value.indexOf('/');
  if (slash < 0 || value.startsWith('*')) return [value];
  const [domain, rest] = [value.slice(0, slash), value.slice(slash)];
  const [own = ''] = trustDomains;
  // `cluster.local` stands for the trust domain of the mesh, whatever it is called.
  if (domain === 'cluster.local') return [`${own}${rest}`, ...trustDomains.slice(1).map(alias => `${alias}${rest}`)];
  return trustDomains.includes(domain) ? trustDomains.map(alias => `${alias}${rest}`) : [value];
}

/** `*` is any text but none, `*x` a suffix, `x*` a prefix, anything else itself. */
export function matchesText(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return text === pattern;
}

/** Every `*` is any text. */
function glob(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split('*').map(escape).join('.*')}$`).test(text);
}

/** Templates: `{*}` is one segment, `{**}` the rest of the path. Source: `PathTemplateMatcher`. */
function matchesPath(pattern: string, path: string): boolean {
  if (!/\{\*{1,2}\}/.test(pattern)) return matchesText(pattern, path);
  return new RegExp(`^${pattern.split(/(\{\*{1,2}\})/).map(part => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : escape(part))).join('')}$`).test(path);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function header({ headers }: Request, name: string, value: string): Certainty {
  if (headers === undefined) return 'unknown';
  const found = headers[name.toLowerCase()];
  return certainly(found !== undefined && (value === '*' || matchesText(value, found)));
}

function inBlock(address: string | undefined, block: string): Certainty {
  if (address === undefined) return 'unknown';
  const [outer, inner] = [parseCidr(block), parseCidr(address)];
  if ('problem' in inner) return 'unknown';
  // Host bits are dropped, as Envoy drops them.
  return 'problem' in outer ? 'unknown' : certainly(contains(outer, inner));
}

/** A condition as it was written: values one of which has to hold, and values none of which may. */
export interface Condition {
  readonly attribute: Attribute;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** Whether a condition holds; a condition without any value always does. */
export function conditionHolds({ attribute, values, notValues }: Condition, request: Request, namespace: string, trustDomains: readonly string[]): Certainty {
  return every([
    values.length === 0 ? 'yes' : holds(attribute, values, request, namespace, trustDomains),
    notValues.length === 0 ? 'yes' : not(holds(attribute, notValues, request, namespace, trustDomains)),
  ]);
}
