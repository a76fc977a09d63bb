import type { JsonObject } from '../../model/json';
import { labelKeyProblem } from '../../model/labels';
import { subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { qualifiedNameProblem } from './grammars';
import { labelSelector } from './label-selector';
import { byteLength } from './metadata';
import { child, children, choose, chooseGiven, entries, flag, grammar, has, judge, need, refuse, size, spell, text, texts, unique, within, type Place } from './place';
import { driverName } from './pod-spec/provider-volumes';
import { readAmount } from './quantities';

// What volumes are made of and by whom. Source: Kubernetes 1.36, storage/validation.

export const storageClass: CodeValidation = (object: JsonObject) => judge(object, root => {
  provisioner(root, 'provisioner');
  parameters(root);
  choose(root, 'reclaimPolicy', ['Delete', 'Retain']);
  chooseGiven(root, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']);
  const seen = new Set<string>();
  for (const term of children(root, 'allowedTopologies')) topology(term, seen);
});

export const volumeAttributesClass: CodeValidation = (object: JsonObject) => judge(object, root => {
  provisioner(root, 'driverName');
  parameters(root);
  if (size(root, 'parameters') === 0) refuse(root, 'parameters', 'required', 'at least one of "parameters" must be given');
});

function provisioner(root: Place, key: string): void {
  if (need(root, key)) grammar(root, key, value => qualifiedNameProblem(value.toLowerCase()));
}

function parameters(root: Place): void {
  const all = entries(root, 'parameters');
  if (all.length > 512) return refuse(root, 'parameters', 'length', `${all.length} parameters, at most 512 are allowed`);
  if (all.some(([key]) => key === '')) refuse(root, 'parameters', 'invalid', 'a parameter has an empty name');
  const bytes = all.reduce((sum, [key, value]) => sum + byteLength(key) + (typeof value === 'string' ? byteLength(value) : 0), 0);
  if (bytes > 256 * 1024) refuse(root, 'parameters', 'length', `parameters have ${bytes} bytes together, at most ${256 * 1024} are allowed`);
}

/** Two terms that say the same are one too many, and one that says nothing is compared with nothing. */
function topology(term: Place, seen: Set<string>): void {
  const keys = new Set<string>();
  const said: string[] = [];
  for (const expression of children(term, 'matchLabelExpressions')) {
    const values = new Set<string>();
    if (size(expression, 'values') === 0) refuse(expression, 'values', 'required', 'at least one of "values" must be given');
    for (const [value, i] of texts(expression, 'values')) {
      if (values.has(value)) refuse(expression, ['values', i], 'duplicate', `"${value}" is there already`);
      values.add(value);
    }
    spell(expression, 'key', text(expression, 'key'), labelKeyProblem);
    unique(expression, 'key', keys);
    said.push(`${text(expression, 'key')}=${[...values].sort().join(',')}`);
  }
  const whole = said.sort().join(';');
  if (whole === '' || seen.has(whole)) refuse(term, 'matchLabelExpressions', 'duplicate', whole === '' ? 'the term is empty' : 'an earlier term says the same');
  seen.add(whole);
}

export const csiDriver: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  chooseGiven(spec, 'fsGroupPolicy', ['File', 'None', 'ReadWriteOnceWithFSType']);
  const audiences = new Set<string>();
  for (const request of children(spec, 'tokenRequests')) {
    const audience = text(request, 'audience');
    unique(request, 'audience', audiences, audience);
    within(request, 'expirationSeconds', 600, 2 ** 32);
  }
  for (const [mode, i] of texts(spec, 'volumeLifecycleModes')) if (mode !== 'Persistent' && mode !== 'Ephemeral') refuse(spec, ['volumeLifecycleModes', i], 'enum', `"${mode}" is not one of "Persistent", "Ephemeral"`);
  within(spec, 'nodeAllocatableUpdatePeriodSeconds', 10);
  if (flag(spec, 'serviceAccountTokenInSecrets') !== undefined && size(spec, 'tokenRequests') === 0) refuse(spec, 'serviceAccountTokenInSecrets', 'invalid', '"serviceAccountTokenInSecrets" needs "tokenRequests"');
});

export const csiNode: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  const names = new Set<string>();
  for (const driver of spec === undefined ? [] : children(spec, 'drivers')) {
    driverName(driver, 'name');
    unique(driver, 'name', names);
    if (need(driver, 'nodeID') && byteLength(text(driver, 'nodeID')) > 256) refuse(driver, 'nodeID', 'length', `"nodeID" has ${byteLength(text(driver, 'nodeID'))} characters, at most 256 are allowed`);
    const allocatable = child(driver, 'allocatable');
    if (allocatable !== undefined) within(allocatable, 'count', 0);
    const keys = new Set<string>();
    for (const [key, i] of texts(driver, 'topologyKeys')) {
      if (keys.has(key)) refuse(driver, ['topologyKeys', i], 'duplicate', `"${key}" is there already`);
      keys.add(key);
      spell(driver, ['topologyKeys', i], key, qualifiedNameProblem);
    }
  }
});

export const csiStorageCapacity: CodeValidation = (object: JsonObject) => judge(object, root => {
  labelSelector(root, 'nodeTopology');
  if (typeof root.value['storageClassName'] === 'string' || !has(root, 'storageClassName')) spell(root, 'storageClassName', text(root, 'storageClassName'), subdomainProblem);
  if (!has(root, 'capacity')) return;
  const amount = readAmount(root, ['capacity'], root.value['capacity']);
  if (amount !== undefined && amount < 0n) refuse(root, 'capacity', 'range', `"${String(root.value['capacity'])}" must be 0 or more`);
});

export const volumeAttachment: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) return refuse(root, ['spec', 'attacher'], 'required', '"attacher" must be given');
  driverName(spec, 'attacher');
  if (typeof spec.value['nodeName'] === 'string' || !has(spec, 'nodeName')) spell(spec, 'nodeName', text(spec, 'nodeName'), subdomainProblem);
  const source = child(spec, 'source');
  if (source === undefined || has(source, 'inlineVolumeSpec') === has(source, 'persistentVolumeName')) {
    if (source !== undefined || !has(spec, 'source')) refuse(spec, 'source', source !== undefined && has(source, 'inlineVolumeSpec') ? 'forbidden' : 'required', 'exactly one of "inlineVolumeSpec", "persistentVolumeName" must be given');
  }
  if (source !== undefined && typeof source.value['persistentVolumeName'] === 'string') spell(source, 'persistentVolumeName', text(source, 'persistentVolumeName'), subdomainProblem);
});

/** The volume that stands in the attachment itself is judged by code that is not repeated here. */
export function uncheckedAttachment(object: JsonObject): readonly string[] {
  const spec = child({ value: object, above: undefined, steps: [], problems: [] }, 'spec');
  const source = spec === undefined ? undefined : child(spec, 'source');
  return source !== undefined && has(source, 'inlineVolumeSpec') ? ['the volume within a VolumeAttachment is not judged'] : [];
}
