import { isObject, type JsonObject } from '../model/json';
import { labelKeyProblem, labelValueProblem } from '../model/labels';
import { dnsLabelProblem } from '../model/names';
import { pathSegment, type NameRule } from './names';
import { show, type Report } from './report';

const annotationLimit = 256 * 1024;

/** Rules of metadata that hold for every kind. Source: apimachinery, `pkg/api/validation/objectmeta.go`. Wrong types were reported before. */
export function metadataProblems(metadata: JsonObject, nameProblem: NameRule, namespaced: boolean, report: Report): void {
  const { name, generateName, namespace, labels, annotations, finalizers, ownerReferences, generation, managedFields } = metadata;
  const at = (field: string, message: string, below: readonly (string | number)[] = []): void => { report.add('invalid', message, ['metadata', field, ...below]); };
  if (typeof generateName === 'string' && generateName !== '') {
    // The server completes the name, so a dash at the end is what one writes.
    const problem = nameProblem(generateName.replace(/-$/, 'a'));
    if (problem !== undefined) at('generateName', `${show(generateName)} ${problem}`);
  }
  if (typeof name !== 'string' || name === '') {
    if (typeof generateName !== 'string' || generateName === '') report.add('required', 'name or generateName is required', ['metadata', 'name']);
  } else {
    const problem = nameProblem(name);
    if (problem !== undefined) at('name', `${show(name)} ${problem}`);
  }
  // Of a kind without namespaces the server clears the field before it validates (`EnsureObjectNamespaceMatchesRequestNamespace`).
  if (namespaced && typeof namespace === 'string' && namespace !== '') {
    const problem = dnsLabelProblem(namespace);
    if (problem !== undefined) at('namespace', `${show(namespace)} ${problem}`);
  }
  if (typeof generation === 'number' && generation < 0) at('generation', `${generation} must not be negative`);
  if (isObject(labels)) for (const [key, value] of Object.entries(labels)) labelProblems(key, value, report);
  if (isObject(annotations)) annotationProblems(annotations, report);
  listOf(finalizers).forEach((finalizer, i) => {
    const problem = typeof finalizer === 'string' ? labelKeyProblem(finalizer) : undefined;
    if (problem !== undefined) at('finalizers', `${show(finalizer)}: ${problem}`, [i]);
  });
  ownerProblems(listOf(ownerReferences).filter(isObject), report);
  managedFieldProblems(listOf(managedFields).filter(isObject), report);
}

function labelProblems(key: string, value: unknown, report: Report): void {
  const keyProblem = labelKeyProblem(key);
  if (keyProblem !== undefined) report.add('invalid', `${show(key)}: ${keyProblem}`, ['metadata', 'labels', key]);
  const valueProblem = typeof value === 'string' ? labelValueProblem(value) : undefined;
  if (valueProblem !== undefined) report.add('invalid', valueProblem, ['metadata', 'labels', key]);
}

function annotationProblems(annotations: JsonObject, report: Report): void {
  let length = 0;
  for (const [key, value] of Object.entries(annotations)) {
    const problem = labelKeyProblem(key.toLowerCase());
    if (problem !== undefined) report.add('invalid', `${show(key)}: ${problem.replace('label', 'annotation')}`, ['metadata', 'annotations', key]);
    length += key.length + (typeof value === 'string' ? value.length : 0);
  }
  // A unit of a text has at most three bytes: most need not be counted.
  if (length * 3 <= annotationLimit) return;
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + bytes(key) + (typeof value === 'string' ? bytes(value) : 0), 0);
  if (size > annotationLimit) report.add('length', `annotations have ${size} bytes, at most ${annotationLimit} are allowed`, ['metadata', 'annotations']);
}

function ownerProblems(owners: readonly JsonObject[], report: Report): void {
  owners.forEach((owner, i) => {
    for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
      const value = owner[field];
      if (value === undefined || value === null || value === '' || (field === 'apiVersion' && typeof value === 'string' && value.endsWith('/'))) report.add('invalid', 'must not be empty', ['metadata', 'ownerReferences', i, field]);
    }
    if (owner['kind'] === 'Event' && owner['apiVersion'] === 'v1') report.add('invalid', 'an Event cannot own an object', ['metadata', 'ownerReferences', i]);
  });
  const controllers = owners.filter(owner => owner['controller'] === true);
  if (controllers.length > 1) report.add('invalid', `only one owner can be the controller: ${controllers.map(owner => `${String(owner['kind'])} ${String(owner['name'])}`).join(', ')}`, ['metadata', 'ownerReferences']);
}

function managedFieldProblems(entries: readonly JsonObject[], report: Report): void {
  entries.forEach((entry, i) => {
    const at = (field: string, message: string): void => { report.add('invalid', message, ['metadata', 'managedFields', i, field]); };
    if (entry['operation'] !== 'Apply' && entry['operation'] !== 'Update') at('operation', `${show(entry['operation'])} must be Apply or Update`);
    if (typeof entry['fieldsType'] === 'string' && entry['fieldsType'] !== '' && entry['fieldsType'] !== 'FieldsV1') at('fieldsType', `${show(entry['fieldsType'])} must be FieldsV1`);
    if (typeof entry['manager'] === 'string' && bytes(entry['manager']) > 128) at('manager', 'has more than 128 characters');
  });
}

/** What `x-kubernetes-embedded-resource` asks of an object within an object. */
export function embeddedProblems(object: JsonObject, report: Report): void {
  for (const field of ['apiVersion', 'kind'] as const) {
    const value = object[field];
    if (value === undefined || value === null) report.add('required', 'is required', [field]);
    else if (typeof value !== 'string') report.add('type', `must be a string, is ${show(value)}`, [field]);
    else if (value === '') report.add('invalid', 'must not be empty', [field]);
    else if (field === 'apiVersion' ? value.split('/').length > 2 : !/^[a-z]([-a-z0-9]*[a-z0-9])?$/i.test(value) || value.length > 63) report.add('invalid', `${show(value)} is not ${field === 'kind' ? 'a kind' : 'an API version'}`, [field]);
  }
  const metadata = object['metadata'];
  if (metadata === undefined || metadata === null) return;
  if (!isObject(metadata)) report.add('type', `must be an object, is ${show(metadata)}`, ['metadata']);
  else metadataProblems({ name: 'unnamed', ...metadata }, pathSegment, true, report);
}

function bytes(text: string): number {
  let count = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as readonly unknown[] : [];
}
