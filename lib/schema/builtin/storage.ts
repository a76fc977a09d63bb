import type { JsonObject } from '../../model/json';
import { dnsLabelProblem, subdomainProblem } from '../../model/names';
import type { CodeValidation } from '../answer';
import { claimSpec, modes } from './claim-spec';
import { backstepProblem } from './grammars';
import { child, choose, chooseGiven, entries, grammar, has, judge, missing, need, refuse, size, text, type Place } from './place';
import { driverName, providerVolume } from './pod-spec/provider-volumes';
import { nodeSelector } from './pod-spec/scheduling';
import { readAmount } from './quantities';

/** Source: Kubernetes 1.36, core/validation, ValidatePersistentVolumeClaim. */
export const persistentVolumeClaim: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec !== undefined) claimSpec(spec);
  else if (!has(root, 'spec')) refuse(root, ['spec', 'accessModes'], 'required', 'at least one access mode must be given');
});

const sources = ['hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'nfs', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc', 'flexVolume', 'azureFile',
  'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi'];

/** Source: Kubernetes 1.36, core/validation, ValidatePersistentVolumeSpec. */
export const persistentVolume: CodeValidation = (object: JsonObject) => judge(object, root => {
  const spec = child(root, 'spec');
  if (spec === undefined) {
    if (!has(root, 'spec')) refuse(root, 'spec', 'required', '"spec" must be given');
    return;
  }
  modes(spec);
  capacity(spec);
  choose(spec, 'persistentVolumeReclaimPolicy', ['Delete', 'Recycle', 'Retain']);
  const affinity = child(spec, 'nodeAffinity');
  const required = affinity === undefined ? undefined : child(affinity, 'required');
  if (required !== undefined) nodeSelector(required);
  else if (affinity !== undefined && !has(affinity, 'required')) refuse(affinity, 'required', 'required', '"required" must be given');
  const given = sources.filter(key => has(spec, key));
  const [first, ...others] = given;
  if (first === undefined) refuse(spec, [], 'required', 'a source, such as "csi" or "nfs", must be given');
  for (const other of others) if (other !== 'flexVolume') refuse(spec, other, 'forbidden', `"${other}" must not be given beside "${first ?? ''}"`, 'give one source');
  const place = first === undefined ? undefined : child(spec, first);
  if (first !== undefined && place !== undefined) source(root, spec, place, first);
  grammar(spec, 'storageClassName', subdomainProblem);
  chooseGiven(spec, 'volumeMode', ['Block', 'Filesystem']);
  if (!has(spec, 'volumeAttributesClassName')) return;
  if (missing(spec, 'volumeAttributesClassName')) need(spec, 'volumeAttributesClassName', 'must not be empty');
  grammar(spec, 'volumeAttributesClassName', subdomainProblem);
  if (!has(spec, 'csi')) refuse(spec, 'csi', 'required', '"csi" must be given beside "volumeAttributesClassName"');
});

function capacity(spec: Place): void {
  const given = entries(spec, 'capacity');
  if (given.length !== 1 || given[0]?.[0] !== 'storage') refuse(spec, 'capacity', size(spec, 'capacity') === 0 ? 'required' : 'enum', '"capacity" must be "storage" and nothing else');
  for (const [name, value] of given) {
    const amount = readAmount(spec, ['capacity', name], value);
    if (amount !== undefined && amount <= 0n) refuse(spec, ['capacity', name], 'range', `"${String(value)}" must be more than 0`);
  }
}

function source(root: Place, spec: Place, place: Place, kind: string): void {
  switch (kind) {
    case 'hostPath':
      if (need(place, 'path')) grammar(place, 'path', backstepProblem);
      choose(place, 'type', ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice']);
      if (/^\/+(\.?\/*)*$/.test(text(place, 'path')) && text(spec, 'persistentVolumeReclaimPolicy') === 'Recycle') refuse(spec, 'persistentVolumeReclaimPolicy', 'forbidden', '"Recycle" must not be given for the root of the node');
      break;
    case 'local':
      if (need(place, 'path')) grammar(place, 'path', backstepProblem);
      if (!has(spec, 'nodeAffinity')) refuse(spec, 'nodeAffinity', 'required', '"nodeAffinity" must be given for a local volume');
      break;
    case 'nfs':
      need(place, 'server');
      if (need(place, 'path') && !text(place, 'path').startsWith('/')) refuse(place, 'path', 'invalid', `"${text(place, 'path')}" must be an absolute path`);
      break;
    case 'csi':
      driverName(place, 'driver');
      need(place, 'volumeHandle');
      for (const key of ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef']) {
        const secret = child(place, key);
        if (secret === undefined) continue;
        if (need(secret, 'name')) grammar(secret, 'name', subdomainProblem);
        if (need(secret, 'namespace')) grammar(secret, 'namespace', dnsLabelProblem);
      }
      break;
    default:
      providerVolume(child(root, 'metadata') ?? root, place, kind);
      elsewhere(place, kind);
  }
}

/** A volume of the cluster says in which namespace its secrets are. */
function elsewhere(place: Place, kind: string): void {
  const secret = child(place, 'secretRef');
  if ((kind === 'cinder' || kind === 'storageos') && secret !== undefined) need(secret, 'namespace');
  if (kind === 'iscsi' && secret !== undefined) need(secret, 'name');
  for (const key of kind === 'azureFile' ? ['secretNamespace'] : kind === 'glusterfs' ? ['endpointsNamespace'] : []) {
    if (has(place, key) && missing(place, key)) refuse(place, key, 'format', `"${key}" is empty`);
    if (key === 'endpointsNamespace') grammar(place, key, dnsLabelProblem);
  }
}
