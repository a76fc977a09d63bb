import type { ContainerResources } from '../../intents/pinned-cpu';
import { labelKeyProblem, labelValueProblem } from '../../model/labels';
import { fieldAt } from '../../model/object';
import { isWhole, parseQuantity, sameQuantity, type Quantity } from '../../model/quantity';
import { list, UsageError } from '../../model/usage-error';
import type { Pattern } from '../../network/network';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import { demand, type Requires, type Supported } from '../../platform/supported';
import { containersOf, type Container } from '../containers';
import { checkAccepts, requireAccept, requireProps, type PatternProps } from '../props';
import { cpuSetProblem, kubeletConfig, nodeProcedure } from './kubelet';

/** Nodes whose kubelets pin: the label that they carry, and what their kubelets keep back. */
export interface PinningNodes {
  /** Label of the nodes. There is no default: no label that Kubernetes sets says what a kubelet does. */
  readonly label: string;
  readonly value: string;
  /** Effect of a taint of the same key and value, when they have one. @default - none */
  readonly taint?: 'NoSchedule' | 'NoExecute';
  /** CPUs that the kubelet keeps for the system, `0,32`. Static pinning does not start without. */
  readonly reservedCpus: string;
  /** Threads of a core: pinned CPUs are whole cores. @default 2 */
  readonly threadsPerCore?: 1 | 2;
}

/** Props of `PinnedCpu`. */
export interface PinnedCpuProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'pinned-cpu'>;
  readonly workload: Workload;
  /** CPUs of the pinned container, a whole number of cores. */
  readonly cpus: number;
  readonly memory: Quantity;
  /** Name of the pinned container. @default - the only one that is no init container */
  readonly container?: string;
  /** What the other containers and init containers get. @default - as their template says, with requests that equal limits */
  readonly others?: Readonly<Record<string, ContainerResources>>;
  /** What the mesh's proxy beside them gets, at best a fraction of a CPU. @default { cpu: '500m', memory: '512Mi' } */
  readonly proxyResources?: Supported<P, 'pinned-cpu.proxyResources', ContainerResources>;
  readonly nodes: PinningNodes;
}

/** What `pinnedCpu` returns: the pattern, and what has to be true of the nodes, as text. */
export interface PinnedCpuPattern extends Pattern {
  /** Fragment of the KubeletConfiguration of the nodes. */
  readonly kubeletConfig: string;
  /** How a node is brought to it. */
  readonly nodeProcedure: string;
}

/**
 * Pods whose CPUs belong to them alone: QoS class Guaranteed over every container, the mesh's proxy among them, a whole number of CPUs, and
 * nodes whose kubelets pin. What nodes need is returned as text; it is no manifest.
 *
 * @throws UsageError for containers that would cost the pod its class, CPUs that are not whole cores, and resources of the whole pod
 * @example pinnedCpu({ network: net, workload: engine, cpus: 4, memory: '8Gi', nodes: { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' } })
 */
export function pinnedCpu<P extends Platform>(props: PinnedCpuProps<P>): PinnedCpuPattern {
  const { workload, cpus, memory, others = {}, nodes, accept = [] } = props;
  const { network } = props as PatternProps<P>;
  const proxy = props.proxyResources as ContainerResources | undefined;
  checkAccepts(accept);
  demand(network.platform, 'pinned-cpu', accept);
  if (proxy !== undefined) demand(network.platform, 'pinned-cpu.proxyResources', accept);
  requireProps('pinned-cpu', { workload, nodes });
  const where = `pinned-cpu: ${workload.kind} ${workload.namespace.name}/${workload.name}`;
  checkNodes(where, nodes);
  checkCpus(where, cpus, nodes.threadsPerCore ?? 2);
  if (fieldAt(workload.template, 'spec', 'resources') !== undefined) {
    throw new UsageError({ what: `${where} has resources of the whole pod, which make it Guaranteed and pin nothing`, fix: 'leave spec.resources of the pod out: each container gets its own' });
  }
  const all = containersOf('pinned-cpu', workload);
  const pinned = pinnedContainer(where, all, props.container);
  const wanted = new Map([[pinned.name, resources(where, pinned.name, { cpu: String(cpus), memory })]]);
  for (const [name, given] of Object.entries(others)) {
    if (name === pinned.name) throw new UsageError({ what: `${where}: others names ${name}, which is the pinned container`, fix: 'leave it out there' });
    if (!all.some(container => container.name === name)) throw new UsageError({ what: `${where}: others names container "${name}"`, fix: `use ${list(all.map(container => container.name))}` });
    wanted.set(name, resources(where, name, given));
  }
  for (const container of all.filter(({ name }) => !wanted.has(name))) guaranteed(where, container);
  const proxyResources = resources(where, 'istio-proxy', proxy ?? { cpu: '500m', memory: '512Mi' });
  if (isWhole(proxyResources.cpu)) requireAccept(accept, 'platform/pinned-cpu-proxy-core', `${where}: a proxy with ${proxyResources.cpu} CPU gets cores of its own`);
  const { label, value, taint } = nodes;
  return {
    pattern: 'pinned-cpu',
    network,
    intents: [{ kind: 'pinned-cpu', workload, containers: wanted, proxy: proxyResources, node: { label, value, ...(taint === undefined ? {} : { taint }) } }],
    accepts: accept,
    kubeletConfig: kubeletConfig(nodes),
    nodeProcedure: nodeProcedure(nodes),
  };
}

