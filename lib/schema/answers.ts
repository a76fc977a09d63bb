import { isObject, type JsonObject } from '../model/json';
import { isOpaque } from '../model/leaf';
import { groupOf } from '../model/object';
import type { Answer, KindCode, Problem } from './answer';
import { kindCodes } from './builtin/table';
import { decode } from './decode';
import { settle, settleBuiltIn } from './effective';
import { metadataProblems } from './metadata';
import { nameRule, type NameRule } from './names';
import type { Node } from './node';
import { Report, show } from './report';
import { applyRules } from './rules';
import { describeOrigin, type KindSchema, type Lookup, type Schemas } from './schemas';
import { validate } from './validate';
import { deprecations, removalOf } from './versions';

/**
 * What the API server would answer to the creation of an object.
 *
 * The order is the server's: decoding and unknown fields, nulls and defaults, metadata, schema, list keys, then CEL, which is left out
 * when the schema is broken. Namespaces, quotas, webhooks and other objects are no part of the answer.
 *
 * @example answer(manifest, schemas).problems.map(problem => problem.message)
 */
export function answer(object: JsonObject, schemas: Schemas): Answer {
  const { apiVersion, kind } = object;
  for (const [field, value] of [['apiVersion', apiVersion], ['kind', kind]] as const) {
    if (typeof value !== 'string' || value === '') return refusal({ kind: 'required', path: [field], message: value === undefined ? 'is required' : `must be a text, is ${show(value)}` });
  }
  const [group, version] = [groupOf(String(apiVersion)), String(apiVersion).split('/').at(-1) ?? ''];
  const lookup = schemas.find(group, version, String(kind));
  return 'schema' in lookup ? judged(object, lookup.schema, schemas) : notServed(lookup, group, version, String(kind));
}

/**
 * An object as the cluster acts on it: nulls dropped as the server drops them, and the defaults of its schema filled in. Defaults that
 * the server sets by code are not among them. An object whose kind is not known is returned as it is.
 */
export function withDefaults(object: JsonObject, schemas: Schemas): JsonObject {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return object;
  const lookup = schemas.find(groupOf(apiVersion), apiVersion.split('/').at(-1) ?? '', kind);
  if (!('schema' in lookup)) return object;
  const { node, builtIn } = lookup.schema;
  const settled = builtIn ? settleBuiltIn(object, node) : settleWhole(object, node);
  return isObject(settled) ? settled : object;
}

/** Like `settle`, but an unknown field stays: the effective view is of what was written, and the field is reported elsewhere. */
function settleWhole(object: JsonObject, node: Node): unknown {
  const dropped: (readonly (string | number)[])[] = [];
  const settled = settle(object, node, path => { dropped.push(path); });
  return dropped.length === 0 || !isObject(settled) ? settled : restore(settled, object, dropped);
}

function restore(settled: JsonObject, original: JsonObject, paths: readonly (readonly (string | number)[])[]): JsonObject {
  const copy = structuredCopy(settled) as Record<string, unknown>;
  for (const path of paths) {
    let [to, from]: [unknown, unknown] = [copy, original];
    for (const step of path.slice(0, -1)) [to, from] = [(to as Record<string, unknown>)[step], (from as Record<string, unknown>)[step]];
    const last = path.at(-1) ?? '';
    if (typeof to === 'object' && to !== null) (to as Record<string, unknown>)[last] = (from as Record<string, unknown>)[last];
  }
  return copy;
}

function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isObject(value) || isOpaque(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]));
}

function refusal(problem: Problem, more: Partial<Answer> = {}): Answer {
  return { problems: [problem], warnings: [], unchecked: [], ...more };
}

function notServed(lookup: Exclude<Lookup, { readonly schema: KindSchema }>, group: string, version: string, kind: string): Answer {
  const origin = lookup.origin === undefined ? {} : { origin: lookup.origin };
  const name = `${group === '' ? '' : `${group}/`}${version} ${kind}`;
  const removed = removalOf(group, version, kind);
  if (removed !== undefined) {
    return refusal({ kind: 'version', path: ['apiVersion'], message: `${name} is not served since Kubernetes ${removed.release}`, help: removed.use === undefined ? `remove it: the kind ${kind} is gone` : `write ${removed.use}` }, origin);
  }
  if (lookup.missing === 'version') {
    const { served } = lookup;
    return refusal({ kind: 'version', path: ['apiVersion'], message: `${name} is not served by ${describeOrigin(lookup.origin)}, which has ${served.join(', ')}`, help: `write ${group === '' ? '' : `${group}/`}${served.at(-1) ?? 'v1'}` }, origin);
  }
  if (lookup.missing === 'kind' && lookup.builtIn && lookup.origin !== undefined) {
    return refusal({ kind: 'version', path: ['kind'], message: `${describeOrigin(lookup.origin)} has no kind ${kind} in ${group === '' ? 'the core group' : group}`, help: 'correct the kind or the apiVersion' }, origin);
  }
  return { problems: [], warnings: [], unchecked: [`${name}: there is no schema of this kind`], ...origin };
}

