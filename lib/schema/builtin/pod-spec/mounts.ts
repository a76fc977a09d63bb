import { backstepProblem, descendingPathProblem } from '../grammars';
import { child, children, chooseGiven, flag, grammar, missing, need, refuse, text, type Place } from '../place';

// What containers mount. Source: Kubernetes 1.36, core/validation, ValidateVolumeMounts and ValidateVolumeDevices.

/** The well-formed volumes of a pod, by name: which of them is a claim decides about block devices. */
export type Volumes = ReadonlyMap<string, 'claim' | 'other'>;

export function mounts(container: Place, volumes: Volumes): void {
  const paths = new Set<string>();
  const all = children(container, 'volumeMounts');
  const devices = children(container, 'volumeDevices');
  for (const mount of all) {
    const name = text(mount, 'name');
    const path = text(mount, 'mountPath');
    if (need(mount, 'name') && name !== '' && !volumes.has(name)) refuse(mount, 'name', 'invalid', `"${name}" is not a volume of the pod`, 'name a volume of the pod, or add one');
    if (need(mount, 'mountPath') && path !== '') {
      if (paths.has(path)) refuse(mount, 'mountPath', 'duplicate', `"${path}" is mounted already`);
      paths.add(path);
    }
    if (devices.some(device => name !== '' && text(device, 'name') === name)) refuse(mount, 'name', 'invalid', `"${name}" is a block device of the container already`);
    if (devices.some(device => path !== '' && text(device, 'devicePath') === path)) refuse(mount, 'mountPath', 'invalid', `"${path}" is the path of a block device already`);
    grammar(mount, 'subPath', descendingPathProblem);
    grammar(mount, 'subPathExpr', descendingPathProblem);
    if (!missing(mount, 'subPath') && !missing(mount, 'subPathExpr')) refuse(mount, 'subPathExpr', 'invalid', '"subPathExpr" must not be given beside "subPath"');
    propagation(container, mount);
  }
  blockDevices(all, devices, volumes);
}

function propagation(container: Place, mount: Place): void {
  chooseGiven(mount, 'mountPropagation', ['Bidirectional', 'HostToContainer', 'None']);
  const mode = text(mount, 'mountPropagation');
  const security = child(container, 'securityContext');
  if (mode === 'Bidirectional' && (security === undefined || flag(security, 'privileged') !== true)) {
    refuse(mount, 'mountPropagation', 'forbidden', '"Bidirectional" is for privileged containers only');
  }
  chooseGiven(mount, 'recursiveReadOnly', ['Disabled', 'IfPossible', 'Enabled']);
  if (!['Enabled', 'IfPossible'].includes(text(mount, 'recursiveReadOnly'))) return;
  if (flag(mount, 'readOnly') !== true) refuse(mount, 'recursiveReadOnly', 'forbidden', '"recursiveReadOnly" needs "readOnly: true"');
  if (mode !== '' && mode !== 'None') refuse(mount, 'recursiveReadOnly', 'forbidden', `"recursiveReadOnly" must not be given beside propagation "${mode}"`);
}

function blockDevices(all: readonly Place[], devices: readonly Place[], volumes: Volumes): void {
  const [names, paths] = [new Set<string>(), new Set<string>()];
  for (const device of devices) {
    const name = text(device, 'name');
    const path = text(device, 'devicePath');
    if (need(device, 'name') && name !== '') {
      if (names.has(name)) refuse(device, 'name', 'duplicate', `"${name}" is a device already`);
      names.add(name);
      const volume = volumes.get(name);
      if (volume === undefined) refuse(device, 'name', 'invalid', `"${name}" is not a volume of the pod`);
      if (volume === 'other') refuse(device, 'name', 'invalid', `"${name}" is not a claim: only claims can be block devices`);
      if (all.some(mount => text(mount, 'name') === name)) refuse(device, 'name', 'invalid', `"${name}" is mounted already`);
    }
    if (!need(device, 'devicePath') || path === '') continue;
    if (paths.has(path)) refuse(device, 'devicePath', 'duplicate', `"${path}" is the path of a device already`);
    paths.add(path);
    grammar(device, 'devicePath', backstepProblem);
    if (all.some(mount => text(mount, 'mountPath') === path)) refuse(device, 'devicePath', 'invalid', `"${path}" is mounted already`);
  }
}
