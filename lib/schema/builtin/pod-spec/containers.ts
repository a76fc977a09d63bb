import { dnsLabelProblem, portNameProblem } from '../../../model/names';
import { portNumber } from '../grammars';
import { child, children, choose, chooseGiven, entries, grammar, has, missing, need, number, refuse, size, text, unique, within, type Place } from '../place';
import { environment } from './environment';
import { lifecycle, probes } from './handlers';
import { mounts, type Volumes } from './mounts';
import { containerResources } from './resources';
import { containerSecurity } from './security-context';

/** What containers have to know of their pod. */
export interface PodFrame {
  readonly volumes: Volumes;
  readonly claimNames: ReadonlySet<string>;
  /** Seconds that the pod is given to end. */
  readonly grace: number | undefined;
  readonly restartPolicy: string;
  /** Whether users of the pod are users of the node. */
  readonly hostUsers: boolean;
  readonly os: string;
}

/** Containers, init containers and ephemeral ones. Source: Kubernetes 1.36, core/validation, validateContainers and its siblings. */
export function containers(spec: Place, frame: PodFrame): void {
  const main = children(spec, 'containers');
  const init = children(spec, 'initContainers');
  if (size(spec, 'containers') === 0) refuse(spec, 'containers', 'required', '"containers" must be given');
  const names = new Set<string>();
  for (const container of main) {
    common(container, frame);
    if (!missing(container, 'name')) unique(container, 'name', names);
    running(container, frame);
    restartRules(container);
  }
  const hostPorts = new Set<string>();
  for (const container of main) uniqueHostPorts(container, hostPorts);
  for (const container of init) {
    common(container, frame);
    if (!missing(container, 'name')) unique(container, 'name', names);
    uniqueHostPorts(container, new Set());
    restartRules(container);
    initOnly(container, frame);
  }
  for (const container of children(spec, 'ephemeralContainers')) ephemeral(container, frame, names, [...main, ...init]);
}

