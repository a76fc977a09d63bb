import { labelKeyProblem } from '../../../model/labels';
import { dnsLabelProblem, subdomainProblem } from '../../../model/names';
import { backstepProblem, dataKeyProblem, environmentNameProblem } from '../grammars';
import { child, children, choose, grammar, has, missing, need, refuse, spell, text, type Place } from '../place';
import { amountOf } from '../quantities';

// Environment variables and what of the pod they can be read from. Source: Kubernetes 1.36, core/validation, ValidateEnv.

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

const fieldsOfVariables = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs',
  'status.podIP', 'status.podIPs'];
const fieldsOfFiles = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'];
const resources = ['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage'];

export function environment(container: Place): void {
  for (const variable of children(container, 'env')) {
    if (need(variable, 'name')) grammar(variable, 'name', environmentNameProblem);
    const from = child(variable, 'valueFrom');
    if (from !== undefined) valueFrom(variable, from);
  }
  for (const from of children(container, 'envFrom')) environmentFrom(from);
}

function valueFrom(variable: Place, from: Place): void {
  const given = sources.filter(source => has(from, source));
  if (given.length === 0) refuse(from, [], 'required', `one of ${sources.map(source => `"${source}"`).join(', ')} must be given`);
  else if (text(variable, 'value') !== '') refuse(from, [], 'invalid', '"valueFrom" must not be given beside a "value"', 'remove one of "value" and "valueFrom"');
  else if (given.length > 1) refuse(from, [], 'invalid', `only one of ${given.map(source => `"${source}"`).join(', ')} may be given`);
  const field = child(from, 'fieldRef');
  if (field !== undefined) fieldReference(field, fieldsOfVariables);
  const resource = child(from, 'resourceFieldRef');
  if (resource !== undefined) resourceReference(resource, false);
  for (const source of ['configMapKeyRef', 'secretKeyRef']) {
    const key = child(from, source);
    if (key === undefined) continue;
    if (!missing(key, 'name') || !has(key, 'name')) spell(key, 'name', text(key, 'name'), subdomainProblem);
    else refuse(key, 'name', 'format', '"name" is empty');
    if (need(key, 'key')) grammar(key, 'key', dataKeyProblem);
  }
  const file = child(from, 'fileKeyRef');
  if (file === undefined) return;
  if (need(file, 'key')) grammar(file, 'key', environmentNameProblem);
  if (need(file, 'volumeName')) grammar(file, 'volumeName', dnsLabelProblem);
  if (need(file, 'path')) grammar(file, 'path', backstepProblem);
}

function environmentFrom(from: Place): void {
  grammar(from, 'prefix', environmentNameProblem);
  const given = ['configMapRef', 'secretRef'].filter(source => has(from, source));
  if (given.length === 0) refuse(from, [], 'required', 'one of "configMapRef", "secretRef" must be given');
  if (given.length > 1) refuse(from, [], 'invalid', 'only one of "configMapRef", "secretRef" may be given');
  for (const source of given) {
    const reference = child(from, source);
    // The server takes the name for the beginning of one, so a final "-" passes.
    if (reference !== undefined && need(reference, 'name')) grammar(reference, 'name', name => subdomainProblem(name.replace(/-$/, 'a')));
  }
}

/** `fieldRef` of a variable or of a file in a volume. */
export function fieldReference(reference: Place, fields: readonly string[]): void {
  if (has(reference, 'apiVersion')) choose(reference, 'apiVersion', ['v1']);
  if (!need(reference, 'fieldPath')) return;
  const path = text(reference, 'fieldPath');
  const subscript = /^(.+)\['(.*)'\]$/.exec(path);
  if (subscript !== null) {
    const [, map = '', key = ''] = subscript;
    if (map === 'metadata.labels') spell(reference, 'fieldPath', key, labelKeyProblem);
    else if (map === 'metadata.annotations') spell(reference, 'fieldPath', key.toLowerCase(), labelKeyProblem);
    else refuse(reference, 'fieldPath', 'invalid', `"${map}" has no keys, "${path}" asks for one`);
  } else if (path !== '' && !fields.includes(path === 'spec.host' ? 'spec.nodeName' : path)) {
    refuse(reference, 'fieldPath', 'enum', `"${path}" is not one of ${fields.map(field => `"${field}"`).join(', ')}`);
  }
}

export function fileFieldReference(reference: Place): void {
  fieldReference(reference, fieldsOfFiles);
}

/** `resourceFieldRef`; in a volume the container has to be said. */
export function resourceReference(reference: Place, ofVolume: boolean): void {
  const resource = text(reference, 'resource');
  const hugePages = /^(requests|limits)\.hugepages-/.test(resource);
  if (ofVolume && missing(reference, 'containerName')) need(reference, 'containerName');
  else if (need(reference, 'resource') && resource !== '' && !resources.includes(resource) && !hugePages) {
    refuse(reference, 'resource', 'enum', `"${resource}" is not one of ${resources.map(one => `"${one}"`).join(', ')}`);
  }
  const divisor = amountOf(reference.value['divisor']);
  if (divisor === undefined || divisor === 0n || !(resources.includes(resource) || hugePages)) return;
  const units = resource.endsWith('.cpu') ? ['1m', '1'] : ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
  if (!units.some(unit => amountOf(unit) === divisor)) refuse(reference, 'divisor', 'invalid', `"${String(reference.value['divisor'])}" is not one of ${units.map(unit => `"${unit}"`).join(', ')}`);
}
