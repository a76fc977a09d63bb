import type { ContainerPort, WorkloadSubject } from '../intents/subjects';
import type { Labels } from '../model/labels';
import { fieldAt, templatePath, type Manifest } from '../model/object';
import type { Protocol } from '../model/port';

/**
 * A workload construct of any cdk8s-plus major, by shape: the classes of two majors are not assignable to each other, this interface
 * takes both.
 */
export interface WorkloadConstruct {
  readonly name: string;
  readonly kind: string;
  readonly apiVersion?: string;
  readonly node: { readonly path: string };
  readonly metadata: { readonly namespace?: string | undefined };
  readonly containers: readonly { readonly ports: readonly { readonly number: number; readonly name?: string | undefined; readonly protocol?: string | undefined }[] }[];
  readonly podMetadata: { getLabel(key: string): string | undefined; addLabel(key: string, value: string): void; addAnnotation(key: string, value: string): void; toJson(): unknown };
  readonly serviceAccount?: { readonly name: string } | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly matchLabels?: Labels | undefined;
  readonly replicas?: number | undefined;
}

/** A workload that somebody else writes, as far as its callers and callees need to know it. */
export interface WorkloadElsewhere {
  readonly existing: true;
  readonly name: string;
  readonly namespace: { readonly name: string };
  /** Labels of its pods, at least one. */
  readonly labels: Labels;
  /** Annotations of its pods, as far as patterns need them. @default {} */
  readonly annotations?: Labels;
  /** @default 'Deployment' */
  readonly kind?: string;
  /** @default - none of its own: it cannot be a caller under lockdown */
  readonly serviceAccountName?: string;
  /** @default - none known: ports by name cannot be resolved */
  readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: Protocol }[];
  /** @default false */
  readonly hostNetwork?: boolean;
  /** Whether its pods have a proxy. @default - as its namespace */
  readonly injected?: boolean;
  /** @default - unknown */
  readonly replicas?: number;
}

/** What a source says of its pods at the moment. */
export type WorkloadFacts = Pick<WorkloadSubject, 'podLabels' | 'selector' | 'serviceAccount' | 'ports' | 'hostNetwork' | 'injected' | 'replicas'>;

/** The pod template of a workload of a kind. */
export function templateOf(kind: string, document: unknown): unknown {
  return fieldAt(document, ...templatePath(kind));
}

/**
 * The object that a construct is going to write. cdk8s-plus keeps it `protected`, so it is read by name; what it says of labels and
 * annotations holds where it cannot be read.
 */
export function constructDocument(workload: WorkloadConstruct): unknown {
  const object = fieldAt(workload, 'apiObject') as { toJson?: () => Manifest } | undefined;
  return typeof object?.toJson === 'function' ? object.toJson() : at(templatePath(workload.kind), { metadata: workload.podMetadata.toJson() });
}

/** As much of an object as was described. */
export function elsewhereDocument({ labels = {}, annotations = {}, hostNetwork = false }: WorkloadElsewhere, kind: string): unknown {
  return at(templatePath(kind), { metadata: { labels, annotations }, spec: hostNetwork ? { hostNetwork } : {} });
}

function at([key, ...rest]: readonly string[], value: unknown): unknown {
  return key === undefined ? value : { [key]: at(rest, value) };
}

/**
 * Reads a workload manifest of `apps/v1`, `batch/v1` or a Pod. A fact is read when it is asked for: an edge asks for the labels of thousands of workloads, and for
 * little else.
 */