function checkNodes(where: string, { label, value, taint, reservedCpus, threadsPerCore = 2 }: PinningNodes): void {
  const problem = labelKeyProblem(String(label)) ?? labelValueProblem(String(value));
  if (problem !== undefined) throw new UsageError({ what: `${where}: nodes: ${problem}`, fix: 'give the label of nodes whose kubelets pin' });
  if (taint !== undefined && taint !== 'NoSchedule' && taint !== 'NoExecute') throw new UsageError({ what: `${where}: nodes.taint "${String(taint)}" keeps nobody away`, fix: 'use NoSchedule or NoExecute' });
  const set = cpuSetProblem(reservedCpus);
  if (set !== undefined) throw new UsageError({ what: `${where}: nodes.reservedCpus ${JSON.stringify(reservedCpus)} ${set}`, fix: 'list CPUs of the system such as "0,32" or "0-1"; static pinning does not start without' });
  if (threadsPerCore !== 1 && threadsPerCore !== 2) throw new UsageError({ what: `${where}: nodes.threadsPerCore is ${String(threadsPerCore)}`, fix: 'use 1 or 2' });
}

function checkCpus(where: string, cpus: number, threads: number): void {
  if (!Number.isInteger(cpus) || cpus < 1) throw new UsageError({ what: `${where}: cpus is ${String(cpus)}; only whole CPUs are exclusive`, fix: 'use a whole number such as 4' });
  if (cpus % threads !== 0) throw new UsageError({ what: `${where}: cpus is ${cpus}, which is no number of whole cores of ${threads} threads: the kubelet would fail the pod with SMTAlignmentError`, fix: `use ${cpus + 1}, or nodes with threadsPerCore: 1` });
}

function pinnedContainer(where: string, all: readonly Container[], name: string | undefined): Container {
  const candidates = all.filter(({ list: of }) => of === 'containers');
  const [only, second] = name === undefined ? candidates : candidates.filter(container => container.name === name);
  if (only === undefined) throw new UsageError({ what: `${where} has no container "${String(name)}"`, fix: `use ${list(candidates.map(container => container.name))}` });
  if (second !== undefined) throw new UsageError({ what: `${where} has the containers ${list(candidates.map(container => container.name))}, and nobody says which is pinned`, fix: 'name it as container' });
  return only;
}

function resources(where: string, container: string, { cpu, memory }: ContainerResources): ContainerResources {
  for (const [what, text] of [['cpu', cpu], ['memory', memory]] as const) {
    const amount = typeof text === 'string' ? parseQuantity(text) : undefined;
    if (amount === undefined || amount <= 0n) throw new UsageError({ what: `${where}: ${what} of container ${container} is ${JSON.stringify(text) ?? 'not given'}, which is no amount`, fix: `give a quantity such as ${what === 'cpu' ? '"500m"' : '"512Mi"'}` });
  }
  return { cpu, memory };
}

/** A quantity as text: YAML reads a bare `2` as a number. */
function quantityText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A container without limits, or with lower requests, makes the whole pod Burstable. Requests default to limits. */
function guaranteed(where: string, { name, fields }: Container): void {
  for (const what of ['cpu', 'memory']) {
    const [limit, request] = [fieldAt(fields, 'resources', 'limits', what), fieldAt(fields, 'resources', 'requests', what)].map(quantityText);
    if (limit === undefined || (request !== undefined && !sameQuantity(limit, request))) {
      const seen = limit === undefined ? `no limit of ${what}` : `a request of ${what} (${String(request)}) below its limit (${limit})`;
      throw new UsageError({ what: `${where}: container ${name} has ${seen}, so the pod would not be Guaranteed and nothing would be pinned`, fix: `give it resources: others: { ${JSON.stringify(name)}: { cpu: '100m', memory: '64Mi' } }` });
    }
  }
}
