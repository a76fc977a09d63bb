import { subdomainProblem } from '../../../model/names';
import { descendingPathProblem } from '../grammars';
import { byteLength } from '../metadata';
import { child, children, choose, chooseGiven, flag, grammar, has, missing, need, refuse, spell, text, texts, unique, within, type Place } from '../place';

// Security contexts of pods and containers. Source: Kubernetes 1.36, core/validation, ValidateSecurityContext.

const mostId = 2 ** 31 - 1;

export function containerSecurity(container: Place, hostUsers: boolean): void {
  const security = child(container, 'securityContext');
  if (security === undefined) return;
  within(security, 'runAsUser', 0, mostId);
  within(security, 'runAsGroup', 0, mostId);
  chooseGiven(security, 'procMount', ['Default', 'Unmasked']);
  if (hostUsers && text(security, 'procMount') === 'Unmasked') refuse(security, 'procMount', 'invalid', '"Unmasked" needs "hostUsers: false" in the pod');
  profiles(security);
  if (flag(security, 'allowPrivilegeEscalation') !== false) return;
  if (flag(security, 'privileged') === true) refuse(security, [], 'invalid', '"allowPrivilegeEscalation: false" and "privileged: true" contradict each other');
  const capabilities = child(security, 'capabilities');
  if (capabilities !== undefined && texts(capabilities, 'add').some(([name]) => name === 'CAP_SYS_ADMIN')) refuse(security, [], 'invalid', '"allowPrivilegeEscalation: false" and capability "CAP_SYS_ADMIN" contradict each other');
}

export function podSecurity(spec: Place): void {
  const security = child(spec, 'securityContext');
  if (security === undefined) return;
  for (const key of ['fsGroup', 'runAsUser', 'runAsGroup']) within(security, key, 0, mostId);
  const groups = security.value['supplementalGroups'];
  if (Array.isArray(groups)) groups.forEach((group, i) => { if (typeof group === 'number' && (group < 0 || group > mostId)) refuse(security, ['supplementalGroups', i], 'range', `${group} must be from 0 to ${mostId}`); });
  if (flag(spec, 'shareProcessNamespace') === true && flag(spec, 'hostPID') === true) refuse(spec, 'shareProcessNamespace', 'invalid', '"shareProcessNamespace" and "hostPID" must not both be true');
  sysctls(spec, security);
  for (const [key, allowed] of [['fsGroupChangePolicy', ['OnRootMismatch', 'Always']], ['supplementalGroupsPolicy', ['Merge', 'Strict']], ['seLinuxChangePolicy', ['Recursive']]] as const) {
    chooseGiven(security, key, allowed);
  }
  profiles(security);
}

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

function sysctls(spec: Place, security: Place): void {
  const seen = new Set<string>();
  for (const sysctl of children(security, 'sysctls')) {
    const name = text(sysctl, 'name');
    if (!need(sysctl, 'name') || name === '') continue;
    const good = spell(sysctl, 'name', name, value => (value.length > 253 ? 'has more than 253 characters' : sysctlName.test(value) ? undefined : 'must be a name such as "net.core.somaxconn"'));
    if (good) unique(sysctl, 'name', seen);
    const dotted = /^[^/.]*\//.test(name) ? name.replace(/[/.]/g, sign => (sign === '/' ? '.' : '/')) : name;
    if (flag(spec, 'hostNetwork') === true && dotted.startsWith('net.')) refuse(sysctl, 'name', 'invalid', `"${name}" belongs to the network of the node, because "hostNetwork" is true`);
    if (flag(spec, 'hostIPC') === true && (/^(kernel\.msg|kernel\.shm|fs\.mqueue\.)/.test(dotted) || dotted === 'kernel.sem')) refuse(sysctl, 'name', 'invalid', `"${name}" belongs to the IPC of the node, because "hostIPC" is true`);
  }
}

/** What pod and container have in common. */
function profiles(security: Place): void {
  const seccomp = child(security, 'seccompProfile');
  if (seccomp !== undefined) {
    if (need(seccomp, 'type')) choose(seccomp, 'type', ['Localhost', 'RuntimeDefault', 'Unconfined']);
    localProfile(seccomp);
    if (text(seccomp, 'type') === 'Localhost') grammar(seccomp, 'localhostProfile', descendingPathProblem);
  }
  const armor = child(security, 'appArmorProfile');
  if (armor !== undefined) {
    if (need(armor, 'type')) choose(armor, 'type', ['Localhost', 'RuntimeDefault', 'Unconfined']);
    const profile = text(armor, 'localhostProfile');
    if (['Localhost', 'RuntimeDefault', 'Unconfined'].includes(text(armor, 'type'))) localProfile(armor);
    if (text(armor, 'type') === 'Localhost') {
      if (has(armor, 'localhostProfile') && missing(armor, 'localhostProfile')) need(armor, 'localhostProfile', 'must be given for "Localhost"');
      if (profile !== profile.trim()) refuse(armor, 'localhostProfile', 'invalid', `"${profile}" must not begin or end with blanks`);
      if (profile.length > 4095) refuse(armor, 'localhostProfile', 'length', 'a profile may have at most 4095 characters');
    }
  }
  windowsOptions(security);
}

function localProfile(profile: Place): void {
  const local = text(profile, 'type') === 'Localhost';
  if (local && !has(profile, 'localhostProfile')) need(profile, 'localhostProfile', 'must be given for "Localhost"');
  if (!local && has(profile, 'localhostProfile')) refuse(profile, 'localhostProfile', 'invalid', '"localhostProfile" may only be given for type "Localhost"');
}

function windowsOptions(security: Place): void {
  const options = child(security, 'windowsOptions');
  if (options === undefined) return;
  if (has(options, 'gmsaCredentialSpecName')) {
    if (missing(options, 'gmsaCredentialSpecName')) need(options, 'gmsaCredentialSpecName', 'must not be empty');
    grammar(options, 'gmsaCredentialSpecName', subdomainProblem);
  }
  if (has(options, 'gmsaCredentialSpec')) {
    if (missing(options, 'gmsaCredentialSpec')) need(options, 'gmsaCredentialSpec', 'must not be empty');
    if (byteLength(text(options, 'gmsaCredentialSpec')) > 65536) refuse(options, 'gmsaCredentialSpec', 'length', '"gmsaCredentialSpec" may have at most 64 KiB');
  }
  if (!has(options, 'runAsUserName')) return;
  if (missing(options, 'runAsUserName')) need(options, 'runAsUserName', 'must not be empty');
  grammar(options, 'runAsUserName', windowsUserProblem);
}

const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const windowsDomain = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** `DOMAIN\user`, the domain may be left out. */
function windowsUserProblem(value: string): string | undefined {
  const parts = value.split('\\');
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(value)) return 'must not hold control characters';
  if (parts.length > 2) return 'may have one backslash';
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? parts[0] : undefined;
  if (domain !== undefined && (domain.length >= 256 || !netBios.test(domain) && !windowsDomain.test(domain))) return 'has a domain that is neither a NetBIOS nor a DNS name';
  if (user === '' || user.length > 104) return 'must have a user of 1 to 104 characters';
  return /^[. ]+$/.test(user) || /["/\\:;|=,+*?<>@[\]]/.test(user) ? 'has a user with characters that Windows refuses' : undefined;
}