export function manifestFacts(manifest: Manifest): WorkloadFacts {
  const template = templateOf(manifest.kind, manifest);
  return {
    get podLabels() {
      return labelsAt(template, 'metadata', 'labels');
    },
    get selector() {
      const matchLabels = manifest.kind === 'Job' || manifest.kind === 'CronJob' ? {} : labelsAt(manifest, 'spec', 'selector', 'matchLabels');
      return Object.keys(matchLabels).length > 0 ? matchLabels : this.podLabels;
    },
    get serviceAccount() {
      const name = fieldAt(template, 'spec', 'serviceAccountName');
      return typeof name === 'string' && name !== 'default' ? name : undefined;
    },
    get ports() {
      return [...containers(template, 'containers'), ...containers(template, 'initContainers').filter(staysUp)].flatMap(portsOf);
    },
    get hostNetwork() {
      return fieldAt(template, 'spec', 'hostNetwork') === true;
    },
    get injected() {
      return injection(this.podLabels, fieldAt(template, 'metadata', 'annotations'));
    },
    get replicas() {
      const replicas = fieldAt(manifest, 'spec', 'replicas');
      return typeof replicas === 'number' ? replicas : manifest.kind === 'Pod' ? 1 : undefined;
    },
  };
}

/** Reads a cdk8s-plus workload as it stands. `matchLabels` is empty for Jobs and with `select: false`; the pod labels hold then. */
export function constructFacts(workload: WorkloadConstruct): WorkloadFacts {
  const metadata = workload.podMetadata.toJson();
  const podLabels = labelsAt(metadata, 'labels');
  const matchLabels = workload.matchLabels ?? {};
  const serviceAccount = workload.serviceAccount?.name;
  return {
    podLabels,
    selector: Object.keys(matchLabels).length > 0 ? matchLabels : podLabels,
    serviceAccount: serviceAccount === 'default' ? undefined : serviceAccount,
    ports: workload.containers.flatMap(container => container.ports.map(({ number, name, protocol }) => ({ port: number, ...(name === undefined ? {} : { name }), protocol: protocolOf(protocol) }))),
    hostNetwork: workload.hostNetwork ?? false,
    injected: injection(podLabels, fieldAt(metadata, 'annotations')),
    replicas: workload.replicas,
  };
}

/** What was declared of a workload that is not here. */
export function elsewhereFacts({ labels = {}, serviceAccountName, ports = [], hostNetwork = false, injected, replicas }: WorkloadElsewhere): WorkloadFacts {
  return {
    podLabels: labels,
    selector: labels,
    serviceAccount: serviceAccountName,
    ports: ports.map(({ name, port, protocol = 'TCP' }) => ({ port, protocol, ...(name === undefined ? {} : { name }) })),
    hostNetwork,
    injected,
    replicas,
  };
}

/** The label decides; the annotation is its older form. */
function injection(podLabels: Labels, annotations: unknown): boolean | undefined {
  const said = podLabels['sidecar.istio.io/inject'] ?? fieldAt(annotations, 'sidecar.istio.io/inject');
  return said === 'true' ? true : said === 'false' ? false : undefined;
}

function labelsAt(value: unknown, ...path: readonly string[]): Labels {
  const labels = fieldAt(value, ...path);
  if (typeof labels !== 'object' || labels === null) return {};
  return Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function containers(template: unknown, field: string): readonly unknown[] {
  const list = fieldAt(template, 'spec', field);
  return Array.isArray(list) ? list : [];
}

/** An init container that runs beside the others; the rest have ended before the pod takes part in a Service. */
function staysUp(container: unknown): boolean {
  return fieldAt(container, 'restartPolicy') === 'Always';
}

function portsOf(container: unknown): readonly ContainerPort[] {
  const ports = fieldAt(container, 'ports');
  if (!Array.isArray(ports)) return [];
  return ports.flatMap((port: unknown): readonly ContainerPort[] => {
    const number = fieldAt(port, 'containerPort');
    const name = fieldAt(port, 'name');
    if (typeof number !== 'number') return [];
    return [{ port: number, protocol: protocolOf(fieldAt(port, 'protocol')), ...(typeof name === 'string' ? { name } : {}) }];
  });
}

function protocolOf(text: unknown): Protocol {
  return text === 'UDP' || text === 'SCTP' ? text : 'TCP';
}
