import type { JsonObject } from '../../model/json';
import { serviceNameProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { portNumber } from './grammars';
import { child, children, choose, entries, flag, grammar, has, judge, missing, need, refuse, size, spell, text, texts, unique, within, type Place } from './place';
import { structuralSchema } from './structural-schema';
import { webhookService } from './webhook-configuration';

// What adds kinds to a cluster. Sources: Kubernetes 1.36, kube-aggregator and apiextensions-apiserver, validation.

export const apiService: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
    return;
  }
  const [group, version] = [text(spec, 'group'), text(spec, 'version')];
  const metadata = child(root, 'metadata');
  if (metadata !== undefined && !missing(metadata, 'name') && text(metadata, 'name') !== `${version}.${group}`) refuse(metadata, 'name', 'invalid', `"${text(metadata, 'name')}" must be "${version}.${group}", the version and the group`);
  if (missing(spec, 'group') && version !== 'v1') need(spec, 'group');
  grammar(spec, 'group', subdomainProblem);
  if (need(spec, 'version')) grammar(spec, 'version', serviceNameProblem);
  for (const [key, most] of [['groupPriorityMinimum', 20_000], ['versionPriority', 1000]] as const) {
    if (!has(spec, key)) refuse(spec, key, 'range', `"${key}" must be given, from 1 to ${most}`);
    within(spec, key, 1, most);
  }
  const service = child(spec, 'service');
  const skips = flag(spec, 'insecureSkipTLSVerify') === true;
  if (service === undefined) {
    if (!missing(spec, 'caBundle')) refuse(spec, 'caBundle', 'invalid', '"caBundle" needs a "service"');
    if (skips) refuse(spec, 'insecureSkipTLSVerify', 'invalid', '"insecureSkipTLSVerify" needs a "service"');
    return;
  }
  need(service, 'namespace');
  need(service, 'name');
  if (has(service, 'port')) portNumber(service, 'port');
  if (skips && !missing(spec, 'caBundle')) refuse(spec, 'insecureSkipTLSVerify', 'invalid', '"insecureSkipTLSVerify" must not be true beside a "caBundle"');
});

export const customResourceDefinition: CodeValidation = (object: JsonObject) => judge(object, root => {
  if (text(root, 'apiVersion') !== 'apiextensions.k8s.io/v1') return;
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
    return;
  }
  const names = child(spec, 'names');
  const metadata = child(root, 'metadata');
  const group = text(spec, 'group');
  if (need(spec, 'group')) grammar(spec, 'group', value => subdomainProblem(value) ?? (value.includes('.') ? undefined : 'must be a domain with at least one dot'));
  if (need(spec, 'scope')) choose(spec, 'scope', ['Cluster', 'Namespaced']);
  if (names === undefined) need(spec, 'names');
  else {
    for (const key of ['plural', 'singular']) grammar(names, key, serviceNameProblem);
    need(names, 'plural');
    if (need(names, 'kind')) grammar(names, 'kind', value => serviceNameProblem(value.toLowerCase()));
    grammar(names, 'listKind', value => serviceNameProblem(value.toLowerCase()));
    if (text(names, 'listKind') !== '' && text(names, 'listKind') === text(names, 'kind')) refuse(names, 'listKind', 'invalid', `"${text(names, 'listKind')}" must not be the same as "kind"`);
    for (const list of ['shortNames', 'categories']) for (const [name, i] of texts(names, list)) { const wrong = serviceNameProblem(name); if (wrong !== undefined) refuse(names, [list, i], 'format', `"${name}" ${wrong}`); }
    if (metadata !== undefined && !missing(metadata, 'name') && text(metadata, 'name') !== `${text(names, 'plural')}.${group}`) refuse(metadata, 'name', 'invalid', `"${text(metadata, 'name')}" must be "${text(names, 'plural')}.${group}", the plural and the group`);
  }
  versions(spec);
  conversion(spec);
  const annotations = new Map(metadata === undefined ? [] : entries(metadata, 'annotations'));
  if (metadata !== undefined && /(^|\.)(k8s|kubernetes)\.io$/.test(group)) {
    const approval = annotations.get('api-approved.kubernetes.io');
    if (typeof approval !== 'string' || !/^(https?:\/\/[^/]+|unapproved)/.test(approval)) refuse(metadata, ['annotations', 'api-approved.kubernetes.io'], 'required', `groups under "k8s.io" need the annotation "api-approved.kubernetes.io" with the URL of the approval`);
  }
});

function versions(spec: Place): void {
  const all = children(spec, 'versions');
  if (size(spec, 'versions') === 0) return refuse(spec, 'versions', 'required', 'at least one version must be given');
  const seen = new Set<string>();
  let stored = 0;
  for (const version of all) {
    if (need(version, 'name')) {
      grammar(version, 'name', serviceNameProblem);
      unique(version, 'name', seen);
    }
    if (flag(version, 'storage') === true) stored++;
    if (!missing(version, 'deprecationWarning') && flag(version, 'deprecated') !== true) refuse(version, 'deprecationWarning', 'invalid', '"deprecationWarning" needs "deprecated: true"');
    spellWarning(version);
    const schema = child(version, 'schema');
    const open = schema === undefined ? undefined : child(schema, 'openAPIV3Schema');
    if (open === undefined) {
      if (schema === undefined ? !has(version, 'schema') : !has(schema, 'openAPIV3Schema')) refuse(version, ['schema', 'openAPIV3Schema'], 'required', 'a schema must be given for every version');
    } else if (schema !== undefined && flag(spec, 'preserveUnknownFields') !== true) structuralSchema(open);
    if (open !== undefined) selectable(version, open);
    columns(version);
    subresources(version);
  }
  if (flag(spec, 'preserveUnknownFields') === true) refuse(spec, 'preserveUnknownFields', 'invalid', '"preserveUnknownFields" must be false', 'set "x-kubernetes-preserve-unknown-fields" in the schema');
  if (stored !== 1) refuse(spec, 'versions', 'invalid', `${stored} versions have "storage: true", exactly one must`);
}

