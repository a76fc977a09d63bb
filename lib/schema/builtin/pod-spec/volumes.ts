import { dnsLabelProblem, subdomainProblem } from '../../../model/names';
import { backstepProblem, descendingPathProblem, projectedPathProblem } from '../grammars';
import { annotations } from '../metadata';
import { labels } from '../label-selector';
import { claimSpec } from '../claim-spec';
import { child, children, choose, grammar, has, missing, need, refuse, text, unique, within, type Place } from '../place';
import { readAmount } from '../quantities';
import type { Volumes } from './mounts';
import { driverName, providerVolume, providerVolumes } from './provider-volumes';
import { fileFieldReference, resourceReference } from './environment';

// Volumes of a pod: one source each. Source: Kubernetes 1.36, core/validation, ValidateVolumes.

const sources = ['emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker',
  'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile', 'vsphereVolume', 'azureDisk',
  'storageos', 'photonPersistentDisk', 'portworxVolume', 'scaleIO', 'projected', 'csi', 'ephemeral', 'image'] as const;

/** Judges the volumes and returns those that containers can mount. `podName` is empty in a template. */
export function volumes(spec: Place, podName: string, isPod: boolean): Volumes {
  const good = new Map<string, 'claim' | 'other'>();
  const names = new Set<string>();
  const all = children(spec, 'volumes');
  const created = new Set(podName === '' ? [] : all.filter(volume => has(volume, 'ephemeral')).map(volume => `${podName}-${text(volume, 'name')}`));
  for (const volume of all) {
    const before = spec.problems.length;
    if (need(volume, 'name')) {
      grammar(volume, 'name', dnsLabelProblem);
      unique(volume, 'name', names);
    }
    source(volume, isPod);
    // A volume in error is unknown to the mounts, but saying so again for each mount helps nobody.
    if (text(volume, 'name') !== '' && (spec.problems.length === before || !good.has(text(volume, 'name')))) {
      good.set(text(volume, 'name'), has(volume, 'persistentVolumeClaim') || has(volume, 'ephemeral') ? 'claim' : 'other');
    }
    const claim = child(volume, 'persistentVolumeClaim');
    if (claim !== undefined && created.has(text(claim, 'claimName'))) refuse(claim, 'claimName', 'invalid', `"${text(claim, 'claimName')}" is the claim that an ephemeral volume of this pod makes`);
    if (has(volume, 'ephemeral') && podName !== '' && text(volume, 'name') !== '') {
      const wrong = subdomainProblem(`${podName}-${text(volume, 'name')}`);
      if (wrong !== undefined) refuse(volume, 'name', 'format', `the claim of the volume would be "${podName}-${text(volume, 'name')}", which ${wrong}`);
    }
  }
  return good;
}

