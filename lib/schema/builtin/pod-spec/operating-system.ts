import { child, children, flag, has, refuse, size, text, type Place } from '../place';

// Fields of one operating system. Source: Kubernetes 1.36, core/validation, validateOS, validateWindows and validateWindowsHostProcessPod.

const linuxOfPods = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'runAsUser', 'runAsGroup', 'supplementalGroups',
  'supplementalGroupsPolicy', 'seLinuxChangePolicy'];
const linuxOfContainers = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation',
  'procMount', 'runAsUser', 'runAsGroup'];

export function allContainers(spec: Place): readonly Place[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list => children(spec, list));
}

export function operatingSystem(spec: Place): void {
  hostProcesses(spec);
  const os = child(spec, 'os');
  if (os === undefined) return;
  const name = text(os, 'name');
  if (!has(os, 'name') || os.value['name'] === '') return refuse(os, 'name', 'required', '"name" must be given');
  if (name !== 'linux' && name !== 'windows') {
    if (name !== '') refuse(os, 'name', 'enum', `"${name}" is not one of "linux", "windows"`);
    return;
  }
  const security = child(spec, 'securityContext');
  const forbid = (place: Place, key: string): void => { if (has(place, key)) refuse(place, key, 'forbidden', `"${key}" must not be given for a pod of os "${name}"`); };
  if (name === 'windows') {
    if (has(spec, 'hostUsers')) forbid(spec, 'hostUsers');
    if (has(spec, 'shareProcessNamespace')) forbid(spec, 'shareProcessNamespace');
    for (const key of ['hostPID', 'hostIPC']) if (flag(spec, key) === true) forbid(spec, key);
    if (security !== undefined && size(security, 'sysctls') > 0) forbid(security, 'sysctls');
  }
  const ofPod = name === 'windows' ? linuxOfPods : ['windowsOptions'];
  const ofContainer = name === 'windows' ? linuxOfContainers : ['windowsOptions'];
  for (const key of security === undefined ? [] : ofPod) if (security !== undefined) forbid(security, key);
  for (const container of allContainers(spec)) {
    const own = child(container, 'securityContext');
    if (own !== undefined) for (const key of ofContainer) forbid(own, key);
  }
}

/** A Windows pod runs wholly on the node or not at all. */
function hostProcesses(spec: Place): void {
  const ofPod = hostProcess(spec);
  const all = allContainers(spec);
  let count = 0;
  for (const container of all) {
    const own = hostProcess(container);
    if (ofPod !== undefined && own !== undefined && ofPod !== own) refuse(container, ['securityContext', 'windowsOptions', 'hostProcess'], 'invalid', `${own} must be ${ofPod} as in the pod`);
    if (own ?? ofPod ?? false) count++;
  }
  if (count === 0) return;
  if (count !== all.length) refuse(spec, [], 'invalid', 'either all containers are host processes or none');
  if (flag(spec, 'hostNetwork') !== true) refuse(spec, 'hostNetwork', 'invalid', '"hostNetwork" must be true for host processes');
}

function hostProcess(place: Place): boolean | undefined {
  const security = child(place, 'securityContext');
  const options = security === undefined ? undefined : child(security, 'windowsOptions');
  return options === undefined ? undefined : flag(options, 'hostProcess');
}