function spellWarning(version: Place): void {
  const warning = version.value['deprecationWarning'];
  if (typeof warning !== 'string') return;
  if (warning === '' || warning.length > 256) refuse(version, 'deprecationWarning', 'invalid', `"deprecationWarning" has ${warning.length} characters, 1 to 256 are allowed`);
  if (/[^\P{C}]|[^\P{Z} ]/u.test(warning)) refuse(version, 'deprecationWarning', 'invalid', '"deprecationWarning" has characters that are not printed');
}

function columns(version: Place): void {
  for (const column of children(version, 'additionalPrinterColumns')) {
    need(column, 'name');
    if (need(column, 'type')) choose(column, 'type', ['integer', 'number', 'string', 'boolean', 'date']);
    choose(column, 'format', ['int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password']);
    if (need(column, 'jsonPath') && !/^\./.test(text(column, 'jsonPath')) && text(column, 'jsonPath') !== '') refuse(column, 'jsonPath', 'invalid', `"${text(column, 'jsonPath')}" must begin with "."`);
  }
}

/** Fields that objects can be selected by: each leads to a plain value of the schema. */
function selectable(version: Place, schema: Place): void {
  const seen = new Set<string>();
  for (const field of children(version, 'selectableFields')) {
    if (!need(field, 'jsonPath')) continue;
    const path = text(field, 'jsonPath');
    const found = follow(schema, path);
    if (found === undefined) refuse(field, 'jsonPath', 'invalid', `"${path}" leads to no field of the schema`);
    else if (path.startsWith('.metadata.')) refuse(field, 'jsonPath', 'invalid', `"${path}" must not lead into the metadata`);
    else if (!['string', 'boolean', 'integer'].includes(text(found, 'type'))) refuse(field, 'jsonPath', 'invalid', `"${path}" must lead to a text, a boolean or an integer, the field is "${text(found, 'type')}"`);
    unique(field, 'jsonPath', seen);
  }
  if (seen.size > 8) refuse(version, 'selectableFields', 'length', `${seen.size} fields, at most 8 are allowed`);
}

/** The schema that a path such as `.spec.color` leads to. */
function follow(schema: Place, path: string): Place | undefined {
  if (!/^(\.[A-Za-z_][A-Za-z0-9_-]*)+$/.test(path)) return undefined;
  let at: Place | undefined = schema;
  for (const name of path.slice(1).split('.')) {
    const properties: Place | undefined = at === undefined ? undefined : child(at, 'properties');
    at = properties === undefined ? undefined : child(properties, name);
  }
  return at;
}

function subresources(version: Place): void {
  const all = child(version, 'subresources');
  const scale = all === undefined ? undefined : child(all, 'scale');
  if (scale === undefined) return;
  for (const [key, start] of [['specReplicasPath', '.spec.'], ['statusReplicasPath', '.status.']] as const) {
    if (need(scale, key) && text(scale, key) !== '' && !text(scale, key).startsWith(start)) refuse(scale, key, 'invalid', `"${text(scale, key)}" must begin with "${start}"`);
  }
  if (!missing(scale, 'labelSelectorPath') && !/^\.(spec|status)\./.test(text(scale, 'labelSelectorPath'))) refuse(scale, 'labelSelectorPath', 'invalid', `"${text(scale, 'labelSelectorPath')}" must begin with ".spec." or ".status."`);
}

function conversion(spec: Place): void {
  const place = child(spec, 'conversion');
  if (place === undefined) return;
  if (need(place, 'strategy')) choose(place, 'strategy', ['None', 'Webhook']);
  const hook = child(place, 'webhook');
  if (text(place, 'strategy') !== 'Webhook') {
    if (has(place, 'webhook')) refuse(place, 'webhook', 'forbidden', '"webhook" needs "strategy: Webhook"');
    return;
  }
  const config = hook === undefined ? undefined : child(hook, 'clientConfig');
  if (hook === undefined || config === undefined) return refuse(place, ['webhook', 'clientConfig'], 'required', '"clientConfig" must be given for "strategy: Webhook"');
  if (has(config, 'url') === has(config, 'service')) refuse(config, [], 'required', 'exactly one of "url", "service" must be given');
  const service = child(config, 'service');
  if (service !== undefined) webhookService(service);
  if (size(hook, 'conversionReviewVersions') === 0) return refuse(hook, 'conversionReviewVersions', 'required', 'at least one of "conversionReviewVersions" must be given');
  const seen = new Set<string>();
  for (const [version, i] of texts(hook, 'conversionReviewVersions')) {
    if (seen.has(version)) refuse(hook, ['conversionReviewVersions', i], 'duplicate', `"${version}" is there already`);
    else spell(hook, ['conversionReviewVersions', i], version, serviceNameProblem);
    seen.add(version);
  }
  if (!seen.has('v1') && !seen.has('v1beta1')) refuse(hook, 'conversionReviewVersions', 'invalid', 'at least one of "v1", "v1beta1" must be given');
}

/** What the server does with schemas beyond their structure. */
export function uncheckedDefinition(): readonly string[] {
  return ['the CEL rules, defaults and patterns of the schemas are not compiled'];
}
