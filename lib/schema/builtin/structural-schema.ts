import { isObject } from '../../model/json';
import { child, children, chooseGiven, flag, has, missing, refuse, text, type Place } from './place';

// A schema is structural: every value has a type, and what narrows it adds no types of its own.
// Source: Kubernetes 1.36, apiextensions-apiserver, pkg/apiserver/schema, ValidateStructural.

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean'];

export function structuralSchema(schema: Place): void {
  if (has(schema, 'additionalProperties')) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties" must not be given at the top of a schema');
  const metadata = child(child(schema, 'properties') ?? schema, 'metadata');
  const told = metadata === undefined ? [] : Object.keys(metadata.value).filter(key => !['type', 'default', 'description'].includes(key) && !(key === 'properties' && Object.keys(child(metadata, 'properties')?.value ?? {}).every(name => name === 'name' || name === 'generateName')));
  if (metadata !== undefined && child(schema, 'properties') !== undefined && told.length > 0) refuse(metadata, [], 'forbidden', 'of "metadata" only "name" and "generateName" may be narrowed, the rest is the same for every kind');
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
  if (flag(schema, 'x-kubernetes-preserve-unknown-fields') === false) refuse(schema, 'x-kubernetes-preserve-unknown-fields', 'invalid', '"x-kubernetes-preserve-unknown-fields" must be true or left out');
  for (const key of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource']) if (intOrString && flag(schema, key) === true) refuse(schema, key, 'invalid', `"${key}" must not be true beside "x-kubernetes-int-or-string"`);
  if (embedded && has(schema, 'additionalProperties')) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties" must not be given for an embedded resource');
  if (intOrString) {
    if (type !== '') refuse(schema, 'type', 'forbidden', '"type" must be left out beside "x-kubernetes-int-or-string"');
  } else if (missing(schema, 'type') && !preserve) refuse(schema, 'type', 'required', '"type" must be given');
  if (embedded && type !== 'object') refuse(schema, 'type', 'invalid', '"type" must be "object" for an embedded resource');
  if (embedded && !has(schema, 'properties') && !preserve) refuse(schema, 'properties', 'required', '"properties" or "x-kubernetes-preserve-unknown-fields" must be given for an embedded resource');
  if (has(schema, 'properties') && has(schema, 'additionalProperties')) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties" must not be given beside "properties"');
  if (schema.value['additionalProperties'] === false) refuse(schema, 'additionalProperties', 'forbidden', '"additionalProperties: false" is not supported: unknown fields are dropped anyway');
  if (type === 'array' && !isObject(schema.value['items']) && !Array.isArray(schema.value['items'])) refuse(schema, 'items', 'required', '"items" must be given for an array');
  if (has(schema, 'additionalProperties') && typeof schema.value['additionalProperties'] !== 'boolean' && child(schema, 'additionalProperties') === undefined) refuse(schema, 'additionalProperties', 'type', '"additionalProperties" must be a schema or a boolean');
  if (Array.isArray(schema.value['items'])) refuse(schema, 'items', 'forbidden', '"items" must be one schema, not a list');
  lists(schema, type);
  below(schema, node);
  narrow(schema, true);
}

/** What narrows a schema, but for the two ways to say that a value is an integer or a string. */
function narrow(schema: Place, atNode: boolean): void {
  if (!atNode || !isIntOrString(schema)) for (const part of children(schema, 'anyOf')) narrowing(part);
  children(schema, 'allOf').forEach((part, i) => { narrowing(part, atNode && i === 0 && isIntOrString(part)); });
  for (const part of children(schema, 'oneOf')) narrowing(part);
  const not = child(schema, 'not');
  if (not !== undefined) narrowing(not);
}

function isIntOrString({ value }: Place): boolean {
  const forms = value['anyOf'];
  return Array.isArray(forms) && forms.length === 2 && (['integer', 'string'] as const).every((type, i) => {
    const form: unknown = forms[i];
    return isObject(form) && form['type'] === type && Object.keys(form).length === 1;
  });
}

function below(schema: Place, visit: (place: Place) => void): void {
  const properties = child(schema, 'properties');
  if (properties !== undefined) for (const name of Object.keys(properties.value)) { const property = child(properties, name); if (property !== undefined) visit(property); }
  for (const key of ['items', 'additionalProperties']) { const part = child(schema, key); if (part !== undefined) visit(part); }
}

/** What stands in `allOf` and the like says nothing that fields are made of. */
function narrowing(schema: Place, ofIntOrString = false): void {
  for (const key of ['type', 'default', 'nullable', 'title', 'description', 'additionalProperties']) {
    if (has(schema, key) && schema.value[key] !== '' && (key !== 'nullable' || schema.value[key] === true)) refuse(schema, key, 'forbidden', `"${key}" must not be given within "allOf", "anyOf", "oneOf" or "not"`);
  }
  for (const key of Object.keys(schema.value)) {
    if (key.startsWith('x-kubernetes-') && key !== 'x-kubernetes-validations' && has(schema, key) && schema.value[key] !== false) refuse(schema, key, 'forbidden', `"${key}" must not be given within "allOf", "anyOf", "oneOf" or "not"`);
  }
  below(schema, part => { narrowing(part); });
  if (!ofIntOrString) return narrow(schema, false);
  for (const key of ['allOf', 'oneOf']) for (const part of children(schema, key)) narrowing(part);
  const not = child(schema, 'not');
  if (not !== undefined) narrowing(not);
}

function lists(schema: Place, type: string): void {
  const kind = text(schema, 'x-kubernetes-list-type');
  chooseGiven(schema, 'x-kubernetes-list-type', ['atomic', 'set', 'map']);
  if (kind !== '' && type !== 'array') refuse(schema, 'type', 'invalid', '"type" must be "array" beside "x-kubernetes-list-type"');
  chooseGiven(schema, 'x-kubernetes-map-type', ['atomic', 'granular']);
  if (text(schema, 'x-kubernetes-map-type') !== '' && type !== 'object') refuse(schema, 'type', 'invalid', '"type" must be "object" beside "x-kubernetes-map-type"');
  const items = child(schema, 'items');
  if (items !== undefined && (kind === 'set' || kind === 'map') && flag(items, 'nullable') === true) refuse(items, 'nullable', 'forbidden', `"nullable" must not be true in a list of type "${kind}"`);
  if (kind === 'set' && items !== undefined) setItems(items);
  const keys = schema.value['x-kubernetes-list-map-keys'];
  if (kind !== 'map') {
    if (Array.isArray(keys) && keys.length > 0) refuse(schema, 'x-kubernetes-list-type', kind === '' ? 'required' : 'invalid', '"x-kubernetes-list-map-keys" needs "x-kubernetes-list-type: map"');
    return;
  }
  if (!Array.isArray(keys) || keys.length === 0) return refuse(schema, 'x-kubernetes-list-map-keys', 'required', '"x-kubernetes-list-map-keys" must be given for a list of type "map"');
  if (new Set(keys).size < keys.length) refuse(schema, 'x-kubernetes-list-map-keys', 'invalid', '"x-kubernetes-list-map-keys" must not hold a key twice');
  if (items !== undefined) mapItems(schema, items, keys);
}

/** Values of a set are compared as a whole. */
function setItems(items: Place): void {
  if (text(items, 'type') === 'array' && has(items, 'x-kubernetes-list-type') && text(items, 'x-kubernetes-list-type') !== 'atomic') refuse(items, 'x-kubernetes-list-type', 'invalid', '"x-kubernetes-list-type" must be "atomic" within a list of type "set"');
  if (text(items, 'type') === 'object' && text(items, 'x-kubernetes-map-type') !== 'atomic') refuse(items, 'x-kubernetes-map-type', 'invalid', '"x-kubernetes-map-type" must be "atomic" within a list of type "set"');
}

function mapItems(schema: Place, items: Place, keys: readonly unknown[]): void {
  if (text(items, 'type') !== 'object') refuse(items, 'type', 'invalid', '"type" must be "object" in a list of type "map"');
  const properties = child(items, 'properties');
  const required = items.value['required'];
  for (const key of keys) {
    if (typeof key !== 'string') continue;
    const property = properties === undefined ? undefined : child(properties, key);
    if (property === undefined) {
      refuse(schema, 'x-kubernetes-list-map-keys', 'invalid', `"${key}" is a key of the list and must be a property`);
      continue;
    }
    if (['array', 'object'].includes(text(property, 'type'))) refuse(property, 'type', 'invalid', `"${key}" is a key of the list and must be a single value, not "${text(property, 'type')}"`);
    if (!(Array.isArray(required) && required.includes(key)) && property.value['default'] === undefined) refuse(property, 'default', 'required', `"${key}" is a key of the list: it must be required or have a default`);
    if (flag(property, 'nullable') === true) refuse(property, 'nullable', 'forbidden', `"${key}" is a key of the list and must not be nullable`);
  }
}
