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

const ofConnections = ['principals', 'notPrincipals', 'ipBlocks', 'notIpBlocks', 'namespaces', 'notNamespaces', 'remoteIpBlocks', 'notRemoteIpBlocks', 'serviceAccounts', 'notServiceAccounts'];

function sources(rule: Place): Reach {
  let reach: Reach = 'absent';
  for (const from of children(rule, 'from')) {
    const source = child(from, 'source');
    if (source === undefined) {
      if (!has(from, 'source')) refuse(from, 'source', '"source" must be given');
      continue;
    }
    reach = reach === 'tcp' || ofConnections.some(key => count(source, key) > 0) ? 'tcp' : 'http';
    judgeSource(source);
  }
  return reach;
}

function judgeSource(source: Place): void {
  const given = (...keys: readonly string[]): string | undefined => keys.flatMap(key => [key, `not${key.charAt(0).toUpperCase()}${key.slice(1)}`]).find(key => count(source, key) > 0);
  if (given('principals', 'requestPrincipals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts', 'trustDomains') === undefined) refuse(source, [], 'the source is empty', 'leave "from" out for everybody');
  const [accounts, others] = [given('serviceAccounts'), given('principals', 'namespaces')];
  if (accounts !== undefined && others !== undefined) refuse(source, accounts, `"${accounts}" and "${others}" must not both be given`);
  for (const key of ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks']) subnetsOf(source, key);
  for (const key of ['principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals', 'namespaces', 'notNamespaces']) noEmptyTexts(source, key);
  for (const key of ['serviceAccounts', 'notServiceAccounts']) serviceAccounts(source, key);
  for (const key of ['trustDomains', 'notTrustDomains']) trustDomains(source, key);
}

const operationKeys = ['ports', 'notPorts', 'methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'];

function operations(rule: Place): Reach {
  let reach: Reach = 'absent';
  for (const to of children(rule, 'to')) {
    const operation = child(to, 'operation');
    if (operation === undefined) {
      if (!has(to, 'operation')) refuse(to, 'operation', '"operation" must be given');
      continue;
    }
    reach = reach === 'tcp' || count(operation, 'ports') > 0 || count(operation, 'notPorts') > 0 ? 'tcp' : 'http';
    if (!operationKeys.some(key => count(operation, key) > 0)) refuse(operation, [], 'the operation is empty', 'leave "to" out for everything');
    for (const key of ['ports', 'notPorts']) portsOf(operation, key);
    for (const key of ['methods', 'notMethods', 'hosts', 'notHosts']) noEmptyTexts(operation, key);
    for (const key of ['paths', 'notPaths']) {
      noEmptyTexts(operation, key);
      for (const [path, i] of texts(operation, key)) {
        const wrong = pathProblem(path);
        if (wrong !== undefined) refuse(operation, [key, i], `"${path}" ${wrong}`);
      }
    }
  }
  return reach;
}

function when(condition: Place): void {
  const key = written(condition, 'key');
  if (key === undefined) return;
  if (key === '') return refuse(condition, 'key', '"key" must be given');
  if (count(condition, 'values') === 0 && count(condition, 'notValues') === 0) return refuse(condition, [], `"values" or "notValues" must be given for "${key}"`);
  for (const list of ['values', 'notValues']) noEmptyTexts(condition, list);
  conditionProblem(condition, key);
}
