import { texts, type Place } from '../builtin/place';
import { bytesOf, isAddress, isSubnet, refuse } from './place';

// Values of authorization. Source: Istio 1.31, pkg/config/security.

function each(place: Place, key: string, problem: (text: string) => string | undefined): void {
  for (const [text, i] of texts(place, key)) {
    const wrong = problem(text);
    if (wrong !== undefined) refuse(place, [key, i], text === '' ? 'is empty' : `"${text}" ${wrong}`);
  }
}

export function noEmptyTexts(place: Place, key: string): void {
  each(place, key, text => (text === '' ? 'is empty' : undefined));
}

export function subnetsOf(place: Place, key: string): void {
  each(place, key, text => (text.includes('/') ? isSubnet(text) : isAddress(text)) ? undefined : 'is no address and no block');
}

/** Ports are texts here; 0 is one. */
export function portsOf(place: Place, key: string): void {
  each(place, key, text => (/^\d+$/.test(text) && Number(text) <= 65535 ? undefined : 'must be a port, at most 65535'));
}

export function serviceAccounts(place: Place, key: string): void {
  const all = texts(place, key);
  if (all.length > 16) refuse(place, key, `has ${all.length} service accounts, at most 16 are allowed`);
  each(place, key, text => {
    if (text === '') return 'is empty';
    if (text.includes('*')) return 'must be a service account, without "*"';
    if (bytesOf(text) > 320) return 'has more than 320 characters';
    return /^(?:[^/]+\/)?[^/]+$/.test(text) ? undefined : 'must be "ACCOUNT" or "NAMESPACE/ACCOUNT"';
  });
}

/** At most one `*`, at the beginning or the end. */
function wildcardProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  const star = text.indexOf('*');
  if (star < 0) return undefined;
  if (text.includes('*', star + 1)) return 'may have one "*" only';
  return star === 0 || star === text.length - 1 ? undefined : 'may have "*" only at the beginning or the end';
}

export function trustDomains(place: Place, key: string): void {
  each(place, key, text => wildcardProblem(text) ?? (text.includes('/') ? 'must be a trust domain, without "/"' : undefined));
}

/** `{*}` stands for one part of a path, `{**}` for the rest of it. */
export function pathProblem(path: string): string | undefined {
  const parts = path.replaceAll(/^\/+|\/+$/g, '').split('/');
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let rest = false;
  for (const part of parts) {
    if (part === '{*}' || part === '{**}') {
      if (rest) return 'has something behind "{**}", which must be the last';
      rest = part === '{**}';
    } else if (/[{}]/.test(part)) return `has "${part}": only "{*}" and "{**}" may stand for a part`;
    else if (isTemplate && !/^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/.test(part)) return `has the part "${part}", which a path with "{*}" or "{**}" cannot have`;
  }
  return undefined;
}

type Check = (place: Place, key: string) => void;

const anything: Check = () => undefined;

/** Keys of conditions, and what is said of their values. */
const keys: Readonly<Record<string, Check>> = {
  'source.ip': subnetsOf, 'remote.ip': subnetsOf, 'destination.ip': subnetsOf, 'destination.port': portsOf,
  'source.namespace': anything, 'source.principal': anything, 'connection.sni': anything,
  'request.auth.principal': anything, 'request.auth.audiences': anything, 'request.auth.presenter': anything,
  'source.serviceAccount': serviceAccounts, 'source.trustDomain': (place, key) => { each(place, key, wildcardProblem); },
};

const gone: Readonly<Record<string, string>> = {
  'destination.namespace': 'the policy is of its namespace alone', 'destination.name': 'select workloads', 'destination.user': 'select workloads',
};

/** A key that is known, and values that fit it. */
export function conditionProblem(condition: Place, key: string): void {
  const check = keys[key];
  if (check !== undefined) {
    for (const list of ['values', 'notValues']) check(condition, list);
    return;
  }
  if (['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'].some(prefix => key.startsWith(prefix))) {
    const open = key.indexOf('[');
    if (!key.endsWith(']') || open <= 0 || open >= key.length - 2) refuse(condition, 'key', `"${key}" must name something in brackets, as in "request.headers[x-user]"`);
    return;
  }
  const reason = key.startsWith('destination.labels') ? 'select workloads' : gone[key];
  refuse(condition, 'key', reason === undefined ? `"${key}" is no key of conditions` : `"${key}" is no longer a key of conditions: ${reason}`);
}
