import type { JsonObject } from '../../model/json';
import { labelKeyProblem } from '../../model/labels';
import { serviceNameProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { portNumber } from './grammars';
import { labelSelector } from './label-selector';
import { child, children, choose, chooseGiven, grammar, has, judge, missing, need, refuse, size, spell, text, texts, unique, within, type Place } from './place';

// Mutating and validating webhooks. Source: Kubernetes 1.36, admissionregistration/validation.

export const webhookConfiguration: CodeValidation = (object: JsonObject) => judge(object, root => {
  const names = new Set<string>();
  for (const hook of children(root, 'webhooks')) {
    if (need(hook, 'name')) {
      grammar(hook, 'name', hookNameProblem);
      unique(hook, 'name', names);
    }
    for (const rule of children(hook, 'rules')) ruleOf(rule);
    for (const [key, allowed] of [['failurePolicy', ['Ignore', 'Fail']], ['matchPolicy', ['Exact', 'Equivalent']], ['reinvocationPolicy', ['Never', 'IfNeeded']]] as const) {
      chooseGiven(hook, key, allowed);
    }
    if (need(hook, 'sideEffects', 'must be "None" or "NoneOnDryRun"')) choose(hook, 'sideEffects', ['None', 'NoneOnDryRun']);
    within(hook, 'timeoutSeconds', 1, 30);
    labelSelector(hook, 'namespaceSelector');
    labelSelector(hook, 'objectSelector');
    client(hook);
    matchConditions(hook);
    reviewVersions(hook);
  }
});

function hookNameProblem(name: string): string | undefined {
  return subdomainProblem(name) ?? (name.split('.').length < 3 ? 'must have at least three parts, such as "check.policy.example.com"' : undefined);
}

function only(place: Place, key: string): void {
  const values = texts(place, key).map(([value]) => value);
  if (values.length > 1 && values.includes('*')) refuse(place, key, 'invalid', `"*" must be the only one of "${key}"`);
}

export function ruleOf(rule: Place): void {
  const all = ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'];
  for (const key of ['operations', 'apiGroups', 'apiVersions', 'resources']) if (size(rule, key) === 0) refuse(rule, key, 'required', `at least one of "${key}" must be given`);
  for (const key of ['operations', 'apiGroups', 'apiVersions']) only(rule, key);
  for (const [operation, i] of texts(rule, 'operations')) if (!all.includes(operation)) refuse(rule, ['operations', i], 'enum', `"${operation}" is not one of ${all.map(one => `"${one}"`).join(', ')}`);
  for (const [version, i] of texts(rule, 'apiVersions')) if (version === '') refuse(rule, ['apiVersions', i], 'required', 'the version is empty');
  chooseGiven(rule, 'scope', ['*', 'Cluster', 'Namespaced']);
  resources(rule);
}

// Such as "pods", "pods/log", "pods/*", "*/scale", "*": none may be part of another.
function resources(rule: Place): void {
  const given = texts(rule, 'resources');
  const [wholes, subresources] = [new Set<string>(), new Set<string>()];
  let lastWhole = false;
  for (const [resource, i] of given) {
    if (resource === '') { refuse(rule, ['resources', i], 'required', 'the resource is empty'); continue; }
    const slash = resource.indexOf('/');
    if (slash < 0) { lastWhole = resource !== '*'; continue; }
    const [name, sub] = [resource.slice(0, slash), resource.slice(slash + 1)];
    if (wholes.has(name)) refuse(rule, ['resources', i], 'invalid', `"${resource}" is part of "${name}/*"`);
    if (subresources.has(sub)) refuse(rule, ['resources', i], 'invalid', `"${resource}" is part of "*/${sub}"`);
    if (sub === '*') wholes.add(name);
    if (name === '*') subresources.add(sub);
  }
  const names = given.map(([resource]) => resource);
  if (names.length > 1 && names.includes('*/*')) refuse(rule, 'resources', 'invalid', '"*/*" must be the only resource');
  if (names.includes('*') && lastWhole) refuse(rule, 'resources', 'invalid', 'resources beside "*" must be subresources');
}

function client(hook: Place): void {
  const config = child(hook, 'clientConfig');
  if (config === undefined || has(config, 'url') === has(config, 'service')) {
    if (config !== undefined || !has(hook, 'clientConfig')) refuse(hook, 'clientConfig', 'required', 'exactly one of "url", "service" must be given');
    return;
  }
  const service = child(config, 'service');
  if (service !== undefined) webhookService(service);
  if (typeof config.value['url'] === 'string') spell(config, 'url', text(config, 'url'), urlProblem);
}

function urlProblem(value: string): string | undefined {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/.exec(value);
  if (match?.[1]?.toLowerCase() !== 'https') return 'must be a URL such as "https://host/path"';
  const [, , host = '', , query = '', fragment = ''] = match;
  if (host === '') return 'has no host';
  if (host.includes('@')) return 'must not name a user';
  return query.length > 1 || fragment.length > 1 ? 'must not have a query or a fragment' : undefined;
}

/** The Service that a webhook or a conversion calls. */
export function webhookService(service: Place): void {
  need(service, 'name');
  need(service, 'namespace');
  if (has(service, 'port')) portNumber(service, 'port');
  const path = text(service, 'path');
  if (path === '' || path === '/') return;
  if (!path.startsWith('/')) refuse(service, 'path', 'invalid', `"${path}" must begin with "/"`);
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  for (const segment of segments) {
    const wrong = subdomainProblem(segment);
    if (wrong !== undefined) return refuse(service, 'path', 'invalid', `"${path}" has a part "${segment}" that ${wrong}`);
  }
}

export function matchConditions(hook: Place): void {
  const all = children(hook, 'matchConditions');
  if (all.length > 64) refuse(hook, 'matchConditions', 'length', `${all.length} conditions, at most 64 are allowed`);
  const names = new Set<string>();
  for (const condition of all) {
    if (text(condition, 'expression').trim() === '' && (missing(condition, 'expression') || text(condition, 'expression') !== '')) refuse(condition, 'expression', 'required', '"expression" must be given');
    if (!need(condition, 'name')) continue;
    grammar(condition, 'name', labelKeyProblem);
    unique(condition, 'name', names);
  }
}

function reviewVersions(hook: Place): void {
  const versions = texts(hook, 'admissionReviewVersions');
  if (size(hook, 'admissionReviewVersions') === 0) return refuse(hook, 'admissionReviewVersions', 'required', 'one of "v1", "v1beta1" must be given');
  const seen = new Set<string>();
  for (const [version, i] of versions) {
    if (seen.has(version)) { refuse(hook, ['admissionReviewVersions', i], 'duplicate', `"${version}" is there already`); continue; }
    seen.add(version);
    spell(hook, ['admissionReviewVersions', i], version, serviceNameProblem);
  }
  if (!seen.has('v1') && !seen.has('v1beta1')) refuse(hook, 'admissionReviewVersions', 'invalid', 'at least one of "v1", "v1beta1" must be given');
}

/** CEL of match conditions is compiled by the server and not here. */
export function uncheckedConditions(object: JsonObject): readonly string[] {
  const hooks = object['webhooks'];
  const has = Array.isArray(hooks) && hooks.some((hook: unknown) => typeof hook === 'object' && hook !== null && Array.isArray((hook as JsonObject)['matchConditions']));
  return has ? ['the CEL of "matchConditions" is not compiled'] : [];
}