function common(container: Place, frame: PodFrame): void {
  if (need(container, 'name')) grammar(container, 'name', dnsLabelProblem);
  need(container, 'image');
  choose(container, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']);
  ports(container);
  environment(container);
  mounts(container, frame.volumes);
  choose(container, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']);
  containerResources(container, frame.claimNames);
  resizePolicy(container, frame.restartPolicy);
  containerSecurity(container, frame.hostUsers);
}

function ports(container: Place): void {
  const names = new Set<string>();
  for (const port of children(container, 'ports')) {
    const name = text(port, 'name');
    if (name !== '' && portNameProblem(name) === undefined) unique(port, 'name', names);
    grammar(port, 'name', portNameProblem);
    if (!has(port, 'containerPort') || number(port, 'containerPort') === 0) refuse(port, 'containerPort', 'required', '"containerPort" must be given');
    else portNumber(port, 'containerPort');
    if (has(port, 'hostPort') && number(port, 'hostPort') !== 0) portNumber(port, 'hostPort');
    choose(port, 'protocol', ['TCP', 'UDP', 'SCTP']);
  }
}

function uniqueHostPorts(container: Place, seen: Set<string>): void {
  for (const port of children(container, 'ports')) {
    const hostPort = number(port, 'hostPort') ?? 0;
    if (hostPort === 0) continue;
    const key = `${text(port, 'protocol') || 'TCP'}/${text(port, 'hostIP')}/${hostPort}`;
    if (seen.has(key)) refuse(port, 'hostPort', 'duplicate', `port ${hostPort} of the node is taken already by this pod`);
    seen.add(key);
  }
}

/** What only a container has that runs beside others. */
function running(container: Place, frame: PodFrame): void {
  lifecycle(container, frame.grace);
  probes(container, frame.grace);
}

function initOnly(container: Place, frame: PodFrame): void {
  if (text(container, 'restartPolicy') === 'Always') return running(container, frame);
  for (const key of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (has(container, key)) refuse(container, key, 'forbidden', `"${key}" must not be given for an init container`, 'set "restartPolicy: Always" if it is a sidecar');
  }
  for (const policy of children(container, 'resizePolicy')) {
    if (text(policy, 'restartPolicy') === 'RestartContainer') refuse(policy, 'restartPolicy', 'invalid', '"RestartContainer" is not for init containers');
  }
}

function restartRules(container: Place): void {
  const rules = children(container, 'restartPolicyRules');
  if (missing(container, 'restartPolicy') && rules.length > 0) refuse(container, 'restartPolicy', 'required', '"restartPolicy" must be given beside "restartPolicyRules"');
  chooseGiven(container, 'restartPolicy', ['Always', 'Never', 'OnFailure']);
  if (rules.length > 20) refuse(container, 'restartPolicyRules', 'length', `${rules.length} rules, at most 20 are allowed`);
  for (const rule of rules) {
    if (need(rule, 'action')) choose(rule, 'action', ['Restart', 'RestartAllContainers']);
    const codes = child(rule, 'exitCodes');
    if (codes === undefined) {
      if (!has(rule, 'exitCodes')) refuse(rule, 'exitCodes', 'required', '"exitCodes" must be given');
      continue;
    }
    if (need(codes, 'operator')) choose(codes, 'operator', ['In', 'NotIn']);
    if (size(codes, 'values') > 255) refuse(codes, 'values', 'length', `${size(codes, 'values')} exit codes, at most 255 are allowed`);
  }
}

function resizePolicy(container: Place, podRestartPolicy: string): void {
  const seen = new Set<string>();
  for (const policy of children(container, 'resizePolicy')) {
    if (need(policy, 'resourceName')) {
      unique(policy, 'resourceName', seen);
      choose(policy, 'resourceName', ['cpu', 'memory']);
    }
    if (need(policy, 'restartPolicy')) choose(policy, 'restartPolicy', ['NotRequired', 'RestartContainer']);
    if (podRestartPolicy === 'Never' && text(policy, 'restartPolicy') !== 'NotRequired') refuse(policy, 'restartPolicy', 'invalid', `"${text(policy, 'restartPolicy')}" must be "NotRequired" in a pod that never restarts`);
  }
}

const ofEphemeral = new Set(['name', 'image', 'command', 'args', 'workingDir', 'envFrom', 'env', 'volumeMounts', 'volumeDevices', 'terminationMessagePath',
  'terminationMessagePolicy', 'imagePullPolicy', 'securityContext', 'stdin', 'stdinOnce', 'tty', 'targetContainerName']);

function ephemeral(container: Place, frame: PodFrame, names: Set<string>, others: readonly Place[]): void {
  common(container, frame);
  untrimmed(container);
  if (!missing(container, 'name')) unique(container, 'name', names);
  const target = text(container, 'targetContainerName');
  if (target !== '' && !others.some(other => text(other, 'name') === target)) refuse(container, 'targetContainerName', 'invalid', `"${target}" is not a container of the pod`);
  for (const key of Object.keys(container.value)) {
    const empty = size(container, key) === 0 && typeof container.value[key] === 'object' && (Array.isArray(container.value[key]) || key === 'resources' && entries(container, key).length === 0);
    if (!ofEphemeral.has(key) && has(container, key) && !empty) refuse(container, key, 'forbidden', `"${key}" must not be given for an ephemeral container`);
  }
  for (const mount of children(container, 'volumeMounts')) {
    for (const key of ['subPath', 'subPathExpr']) if (!missing(mount, key)) refuse(mount, key, 'forbidden', `"${key}" must not be given in an ephemeral container`);
  }
}

/** Images of a Pod; a template may pad them, for the sake of image triggers of other systems. */
export function untrimmed(container: Place): void {
  const image = text(container, 'image');
  if (image !== image.trim()) refuse(container, 'image', 'invalid', `"${image}" must not begin or end with blanks`);
}

/** Under `hostNetwork` a port of the node is the port of the container. */
export function hostNetworkPorts(spec: Place): void {
  for (const container of children(spec, 'containers')) {
    for (const port of children(container, 'ports')) {
      const hostPort = number(port, 'hostPort') ?? 0;
      const containerPort = number(port, 'containerPort');
      if (hostPort !== 0 && containerPort !== undefined && hostPort !== containerPort) refuse(port, 'hostPort', 'invalid', `${hostPort} must be ${containerPort}, the "containerPort", because "hostNetwork" is true`);
    }
  }
}

/** Restarts and deadlines of a pod. */
export function podTimes(spec: Place): void {
  choose(spec, 'restartPolicy', ['Always', 'OnFailure', 'Never']);
  within(spec, 'activeDeadlineSeconds', 1, 2 ** 31 - 1);
}