function source(volume: Place, isPod: boolean): void {
  const [first, ...others] = sources.filter(one => has(volume, one));
  // Without any, the server makes it an empty directory.
  if (first === undefined) return;
  for (const other of others) refuse(volume, other, 'forbidden', `"${other}" must not be given beside "${first}"`, 'give one source');
  const place = child(volume, first);
  if (place === undefined) return;
  switch (first) {
    case 'emptyDir': {
      const limit = readAmount(place, 'sizeLimit', place.value['sizeLimit']);
      if (limit !== undefined && limit < 0n) refuse(place, 'sizeLimit', 'range', '"sizeLimit" must be 0 or more');
      break;
    }
    case 'hostPath':
      if (need(place, 'path')) grammar(place, 'path', backstepProblem);
      choose(place, 'type', ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice']);
      break;
    case 'gitRepo':
      need(place, 'repository');
      grammar(place, 'directory', descendingPathProblem);
      break;
    case 'secret':
      need(place, 'secretName');
      files(place);
      break;
    case 'configMap':
      need(place, 'name');
      files(place);
      break;
    case 'downwardAPI':
      within(place, 'defaultMode', 0, 0o777);
      for (const file of children(place, 'items')) podFile(file);
      break;
    case 'projected': projected(place); break;
    case 'persistentVolumeClaim': need(place, 'claimName'); break;
    case 'nfs':
      need(place, 'server');
      if (need(place, 'path') && text(place, 'path') !== '' && !text(place, 'path').startsWith('/')) refuse(place, 'path', 'invalid', `"${text(place, 'path')}" must be an absolute path`);
      break;
    case 'csi': {
      driverName(place, 'driver');
      const secret = child(place, 'nodePublishSecretRef');
      if (secret !== undefined && need(secret, 'name')) grammar(secret, 'name', subdomainProblem);
      break;
    }
    case 'ephemeral': claimTemplate(place); break;
    case 'image':
      if (isPod) need(place, 'reference');
      choose(place, 'pullPolicy', ['Always', 'IfNotPresent', 'Never']);
      break;
    default: if (first in providerVolumes) providerVolume(volume, place, first);
  }
}

function claimTemplate(place: Place): void {
  const template = child(place, 'volumeClaimTemplate');
  if (template === undefined) {
    if (!has(place, 'volumeClaimTemplate')) need(place, 'volumeClaimTemplate');
    return;
  }
  const metadata = child(template, 'metadata');
  if (metadata !== undefined) {
    labels(metadata, 'labels');
    annotations(metadata);
    for (const key of Object.keys(metadata.value)) {
      if (key !== 'labels' && key !== 'annotations' && !missing(metadata, key)) refuse(metadata, key, 'forbidden', `"${key}" must not be given, the claim is named after pod and volume`);
    }
  }
  const spec = child(template, 'spec');
  if (spec === undefined) {
    if (!has(template, 'spec')) refuse(template, 'spec', 'required', '"spec" must be given');
  } else claimSpec(spec);
}

/** Files of a ConfigMap or Secret. */
function files(place: Place): void {
  within(place, 'defaultMode', 0, 0o777);
  for (const item of children(place, 'items')) keyToPath(item);
}

function keyToPath(item: Place): void {
  need(item, 'key');
  if (need(item, 'path')) grammar(item, 'path', projectedPathProblem);
  within(item, 'mode', 0, 0o777);
}

/** A file with a field of the pod. */
function podFile(file: Place): void {
  if (need(file, 'path')) grammar(file, 'path', projectedPathProblem);
  within(file, 'mode', 0, 0o777);
  const field = child(file, 'fieldRef');
  const resource = child(file, 'resourceFieldRef');
  if (field !== undefined) {
    fileFieldReference(field);
    if (resource !== undefined) refuse(file, [], 'invalid', 'only one of "fieldRef", "resourceFieldRef" may be given');
  } else if (resource !== undefined) resourceReference(resource, true);
  else refuse(file, [], 'required', 'one of "fieldRef", "resourceFieldRef" must be given');
}

function projected(place: Place): void {
  within(place, 'defaultMode', 0, 0o777);
  const paths = new Set<string>();
  const take = (at: Place, key: string): void => { if (!missing(at, key)) unique(at, key, paths); };
  for (const part of children(place, 'sources')) {
    const given = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'].filter(key => has(part, key));
    if (given.length > 1) refuse(part, [], 'forbidden', `only one of ${given.map(key => `"${key}"`).join(', ')} may be given`, 'write each into a source of its own');
    for (const key of ['secret', 'configMap']) {
      const from = child(part, key);
      if (from === undefined) continue;
      need(from, 'name');
      for (const item of children(from, 'items')) { keyToPath(item); take(item, 'path'); }
    }
    const pod = child(part, 'downwardAPI');
    for (const file of pod === undefined ? [] : children(pod, 'items')) { podFile(file); take(file, 'path'); }
    const token = child(part, 'serviceAccountToken');
    if (token === undefined) continue;
    within(token, 'expirationSeconds', 600, 2 ** 32);
    if (need(token, 'path')) grammar(token, 'path', projectedPathProblem);
  }
}

/** Volumes that file variables read: only `emptyDir` can be read from. */
export function fileVariables(spec: Place): void {
  const kinds = new Map(children(spec, 'volumes').map(volume => [text(volume, 'name'), has(volume, 'emptyDir') || !sources.some(one => has(volume, one))]));
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    for (const container of children(spec, list)) {
      for (const variable of children(container, 'env')) {
        const from = child(variable, 'valueFrom');
        const file = from === undefined ? undefined : child(from, 'fileKeyRef');
        const name = file === undefined ? '' : text(file, 'volumeName');
        if (file === undefined || name === '' || kinds.get(name) === true) continue;
        refuse(file, 'volumeName', 'invalid', kinds.has(name) ? `"${name}" is not an "emptyDir" volume` : `"${name}" is not a volume of the pod`);
      }
    }
  }
}
