import { isObject, type JsonObject } from '../model/json';

/** A CEL rule of a custom resource, `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  /** The rule may also run without an old value, which is then an empty optional. */
  readonly optionalOldSelf?: boolean;
}

/** What both forms of a node say of a value. Words are those of OpenAPI; the `x-kubernetes-` extensions have short names. */
interface Facets {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  /** Besides the formats of CRDs, of built-in kinds: `quantity`, `int-or-string`. */
  readonly format?: string;
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** `x-kubernetes-preserve-unknown-fields`. */
  readonly preserve?: boolean;
  /** `x-kubernetes-int-or-string`. */
  readonly intOrString?: boolean;
  /** `x-kubernetes-embedded-resource`. */
  readonly embedded?: boolean;
  /** `x-kubernetes-list-type`, where it is not atomic. */
  readonly list?: 'set' | 'map';
  /** `x-kubernetes-list-map-keys`. */
  readonly keys?: readonly string[];
  readonly rules?: readonly CelRule[];
}

interface Children<Child> {
  readonly properties?: Readonly<Record<string, Child>>;
  readonly items?: Child;
  /** The schema of further keys, `true` for any value. */
  readonly additional?: Child | true;
  readonly allOf?: readonly Child[];
  readonly anyOf?: readonly Child[];
  readonly oneOf?: readonly Child[];
  readonly not?: Child;
}

/** A node as stored: children are numbers of other nodes of the same file, so that equal ones are stored once. */
export type StoredNode = Facets & Children<number>;

/** A node as used: children are nodes. */
export interface Node extends Facets, Children<Node> {
  /** Whether a CEL rule stands here or below. */
  readonly judged?: boolean;
}

type Making = { -readonly [Key in keyof Node]: Node[Key] };

/** Stored nodes, linked. Children of a custom resource's node come before it, so one pass also knows what has rules below. */
export function linkNodes(stored: readonly StoredNode[]): readonly Node[] {
  const nodes = stored.map((): Making => ({}));
  const at = (index: number): Node => nodes[index] ?? {};
  stored.forEach((from, index) => {
    const { properties, items, additional, allOf, anyOf, oneOf, not, ...facets } = from;
    const node: Making = Object.assign(nodes[index] ?? {}, facets);
    if (properties !== undefined) node.properties = mapValues(properties, at);
    if (items !== undefined) node.items = at(items);
    if (additional !== undefined) node.additional = additional === true ? true : at(additional);
    if (allOf !== undefined) node.allOf = allOf.map(at);
    if (anyOf !== undefined) node.anyOf = anyOf.map(at);
    if (oneOf !== undefined) node.oneOf = oneOf.map(at);
    if (not !== undefined) node.not = at(not);
    if (hasRules(node)) node.judged = true;
  });
  return nodes;
}

const copied = ['type', 'format', 'nullable', 'required', 'enum', 'pattern', 'default', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
  'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'] as const;

/** The node of a structural schema, as it stands in a CustomResourceDefinition. Descriptions are dropped. */
export function nodeOf(schema: JsonObject): Node {
  const node: Record<string, unknown> = {};
  for (const key of copied) if (schema[key] !== undefined && schema[key] !== false) node[key] = schema[key];
  if (schema['default'] === false) node['default'] = false;
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) node['preserve'] = true;
  if (schema['x-kubernetes-int-or-string'] === true) node['intOrString'] = true;
  if (schema['x-kubernetes-embedded-resource'] === true) node['embedded'] = true;
  const list = schema['x-kubernetes-list-type'];
  if (list === 'set' || list === 'map') node['list'] = list;
  if (list === 'map') node['keys'] = schema['x-kubernetes-list-map-keys'];
  const rules = listOf(schema['x-kubernetes-validations']).map(ruleOf);
  if (rules.length > 0) node['rules'] = rules;
  const { properties, items, additionalProperties: additional, not } = schema;
  if (isObject(properties)) node['properties'] = mapValues(properties, value => nodeOf(isObject(value) ? value : {}));
  if (isObject(items)) node['items'] = nodeOf(items);
  if (additional === true) node['additional'] = true;
  if (isObject(additional)) node['additional'] = nodeOf(additional);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = listOf(schema[key]).map(nodeOf);
    if (branches.length > 0) node[key] = branches;
  }
  if (isObject(not)) node['not'] = nodeOf(not);
  if (hasRules(node)) node['judged'] = true;
  return node;
}

function hasRules(node: Node): boolean {
  return node.rules !== undefined || node.items?.judged === true || (typeof node.additional === 'object' && node.additional.judged === true)
    || Object.values(node.properties ?? {}).some(child => child.judged === true);
}

function ruleOf(rule: JsonObject): CelRule {
  return {
    rule: String(rule['rule']),
    ...(typeof rule['message'] === 'string' ? { message: rule['message'] } : {}),
    ...(typeof rule['messageExpression'] === 'string' ? { messageExpression: rule['messageExpression'] } : {}),
    ...(rule['optionalOldSelf'] === true ? { optionalOldSelf: true } : {}),
  };
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  // Without a prototype, a field named constructor is as unknown as any other.
  const out = Object.create(null) as Record<string, To>;
  for (const [key, value] of Object.entries(record)) out[key] = map(value);
  return out;
}
