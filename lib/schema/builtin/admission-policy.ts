import { isObject, type JsonObject } from '../../model/json';
import { serviceNameProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { identifierProblem, pathSegmentProblem, qualifiedNameProblem } from './grammars';
import { labelSelector } from './label-selector';
import { byteLength } from './metadata';
import { child, children, choose, chooseGiven, grammar, has, judge, missing, need, refuse, size, spell, text, texts, unique, type Place } from './place';
import { matchConditions, ruleOf } from './webhook-configuration';

// Policies that the server runs itself, and what binds them. Source: Kubernetes 1.36, admissionregistration/validation.

export const validatingAdmissionPolicy: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = policy(root);
  if (spec === undefined) return;
  if (size(spec, 'validations') + size(spec, 'auditAnnotations') === 0) {
    for (const key of ['validations', 'auditAnnotations']) refuse(spec, key, 'required', 'at least one of "validations" or "auditAnnotations" must be given');
    return;
  }
  for (const validation of children(spec, 'validations')) {
    expression(validation, 'expression');
    for (const key of ['message', 'messageExpression']) if (text(validation, key) !== '' && text(validation, key).trim() === '') refuse(validation, key, 'invalid', `"${key}" is blank`);
    if (/[\n\r]/.test(text(validation, 'message').trim())) refuse(validation, 'message', 'invalid', '"message" must not have line breaks');
    chooseGiven(validation, 'reason', ['Forbidden', 'Invalid', 'RequestEntityTooLarge']);
  }
  const keys = new Set<string>();
  const annotations = children(spec, 'auditAnnotations');
  if (annotations.length > 20) refuse(spec, 'auditAnnotations', 'invalid', `${annotations.length} annotations, at most 20 are allowed`);
  const name = text(child(root, 'metadata') ?? root, 'name');
  for (const annotation of annotations) {
    const key = text(annotation, 'key');
    spell(annotation, 'key', `${name}/${key}`, qualifiedNameProblem);
    unique(annotation, 'key', keys);
    if (expression(annotation, 'valueExpression') && byteLength(text(annotation, 'valueExpression').trim()) > 5 * 1024) refuse(annotation, 'valueExpression', 'required', '"valueExpression" is longer than 5 KiB');
  }
});

export const mutatingAdmissionPolicy: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = policy(root);
  if (spec === undefined) return;
  mutable(spec, 'matchConstraints');
  if (size(spec, 'mutations') === 0) refuse(spec, 'mutations', 'required', 'at least one of "mutations" must be given');
  for (const mutation of children(spec, 'mutations')) {
    if (!need(mutation, 'patchType')) continue;
    choose(mutation, 'patchType', ['ApplyConfiguration', 'JSONPatch']);
    const forms = { ApplyConfiguration: ['applyConfiguration', 'jsonPatch'], JSONPatch: ['jsonPatch', 'applyConfiguration'] } as const;
    const type = text(mutation, 'patchType');
    if (type !== 'ApplyConfiguration' && type !== 'JSONPatch') continue;
    const [wanted, other] = forms[type];
    const patch = child(mutation, wanted);
    if (patch !== undefined) expression(patch, 'expression');
    else if (!has(mutation, wanted)) refuse(mutation, wanted, 'required', `"${wanted}" must be given for type "${type}"`);
    if (has(mutation, other)) refuse(mutation, other, 'invalid', `"${other}" must not be given for type "${type}"`);
  }
  if (need(spec, 'reinvocationPolicy')) choose(spec, 'reinvocationPolicy', ['IfNeeded', 'Never']);
});

export const validatingAdmissionPolicyBinding: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = binding(root);
  const actions = spec === undefined ? [] : texts(spec, 'validationActions');
  if (spec === undefined || actions.length === 0) {
    if (spec !== undefined || !has(root, 'spec')) refuse(root, ['spec', 'validationActions'], 'required', 'at least one of "validationActions" must be given');
    return;
  }
  const seen = new Set<string>();
  for (const [action, i] of actions) {
    if (!['Audit', 'Deny', 'Warn'].includes(action)) refuse(spec, ['validationActions', i], 'enum', `"${action}" is not one of "Audit", "Deny", "Warn"`);
    if (seen.has(action)) refuse(spec, ['validationActions', i], 'duplicate', `"${action}" is there already`);
    seen.add(action);
  }
  if (seen.has('Deny') && seen.has('Warn')) refuse(spec, 'validationActions', 'invalid', '"Deny" and "Warn" must not both be given, they say the same twice');
});

export const mutatingAdmissionPolicyBinding: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = binding(root);
  if (spec !== undefined) mutable(spec, 'matchResources');
});

