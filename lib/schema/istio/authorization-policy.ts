import { child, children, has, texts, type Place } from '../builtin/place';
import { conditionProblem, pathProblem, noEmptyTexts, portsOf, serviceAccounts, subnetsOf, trustDomains } from './authorization-values';
import { attachment } from './fields';
import { count, filled, refuse, warn, written } from './place';

/** Source: Istio 1.31, pkg/config/validation, ValidateAuthorizationPolicy. */
export function authorizationPolicy(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  attachment(spec);
  const action = written(spec, 'action') || 'ALLOW';
  const rules = children(spec, 'rules');
  if (count(spec, 'rules') === 0 && (action === 'DENY' || action === 'CUSTOM')) refuse(spec, 'rules', `${action} without rules is for no request`, 'write rules: [{}] for every request');
  const provider = child(spec, 'provider');
  if (action !== 'CUSTOM' && has(spec, 'provider')) refuse(spec, 'provider', `"provider" is for action CUSTOM, the action is ${action}`);
  if (action === 'CUSTOM' && count(spec, 'rules') > 0 && (provider === undefined || !filled(provider, 'name'))) refuse(spec, ['provider', 'name'], '"provider.name" must be given for action CUSTOM');
  for (const rule of rules) {
    if (action === 'CUSTOM') withoutIdentity(rule);
    const from = sources(rule);
    const to = operations(rule);
    for (const condition of children(rule, 'when')) when(condition);
    if (action === 'DENY' && (from === 'http' && to === 'absent' || to === 'http')) {
      warn(rule, [], 'it has only attributes of HTTP, so that it denies every connection of TCP in its reach: what cannot be read counts as matched', 'name the ports');
    }
  }
}

/** Who asks, as the mesh knows it, is not told to an external authorizer. */
const identities = ['namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts', 'trustDomains', 'notTrustDomains', 'principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals'];
const identityKeys = new Set(['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal']);

function withoutIdentity(rule: Place): void {
  for (const from of children(rule, 'from')) {
    const source = child(from, 'source');
    for (const key of source === undefined ? [] : identities) if (source !== undefined && count(source, key) > 0) refuse(source, key, `"${key}" is not possible with action CUSTOM`);
  }
  for (const condition of children(rule, 'when')) {
    const key = written(condition, 'key') ?? '';
    if (identityKeys.has(key) || key.startsWith('request.auth.')) refuse(condition, 'key', `"${key}" is not possible with action CUSTOM`);
  }
}

/** What a rule is about: nothing, attributes of HTTP alone, or some that connections have. */
type Reach = 'absent' | 'http' | 'tcp';

/** Fields of sources: whether connections have them, and how their values are judged. */
const sourceFields: Readonly<Record<string, readonly [reach: Reach, check: (place: Place, key: string) => void]>> = {
  principals: ['tcp', noEmptyTexts], notPrincipals: ['tcp', noEmptyTexts], namespaces: ['tcp', noEmptyTexts], notNamespaces: ['tcp', noEmptyTexts],
  serviceAccounts: ['tcp', serviceAccounts], notServiceAccounts: ['tcp', serviceAccounts],
  ipBlocks: ['tcp', subnetsOf], notIpBlocks: ['tcp', subnetsOf], remoteIpBlocks: ['tcp', subnetsOf], notRemoteIpBlocks: ['tcp', subnetsOf],
  requestPrincipals: ['http', noEmptyTexts], notRequestPrincipals: ['http', noEmptyTexts], trustDomains: ['http', trustDomains], notTrustDomains: ['http', trustDomains],
};

const operationFields: typeof sourceFields = {
  ports: ['tcp', portsOf], notPorts: ['tcp', portsOf], methods: ['http', noEmptyTexts], notMethods: ['http', noEmptyTexts], hosts: ['http', noEmptyTexts], notHosts: ['http', noEmptyTexts],
  paths: ['http', paths], notPaths: ['http', paths],
};

function sources(rule: Place): Reach {
  let reach: Reach = 'absent';
  for (const from of children(rule, 'from')) {
    const source = child(from, 'source');
    if (source === undefined) {
      if (!has(from, 'source')) refuse(from, 'source', '"source" must be given');
      continue;
    }
    reach = further(reach, fields(source, sourceFields, 'the source is empty', 'leave "from" out for everybody'));
    const accounts = ['serviceAccounts', 'notServiceAccounts'].find(key => count(source, key) > 0);
    const others = accounts === undefined ? undefined : ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].find(key => count(source, key) > 0);
    if (accounts !== undefined && others !== undefined) refuse(source, accounts, `"${accounts}" and "${others}" must not both be given`);
  }
  return reach;
}

function operations(rule: Place): Reach {
  let reach: Reach = 'absent';
  for (const to of children(rule, 'to')) {
    const operation = child(to, 'operation');
    if (operation !== undefined) reach = further(reach, fields(operation, operationFields, 'the operation is empty', 'leave "to" out for everything'));
    else if (!has(to, 'operation')) refuse(to, 'operation', '"operation" must be given');
  }
  return reach;
}

/** Judges the lists that are there, and says whether connections have one of them. */
function fields(place: Place, known: typeof sourceFields, empty: string, help: string): Reach {
  let reach: Reach = 'absent';
  for (const key in place.value) {
    const field = known[key];
    if (field === undefined || count(place, key) === 0) continue;
    reach = further(reach, field[0]);
    field[1](place, key);
  }
  if (reach === 'absent') refuse(place, [], empty, help);
  return reach === 'tcp' ? 'tcp' : 'http';
}

function further(reach: Reach, other: Reach): Reach {
  return reach === 'tcp' || other === 'absent' ? reach : other;
}

function paths(place: Place, key: string): void {
  for (const [path, i] of texts(place, key)) {
    const wrong = path === '' ? 'is empty' : pathProblem(path);
    if (wrong !== undefined) refuse(place, [key, i], path === '' ? wrong : `"${path}" ${wrong}`);
  }
}

function when(condition: Place): void {
  const key = written(condition, 'key');
  if (key === undefined) return;
  if (key === '') return refuse(condition, 'key', '"key" must be given');
  if (count(condition, 'values') === 0 && count(condition, 'notValues') === 0) return refuse(condition, [], `"values" or "notValues" must be given for "${key}"`);
  for (const list of ['values', 'notValues']) noEmptyTexts(condition, list);
  conditionProblem(condition, key);
}
