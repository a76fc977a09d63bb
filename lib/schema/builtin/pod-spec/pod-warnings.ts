import { one } from '../../../model/quantity';
import { child, children, entries, has, missing, number, text, texts, type Place } from '../place';
import { amountOf } from '../quantities';
import { spelling } from '../service-warnings';
import { warn } from '../warn';
import { allContainers } from './operating-system';

// Source: Kubernetes 1.36, pkg/api/pod, warningsForPodSpecAndMeta, and pkg/api/node.

const renamedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch', 'beta.kubernetes.io/os': 'kubernetes.io/os', 'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
};
const goneAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'priorityClassName', 'security.alpha.kubernetes.io/sysctls': 'sysctls', 'security.alpha.kubernetes.io/unsafe-sysctls': 'sysctls',
};
const goneVolumes: Readonly<Record<string, string>> = {
  photonPersistentDisk: '1.16', gitRepo: '1.33', scaleIO: '1.22', flocker: '1.25', storageos: '1.25', quobyte: '1.25', glusterfs: '1.26', cephfs: '1.31', rbd: '1.31',
};

/** Warnings of a Pod, or of the template that `owner` is. */
export function podWarnings(owner: Place): void {
  const spec = child(owner, 'spec');
  if (spec === undefined) return;
  annotations(owner, spec);
  for (const [label] of entries(spec, 'nodeSelector')) renamed(spec, ['nodeSelector', label], label);
  for (const volume of children(spec, 'volumes')) {
    for (const [key, version] of Object.entries(goneVolumes)) if (has(volume, key)) warn(volume, key, `"${key}" volumes do not work since Kubernetes ${version}`);
  }
  scheduling(spec);
  for (const [list, key] of [['hostAliases', 'ip'], ['imagePullSecrets', 'name']] as const) {
    const seen = new Set<string>();
    for (const item of children(spec, list)) {
      const value = text(item, key);
      if (seen.has(value)) warn(item, key, `"${value}" is there already`);
      if (list === 'imagePullSecrets' && missing(item, 'name')) warn(item, key, '"name" is empty');
      seen.add(value);
      if (list === 'hostAliases') spelling(item, [key], value);
    }
  }
  const dns = child(spec, 'dnsConfig');
  if (dns !== undefined) for (const [server, i] of texts(dns, 'nameservers')) spelling(dns, ['nameservers', i], server);
  for (const container of allContainers(spec)) {
    fractions(container);
    hiddenVariables(container);
  }
  ports(spec);
  if ((number(spec, 'terminationGracePeriodSeconds') ?? 0) < 0) warn(spec, 'terminationGracePeriodSeconds', 'a negative "terminationGracePeriodSeconds" is treated as 1');
}

function renamed(place: Place, at: readonly (string | number)[], label: string): void {
  const now = renamedLabels[label];
  if (now !== undefined) warn(place, at, `label "${label}" is deprecated`, `use "${now}"`);
}

function annotations(owner: Place, spec: Place): void {
  const metadata = child(owner, 'metadata');
  if (metadata === undefined) return;
  for (const [key] of entries(metadata, 'annotations')) {
    const field = goneAnnotations[key];
    if (field !== undefined) warn(metadata, ['annotations', key], `annotation "${key}" does nothing`, `use the field "${field}"`);
    if (key === 'seccomp.security.alpha.kubernetes.io/pod' && !secured(spec)) warn(metadata, ['annotations', key], `annotation "${key}" does nothing since Kubernetes 1.27`, 'use the field "seccompProfile"');
    const prefix = 'container.seccomp.security.alpha.kubernetes.io/';
    if (key.startsWith(prefix) && allContainers(spec).some(container => text(container, 'name') === key.slice(prefix.length) && !secured(container))) warn(metadata, ['annotations', key], `annotation "${key}" does nothing since Kubernetes 1.27`, 'use the field "seccompProfile"');
  }
}

function secured(place: Place): boolean {
  const security = child(place, 'securityContext');
  return security !== undefined && has(security, 'seccompProfile');
}