function judged(object: JsonObject, schema: KindSchema, schemas: Schemas): Answer {
  const report = new Report();
  if (schema.builtIn) decode(object, schema.node, report);
  else decodeMetadata(object, schemas.metadata, report);
  const decoded = report.problems.every(({ kind }) => kind === 'unknown-field');
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const kind = knownOf(schema);
  metadataProblems(kind.namedByServer ? { generateName: 'x', ...metadata } : metadata, kind.nameRule, schema.namespaced, report);
  const warnings = [...kind.warnings, ...finalizerWarnings(metadata)];
  if (schema.builtIn) warnings.push(...judgeCode(object, schema.node, kind.code, decoded, report));
  else judgeCustom(object, schema, schemas, report);
  if (report.problems.length === 0 && warnings.length === 0 && report.unchecked.size === 0) return kind.accepted;
  return { problems: report.problems, warnings, unchecked: [...report.unchecked], origin: schema.origin };
}

/** What is known of a kind beside its schema. */
interface KnownKind {
  readonly nameRule: NameRule;
  /** Whether the server gives a name to objects that have none. */
  readonly namedByServer: boolean;
  readonly code: KindCode | undefined;
  /** What the server warns of whatever the object says. */
  readonly warnings: Answer['warnings'];
  /** What is said of nearly every object, which is nothing: one answer serves all. */
  readonly accepted: Answer;
}

const knownKinds = new WeakMap<KindSchema, KnownKind>();

function knownOf(schema: KindSchema): KnownKind {
  let known = knownKinds.get(schema);
  if (known === undefined) {
    const { group, kind, origin } = schema;
    known = { nameRule: nameRule(group, kind), namedByServer: namedByServer.has(`${group}/${kind}`), code: kindCodes[`${group}/${kind}`], warnings: versionWarnings(schema), accepted: { problems: [], warnings: [], unchecked: [], origin } };
    knownKinds.set(schema, known);
  }
  return known;
}

/** What Kubernetes' own code says of a kind. It reads Go types, so it runs only on what could be decoded. */
function judgeCode(object: JsonObject, node: Node, code: KindCode | undefined, decoded: boolean, report: Report): Answer['warnings'] {
  if (code === undefined || !decoded) return [];
  const settled = report.nulls ? settleBuiltIn(object, node) : object;
  if (!isObject(settled)) return [];
  report.problems.push(...code.problems(settled));
  for (const part of code.unchecked?.(settled) ?? []) report.unchecked.add(part);
  return code.warnings?.(settled) ?? [];
}

/** Kinds that the server gives a name if they have none. */
const namedByServer = new Set(['/LimitRange']);

function decodeMetadata(object: JsonObject, node: Node, report: Report): void {
  report.path.push('metadata');
  decode(object['metadata'], node, report);
  report.path.pop();
}

function judgeCustom(object: JsonObject, schema: KindSchema, schemas: Schemas, report: Report): void {
  const { node } = schema;
  const unknown: Problem[] = [];
  let settled = settle(object, node, path => { unknown.push({ kind: 'unknown-field', path, message: `unknown field "${String(path.at(-1))}"` }); });
  const others = unknown.length === 0 ? [] : schemas.elsewhere(schema);
  report.problems.push(...unknown.map(problem => withReleases(problem, others)));
  if (schema.status && isObject(settled)) {
    const { status: _status, ...rest } = settled;
    settled = rest;
  }
  const before = report.problems.length;
  validate(settled, node, report);
  // The server runs rules only on what fits the schema: they rely on its types.
  if (report.problems.length === before) applyRules(settled, node, report);
}

function withReleases(problem: Problem, others: readonly KindSchema[]): Problem {
  const knownTo = others.filter(({ node }) => hasField(node, problem.path)).map(({ origin }) => describeOrigin(origin));
  return knownTo.length === 0 ? problem : { ...problem, knownTo, help: `remove it, or install ${knownTo.join(' or ')}` };
}

function hasField(node: Node, path: Problem['path']): boolean {
  let at: Node | undefined = node;
  for (const step of path) {
    const next: Node | true | undefined = typeof step === 'number' ? at.items : at.properties?.[step] ?? at.additional;
    if (next === undefined) return false;
    if (next === true) return true;
    at = next;
  }
  return true;
}

function versionWarnings({ group, version, kind, deprecated }: KindSchema): Answer['warnings'] {
  const old = deprecations[`${group}/${version}/${kind}`];
  return [
    ...(old === undefined ? [] : [{ path: ['apiVersion'], ...old }]),
    ...(deprecated === undefined ? [] : [{ path: ['apiVersion'], message: deprecated === true ? `${group}/${version} ${kind} is deprecated` : deprecated }]),
  ];
}

function finalizerWarnings({ finalizers }: JsonObject): Answer['warnings'] {
  if (!Array.isArray(finalizers)) return [];
  return finalizers.flatMap((finalizer: unknown, i) => {
    if (typeof finalizer !== 'string' || finalizer.includes('/') || wellKnownFinalizers.has(finalizer)) return [];
    return [{ path: ['metadata', 'finalizers', i], message: `${show(finalizer)} may clash with the finalizer of another`, help: 'prefix it with a domain, as in example.com/name' }];
  });
}

const wellKnownFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);
