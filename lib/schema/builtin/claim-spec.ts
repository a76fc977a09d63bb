import { subdomainProblem } from '../../model/names';
import { labelSelector } from './label-selector';
import { child, chooseGiven, grammar, has, missing, need, refuse, size, text, texts, type Place } from './place';
import { readAmount } from './quantities';

export const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** What a claim asks for: a PersistentVolumeClaim, a template of a StatefulSet, an ephemeral volume. Source: Kubernetes 1.36, core/validation. */
export function claimSpec(spec: Place): void {
  modes(spec);
  labelSelector(spec, 'selector');
  const resources = child(spec, 'resources');
  const requests = resources === undefined ? undefined : child(resources, 'requests');
  if (requests === undefined || !has(requests, 'storage')) refuse(spec, ['resources', 'requests', 'storage'], 'required', 'the size must be given in "resources.requests.storage"');
  else {
    const amount = readAmount(requests, 'storage', requests.value['storage']);
    if (amount !== undefined && amount <= 0n) refuse(requests, 'storage', 'range', `"${String(requests.value['storage'])}" must be more than 0`);
  }
  grammar(spec, 'storageClassName', subdomainProblem);
  grammar(spec, 'volumeAttributesClassName', subdomainProblem);
  chooseGiven(spec, 'volumeMode', ['Block', 'Filesystem']);
  dataSources(spec);
}

export function modes(spec: Place): void {
  if (size(spec, 'accessModes') === 0) refuse(spec, 'accessModes', 'required', 'at least one access mode must be given');
  const given = texts(spec, 'accessModes');
  for (const [mode, i] of given) if (!accessModes.includes(mode)) refuse(spec, ['accessModes', i], 'enum', `"${mode}" is not one of ${accessModes.map(one => `"${one}"`).join(', ')}`);
  const known = given.map(([mode]) => mode).filter(mode => accessModes.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some(mode => mode !== 'ReadWriteOncePod')) refuse(spec, 'accessModes', 'forbidden', '"ReadWriteOncePod" must be the only access mode');
}

function dataSources(spec: Place): void {
  const source = child(spec, 'dataSource');
  const given = child(spec, 'dataSourceRef');
  // A reference into another namespace needs a feature that is off, and is dropped.
  const reference = given === undefined || !missing(given, 'namespace') ? undefined : given;
  for (const place of [source, reference]) {
    if (place === undefined) continue;
    need(place, 'name');
    need(place, 'kind');
    if (missing(place, 'apiGroup') && text(place, 'kind') !== 'PersistentVolumeClaim') refuse(place, [], 'invalid', `"${text(place, 'kind')}" must be "PersistentVolumeClaim" where no "apiGroup" is given`);
    grammar(place, 'apiGroup', subdomainProblem);
  }
  if (source === undefined || reference === undefined) return;
  if (['kind', 'name', 'apiGroup'].some(key => text(source, key) !== text(reference, key))) refuse(spec, 'dataSource', 'invalid', '"dataSource" and "dataSourceRef" must name the same object');
}
