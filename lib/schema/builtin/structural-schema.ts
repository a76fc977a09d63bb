import { isObject } from '../../model/json';
import { child, children, flag, has, missing, refuse, text, type Place } from './place';

// A schema is structural: every value has a type, and what narrows it adds no types of its own.
// Source: Kubernetes 1.36, apiextensions-apiserver, pkg/apiserver/schema, ValidateStructural.

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];

export function structuralSchema(schema: Place): void {
  if (text(schema, 'type') !== 'object') refuse(schema, 'type', 'invalid', `"${text(schema, 'type')}" must be "object" at the top of a schema`);
  node(schema);
}

function node(schema: Place): void {
  const type = text(schema, 'type');
  const intOrString = flag(schema, 'x-kubernetes-int-or-string') === true;
  const preserve = flag(schema, 'x-kubernetes-preserve-unknown-fields') === true;
  const embedded = flag(schema, 'x-kubernetes-embedded-resource') === true;
  for (const key of ['$ref', 'definitions', 'dependencies', 'additionalItems', 'patternProperties', 'id', '$schema']) if (has(schema, key)) refuse(schema, key, 'forbidden', `"${key}" is not supported in the schema of a custom resource`);
  if (flag(schema, 'uniqueItems') === true) refuse(schema, 'uniqueItems', 'forbidden', '"uniqueItems: true" is not supported', 'use "x-kubernetes-list-type: set"');
  if (type !== '' && !types.includes(type)) refuse(schema, 'type', 'enum', `"${type}" is not one of ${types.map(one => `"${one}"`).join(', ')}`);
  if (intOrString) {
    if (type !== '') refuse(schema, 'type', 'forbidden', '"type" must be left out beside "x-kubernetes-int-or-string"');
  } else if (missing(schema, 'type') && !preserve) refuse(schema, 'type', 'required', '"type" must be given');
  if (embedded && type !== 'object') refuse(schema, 'type', 'invalid', '"type" must be "object" for an embedded resource');
  if (embedded && !has(schema, 'properties') && !preserve) refuse(schema, 'properties', 'required', '"properties" or "x-kubernetes-preserve-unknown-fields" must be given for an embedded resource');
  if (has(schema, 'properties') && has(schema, 'additionalProperties')) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties" must not be given beside "properties"');
  if (schema.value['additionalProperties'] === false) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties: false" is not supported: unknown fields are dropped anyway');
  if (type === 'array' && !has(schema, 'items')) refuse(schema, 'items', 'required', '"items" must be given for an array');
  if (Array.isArray(schema.value['items'])) refuse(schema, 'items', 'forbidden', '"items" must be one schema, not a list');
  lists(schema, type);
  below(schema, node);
  for (const key of ['allOf', 'anyOf', 'oneOf']) for (const part of children(schema, key)) narrowing(part, intOrString);
  const not = child(schema, 'not');
  if (not !== undefined) narrowing(not, false);
}

function below(schema: Place, visit: (place: Place) => void): void {
  const properties = child(schema, 'properties');
  if (properties !== undefined) for (const name of Object.keys(properties.value)) { const property = child(properties, name); if (property !== undefined) visit(property); }
  for (const key of ['items', 'additionalProperties']) { const part = child(schema, key); if (part !== undefined) visit(part); }
}

/** What stands in `allOf` and the like says nothing that fields are made of. */
function narrowing(schema: Place, ofIntOrString: boolean): void {
  for (const key of ['type', 'default', 'nullable', 'title', 'description', 'additionalProperties']) {
    const isType = key === 'type' && ofIntOrString && ['integer', 'string'].includes(text(schema, 'type'));
    if (has(schema, key) && !isType && schema.value[key] !== '') refuse(schema, key, 'forbidden', `"${key}" must not be given within "allOf", "anyOf", "oneOf" or "not"`);
  }
  for (const key of Object.keys(schema.value)) {
    if (key.startsWith('x-kubernetes-') && key !== 'x-kubernetes-validations' && has(schema, key) && schema.value[key] !== false) refuse(schema, key, 'forbidden', `"${key}" must not be given within "allOf", "anyOf", "oneOf" or "not"`);
  }
  below(schema, part => { narrowing(part, false); });
  for (const key of ['allOf', 'anyOf', 'oneOf']) for (const part of children(schema, key)) narrowing(part, ofIntOrString);
  const not = child(schema, 'not');
  if (not !== undefined) narrowing(not, false);
}

function lists(schema: Place, type: string): void {
  const kind = text(schema, 'x-kubernetes-list-type');
  if (kind !== '' && !['atomic', 'set', 'map'].includes(kind)) refuse(schema, 'x-kubernetes-list-type', 'enum', `"${kind}" is not one of "atomic", "set", "map"`);
  if (kind !== '' && type !== 'array') refuse(schema, 'type', 'invalid', '"type" must be "array" beside "x-kubernetes-list-type"');
  const keys = schema.value['x-kubernetes-list-map-keys'];
  if (kind !== 'map') {
    if (Array.isArray(keys) && keys.length > 0) refuse(schema, 'x-kubernetes-list-map-keys', 'invalid', '"x-kubernetes-list-map-keys" needs "x-kubernetes-list-type: map"');
    return;
  }
  if (!Array.isArray(keys) || keys.length === 0) return refuse(schema, 'x-kubernetes-list-map-keys', 'required', '"x-kubernetes-list-map-keys" must be given for a list of type "map"');
  const items = child(schema, 'items');
  if (items === undefined) return;
  if (text(items, 'type') !== 'object') refuse(items, 'type', 'invalid', '"type" must be "object" in a list of type "map"');
  const properties = child(items, 'properties')?.value ?? {};
  const required = items.value['required'];
  for (const key of keys as readonly unknown[]) {
    if (typeof key !== 'string') continue;
    const property = properties[key];
    if (!isObject(property)) refuse(items, ['properties', key], 'required', `"${key}" is a key of the list and must be a property`);
    else if (!(Array.isArray(required) && required.includes(key)) && property['default'] === undefined) refuse(items, 'required', 'required', `"${key}" is a key of the list: it must be required or have a default`);
  }
}