/** A selector that is left out here selects no pod at all. */
function scheduling(spec: Place): void {
  for (const constraint of children(spec, 'topologySpreadConstraints')) {
    renamed(constraint, ['topologyKey'], text(constraint, 'topologyKey'));
    if (!has(constraint, 'labelSelector')) warn(constraint, 'labelSelector', 'without a "labelSelector" no pod is counted');
  }
  const affinity = child(spec, 'affinity');
  for (const key of ['podAffinity', 'podAntiAffinity']) {
    const pods = affinity === undefined ? undefined : child(affinity, key);
    if (pods === undefined) continue;
    const preferred = children(pods, 'preferredDuringSchedulingIgnoredDuringExecution').flatMap(term => child(term, 'podAffinityTerm') ?? []);
    for (const term of [...children(pods, 'requiredDuringSchedulingIgnoredDuringExecution'), ...preferred]) if (!has(term, 'labelSelector')) warn(term, 'labelSelector', 'without a "labelSelector" no pod is selected');
  }
  const node = affinity === undefined ? undefined : child(affinity, 'nodeAffinity');
  if (node === undefined) return;
  const required = child(node, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = [...(required === undefined ? [] : children(required, 'nodeSelectorTerms')), ...children(node, 'preferredDuringSchedulingIgnoredDuringExecution').flatMap(term => child(term, 'preference') ?? [])];
  for (const term of terms) for (const expression of children(term, 'matchExpressions')) renamed(expression, ['key'], text(expression, 'key'));
}

function fractions(container: Place): void {
  const resources = child(container, 'resources');
  for (const list of resources === undefined ? [] : ['limits', 'requests']) {
    for (const [name, value] of resources === undefined ? [] : entries(resources, list)) {
      if (name !== 'memory' && name !== 'ephemeral-storage') continue;
      const amount = amountOf(value);
      if (resources !== undefined && amount !== undefined && amount % one !== 0n) warn(resources, [list, name], `"${String(value)}" of ${name} is not a whole number of bytes`, 'write "M" or "Mi", not "m"');
    }
  }
}

function hiddenVariables(container: Place): void {
  const seen = new Set<string>();
  for (const variable of children(container, 'env')) {
    const name = text(variable, 'name');
    const value = text(variable, 'value');
    const reference = `$(${name})`;
    // A value that contains the one before, as PATH does, is meant.
    if (seen.has(name) && (has(variable, 'valueFrom') || value === reference || !value.includes(reference))) warn(variable, [], `"${name}" hides an earlier definition, which server-side apply may drop`);
    seen.add(name);
  }
}

function ports(spec: Place): void {
  const byPort = new Map<string, Place[]>();
  const byName = new Set<string>();
  for (const container of allContainers(spec)) {
    for (const port of children(container, 'ports')) {
      const [address, hostPort, name] = [text(port, 'hostIP'), number(port, 'hostPort') ?? 0, text(port, 'name')];
      if (address !== '' && hostPort === 0) warn(port, 'hostIP', `"hostIP" needs a "hostPort"`);
      const key = `${number(port, 'containerPort') ?? 0}/${text(port, 'protocol') || 'TCP'}`;
      const others = byPort.get(key) ?? [];
      for (const other of others) {
        const [otherAddress, otherPort] = [text(other, 'hostIP'), number(other, 'hostPort') ?? 0];
        if (address === otherAddress && hostPort === otherPort) warn(port, [], `port ${key} is there already`);
        else if (hostPort === 0 || otherPort === 0) warn(port, [], `port ${key} overlaps another with a "hostPort"`);
        else if (hostPort === otherPort && (address === '') !== (otherAddress === '')) warn(port, [], `port ${key} takes port ${hostPort} of the node on one address and on all`);
      }
      byPort.set(key, [...others, port]);
      if (name !== '' && byName.has(name)) warn(port, 'name', `"${name}" names another port already, which Services and probes will use`);
      byName.add(name);
    }
  }
}