/** The CEL of policies is compiled by the server and not here. */
export function uncheckedPolicy(): readonly string[] {
  return ['the CEL of admission policies is not compiled'];
}

function policy(root: Place): Place | undefined {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'matchConstraints'], 'required', '"matchConstraints" must be given');
    return undefined;
  }
  chooseGiven(spec, 'failurePolicy', ['Fail', 'Ignore']);
  const kind = child(spec, 'paramKind');
  if (kind !== undefined) paramKind(kind);
  const constraints = child(spec, 'matchConstraints');
  if (constraints !== undefined) {
    matchResources(constraints);
    if (size(constraints, 'resourceRules') === 0) refuse(constraints, 'resourceRules', 'required', 'at least one of "resourceRules" must be given');
  } else need(spec, 'matchConstraints');
  matchConditions(spec);
  for (const variable of children(spec, 'variables')) {
    if (text(variable, 'name').trim() === '') { if (text(variable, 'name') !== '' || missing(variable, 'name')) refuse(variable, 'name', 'required', '"name" must be given'); }
    else grammar(variable, 'name', variableProblem);
    expression(variable, 'expression');
  }
  return spec;
}

function binding(root: Place): Place | undefined {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, ['spec', 'policyName'], 'required', '"policyName" must be given');
    return undefined;
  }
  if (need(spec, 'policyName')) grammar(spec, 'policyName', subdomainProblem);
  const parameters = child(spec, 'paramRef');
  if (parameters !== undefined) paramRef(parameters, !text(root, 'apiVersion').endsWith('/v1alpha1'));
  const resources = child(spec, 'matchResources');
  if (resources !== undefined) matchResources(resources);
  return spec;
}

function paramKind(kind: Place): void {
  if (need(kind, 'apiVersion')) grammar(kind, 'apiVersion', groupVersionProblem);
  if (need(kind, 'kind')) grammar(kind, 'kind', value => serviceNameProblem(value.toLowerCase()));
}

function groupVersionProblem(value: string): string | undefined {
  const parts = value.split('/');
  if (parts.length > 2) return 'must be a group and a version';
  const [group, version] = parts.length === 2 ? parts as [string, string] : ['', value];
  return (group === '' ? undefined : subdomainProblem(group)) ?? (version === '' ? 'has no version' : serviceNameProblem(version));
}

function paramRef(reference: Place, isAsked: boolean): void {
  grammar(reference, 'name', pathSegmentProblem);
  labelSelector(reference, 'selector');
  const [named, selected] = [!missing(reference, 'name'), has(reference, 'selector')];
  if (named && selected) for (const key of ['name', 'selector']) refuse(reference, key, 'forbidden', 'only one of "name", "selector" may be given');
  if (!named && !selected) refuse(reference, [], 'required', 'one of "name", "selector" must be given');
  // The first version has a default.
  if (isAsked && !has(reference, 'parameterNotFoundAction') || reference.value['parameterNotFoundAction'] === '') need(reference, 'parameterNotFoundAction');
  else choose(reference, 'parameterNotFoundAction', ['Allow', 'Deny']);
}

function matchResources(place: Place): void {
  chooseGiven(place, 'matchPolicy', ['Equivalent', 'Exact']);
  labelSelector(place, 'namespaceSelector');
  labelSelector(place, 'objectSelector');
  for (const key of ['resourceRules', 'excludeResourceRules']) for (const rule of children(place, key)) {
    const names = new Set<string>();
    for (const [name, i] of texts(rule, 'resourceNames')) {
      spell(rule, ['resourceNames', i], name, pathSegmentProblem);
      if (names.has(name)) refuse(rule, ['resourceNames', i], 'duplicate', `"${name}" is there already`);
      names.add(name);
    }
    ruleOf(rule);
  }
}

/** Nothing is changed by a policy while it is deleted. */
function mutable(spec: Place, key: string): void {
  const place = child(spec, key);
  for (const rule of place === undefined ? [] : children(place, 'resourceRules')) {
    for (const [operation, i] of texts(rule, 'operations')) if (!['*', 'CREATE', 'UPDATE', 'CONNECT'].includes(operation)) refuse(rule, ['operations', i], 'enum', `"${operation}" is not one of "*", "CREATE", "UPDATE", "CONNECT"`);
  }
}

/** Whether there is an expression that is more than blanks. */
function expression(place: Place, key: string): boolean {
  const value = place.value[key];
  if (isObject(value) || typeof value === 'string' && value.trim() !== '') return true;
  refuse(place, key, 'required', `"${key}" must be given`);
  return false;
}

const reserved = new Set(['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);

function variableProblem(name: string): string | undefined {
  return identifierProblem(name) ?? (reserved.has(name) ? 'is a word of CEL' : undefined);
}
