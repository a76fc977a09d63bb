import { dnsLabelProblem, subdomainProblem } from '../../../model/names';
import { child, choose, entries, flag, grammar, has, missing, need, number, refuse, size, text, within, type Place } from '../place';

// Volumes of one storage system each, in pods and, with little more, as PersistentVolumes.
// Source: Kubernetes 1.36, core/validation, validate*VolumeSource.

/** By field: texts that must be there. Sources with more rules have a function below. */
export const providerVolumes: Readonly<Record<string, readonly string[]>> = {
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  iscsi: ['targetPortal'],
  glusterfs: ['endpoints', 'path'],
  flocker: [],
  rbd: ['image'],
  cinder: ['volumeID'],
  cephfs: [],
  quobyte: ['registry', 'volume'],
  fc: [],
  flexVolume: ['driver'],
  azureFile: ['secretName', 'shareName'],
  vsphereVolume: ['volumePath'],
  azureDisk: ['diskName', 'diskURI'],
  storageos: ['volumeName'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
};

/** `named` is the volume or the PersistentVolume, `place` its source `kind`. */
export function providerVolume(named: Place, place: Place, kind: string): void {
  for (const key of providerVolumes[kind] ?? []) need(place, key);
  switch (kind) {
    case 'gcePersistentDisk':
    case 'awsElasticBlockStore': within(place, 'partition', 0, 255); break;
    case 'iscsi': iscsi(named, place); break;
    case 'flocker': flocker(place); break;
    case 'rbd':
    case 'cephfs':
      if (size(place, 'monitors') === 0) refuse(place, 'monitors', 'required', '"monitors" must be given');
      break;
    case 'cinder': secretName(place); break;
    case 'quobyte': quobyte(place); break;
    case 'fc': fibreChannel(place); break;
    case 'flexVolume': reservedOptions(place); break;
    case 'azureDisk': azureDisk(place); break;
    case 'storageos':
      grammar(place, 'volumeName', dnsLabelProblem);
      grammar(place, 'volumeNamespace', dnsLabelProblem);
      secretName(place);
      break;
    default:
  }
}

function secretName(place: Place): void {
  const secret = child(place, 'secretRef');
  if (secret !== undefined) need(secret, 'name');
}

/** A CSI driver: a DNS subdomain of any case, at most 63 characters. */
export function driverName(place: Place, key: string): void {
  if (!need(place, key)) return;
  grammar(place, key, value => (value.length > 63 ? `has ${value.length} characters, at most 63 are allowed` : subdomainProblem(value.toLowerCase())));
}

const initiators: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([\w-.]+)(:[^\n,;*&$|\s]+)$/,
  eui: /^eui.[0-9A-Fa-f]{16}$/,
  naa: /^naa.[0-9A-Fa-f]{32}$/,
};

function initiatorProblem(value: string): string | undefined {
  return initiators[value.slice(0, 3)]?.test(value) === true ? undefined : 'must be a name such as "iqn.2001-04.com.example:storage", or begin with "eui" or "naa"';
}

function iscsi(named: Place, place: Place): void {
  if (need(place, 'iqn')) grammar(place, 'iqn', initiatorProblem);
  within(place, 'lun', 0, 255);
  if ((flag(place, 'chapAuthDiscovery') === true || flag(place, 'chapAuthSession') === true) && !has(place, 'secretRef')) need(place, 'secretRef', 'must be given for CHAP');
  if (!has(place, 'initiatorName')) return;
  if (missing(place, 'initiatorName')) refuse(place, 'initiatorName', 'format', '"initiatorName" is empty');
  grammar(place, 'initiatorName', initiatorProblem);
  if (`${text(named, 'name')}:${text(place, 'targetPortal')}`.length > 64) refuse(named, 'name', 'length', 'the name and the target portal have more than 63 characters together');
}

function flocker(place: Place): void {
  const given = ['datasetName', 'datasetUUID'].filter(key => !missing(place, key));
  if (given.length !== 1) refuse(place, [], given.length === 0 ? 'required' : 'invalid', 'one of "datasetName", "datasetUUID" must be given');
  if (text(place, 'datasetName').includes('/')) refuse(place, 'datasetName', 'invalid', `"${text(place, 'datasetName')}" must not hold "/"`);
}

function quobyte(place: Place): void {
  const registry = text(place, 'registry');
  if (text(place, 'tenant').length >= 65) refuse(place, 'tenant', 'length', '"tenant" may have at most 64 characters');
  else if (registry !== '' && !registry.split(',').every(pair => /^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair))) refuse(place, 'registry', 'format', `"${registry}" must be host:port, several separated by commas`);
}

function fibreChannel(place: Place): void {
  const [targets, ids] = [size(place, 'targetWWNs'), size(place, 'wwids')];
  if (targets === 0 && ids === 0) refuse(place, 'targetWWNs', 'required', 'one of "targetWWNs", "wwids" must be given');
  if (targets > 0 && ids > 0) refuse(place, 'targetWWNs', 'invalid', 'only one of "targetWWNs", "wwids" may be given');
  if (targets === 0) return;
  if (number(place, 'lun') === undefined) refuse(place, 'lun', 'required', '"lun" must be given beside "targetWWNs"');
  else within(place, 'lun', 0, 255);
}

function reservedOptions(place: Place): void {
  for (const [key] of entries(place, 'options')) {
    const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : key;
    if (/(^|\.)(kubernetes|k8s)\.io$/i.test(domain)) refuse(place, ['options', key], 'invalid', `"${key}" is under a domain that Kubernetes keeps for itself`);
  }
}

function azureDisk(place: Place): void {
  choose(place, 'cachingMode', ['None', 'ReadOnly', 'ReadWrite']);
  choose(place, 'kind', ['Shared', 'Dedicated', 'Managed']);
  const uri = text(place, 'diskURI');
  // The server takes an absent kind for "Shared".
  const start = text(place, 'kind') === 'Managed' ? '/subscriptions/' : 'https://';
  if (uri !== '' && !uri.startsWith(start)) refuse(place, 'diskURI', 'enum', `"${uri}" must begin with "${start}"`);
}
