import type { NamespaceSubject, ServicePortSubject, ServiceSubject, WorkloadSubject } from '../intents/subjects';
import { compare } from '../model/json';
import { commonLabels, formatLabels, matches, type Labels } from '../model/labels';
import { portNameProblem, serviceNameProblem, dnsLabelProblem } from '../model/names';
import { portProblem, type Protocol } from '../model/port';
import { list, UsageError } from '../model/usage-error';
import type { Impossible } from '../platform/supported';
import { Namespace } from './namespace';
import type { Registry } from './registry';
import type { ServicePort } from './service-port';
import type { Workload } from './workload';

/** A port of a Service. */
export interface ServicePortOptions {
  readonly port: number;
  /** Number or name of the container port. @default the Service port */
  readonly targetPort?: number | string;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /** @default - read off the port's name: `http`, `grpc-api`, `tcp-pg` */
  readonly appProtocol?: string;
}

/** A selector with at least one label: an empty one selects every pod of the namespace. */
export type NonEmpty<S extends Labels> = string extends keyof S ? S : keyof S extends never ? Impossible<'an empty selector selects every pod of the namespace'> : S;

interface CommonOptions<N extends string> {
  readonly name: string;
  readonly namespace: Namespace;
  /** Ports by name. */
  readonly ports: Readonly<Record<N, ServicePortOptions>>;
  /** No address of its own: clients see the pods. @default false */
  readonly headless?: boolean;
  /** The Service is written elsewhere. @default false */
  readonly existing?: boolean;
}

/**
 * How a Service is declared: by one workload, by its versions, by selector for one whose pods are declared elsewhere, or as `remote`: it has
 * pods in peer clusters only, and is written without a selector so that clients here can resolve its name.
 */
export type ServiceOptions<V extends string, N extends string, S extends Labels> = CommonOptions<N> &
  (
    | { readonly workload: Workload; readonly versions?: never; readonly selector?: NonEmpty<S>; readonly remote?: false }
    | { readonly versions: Readonly<Record<V, Workload>>; readonly workload?: never; readonly selector?: NonEmpty<S>; readonly remote?: false }
    | { readonly selector: NonEmpty<S>; readonly workload?: never; readonly versions?: never; readonly remote?: false }
    | { readonly remote: true; readonly workload?: never; readonly versions?: never; readonly selector?: never }
  );

/**
 * A Service. Minted by `net.service`; it knows its versions and ports by name.
 *
 * @example
 * const reviews = net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 9080 } },
 *   versions: { v1: reviewsV1, v2: reviewsV2 } });
 */
export class Service<V extends string = string, N extends string = string> implements ServiceSubject {
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly ports: readonly ServicePortSubject[];
  readonly versions: ReadonlyMap<string, WorkloadSubject>;
  readonly workloads: readonly WorkloadSubject[];
  readonly headless: boolean;
  readonly remote: boolean;
  readonly created: boolean;
  /** Carries the names of versions and ports in the type. @internal */
  declare readonly names: { readonly version: V; readonly port: N };
  private readonly written: Labels | undefined;

  /** @internal */
  constructor(registry: Registry, options: ServiceOptions<V, N, Labels>) {
    const { name, namespace, ports, headless = false, existing = false } = options;
    const problem = serviceNameProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `service name "${name}" ${problem}`, fix: 'use a DNS label such as "reviews"' });
    if (!(namespace instanceof Namespace)) throw new UsageError({ what: `service ${name}: namespace is ${JSON.stringify(namespace) ?? 'not given'}`, fix: 'pass a handle, from net.namespace(…)' });
    this.name = name;
    this.namespace = namespace;
    this.headless = headless;
    this.remote = options.remote === true;
    this.created = !existing;
    this.ports = portsOf(name, ports);
    const versions: readonly (readonly [string, Workload])[] = Object.entries<Workload>(options.versions ?? {}).sort(([a], [b]) => compare(a, b));
    this.versions = new Map(versions);
    this.workloads = options.workload === undefined ? versions.map(([, workload]) => workload) : [options.workload];
    this.written = options.selector;
    this.check(versions.map(([version]) => version));
    registry.usesNamespace(namespace.name, `Service ${name}`);
  }

  /** Labels common to all pods behind it. A single workload's selector stays the same for its life, so it is preferred to its labels. */
  get selector(): Labels {
    if (this.written !== undefined) return this.written;
    const [only] = this.workloads;
    return this.workloads.length === 1 && only !== undefined ? only.selector : commonLabels(this.workloads.map(workload => workload.podLabels));
  }

  /**
   * A port by name, for edges.
   *
   * @throws UsageError when the Service has no such port
   */
  port(name: N): ServicePort {
    const port = this.ports.find(candidate => candidate.name === name);
    if (port === undefined) throw new UsageError({ what: `service ${this.namespace.name}/${this.name} has no port "${name}"`, fix: `use ${list(this.ports.map(candidate => candidate.name))}` });
    return { service: this, port };
  }

  private check(versions: readonly string[]): void {
    const where = `service ${this.namespace.name}/${this.name}`;
    for (const version of versions) {
      const problem = dnsLabelProblem(version);
      if (problem !== undefined) throw new UsageError({ what: `${where}: version name "${version}" ${problem}`, fix: 'use a DNS label such as "v1"' });
    }
    if (this.remote) return this.checkRemote(where);
    if (this.workloads.length === 0 && this.written === undefined) throw new UsageError({ what: `${where} has no pods behind it`, fix: 'give it a workload, versions, or a selector; remote: true when only peer clusters have its pods' });
    if (this.written !== undefined && Object.keys(this.written).length === 0) throw new UsageError({ what: `${where}: an empty selector selects every pod of the namespace`, fix: 'give it at least one label' });
    for (const workload of this.workloads) {
      if (workload.namespace.name !== this.namespace.name) {
        throw new UsageError({ what: `${where}: workload ${workload.name} is in namespace ${workload.namespace.name}; a Service selects pods of its own namespace only`, fix: 'move one of them' });
      }
    }
    const missed = this.workloads.find(workload => !matches(this.written ?? {}, workload.podLabels));
    if (missed !== undefined) {
      throw new UsageError({
        what: `${where}: selector ${formatLabels(this.selector)} does not match the pods of ${missed.name} (${formatLabels(missed.podLabels)})`,
        fix: 'leave the selector out, or use labels that all its pods carry',
      });
    }
    if (Object.keys(this.selector).length === 0) {
      throw new UsageError({ what: `${where}: its pods have no label in common, so the selector would be empty and select every pod of the namespace`, fix: 'give the pod templates a common label such as app' });
    }
  }

  private checkRemote(where: string): void {
    if (this.workloads.length > 0 || this.written !== undefined) throw new UsageError({ what: `${where} is remote and has pods here`, fix: 'leave remote out' });
    if (this.headless) throw new UsageError({ what: `${where} is remote and headless, so clients would look for pods that are not here`, fix: 'leave headless out' });
  }
}

function portsOf(service: string, ports: Readonly<Record<string, ServicePortOptions>>): readonly ServicePortSubject[] {
  const entries = Object.entries(ports ?? {});
  if (entries.length === 0) throw new UsageError({ what: `service ${service} has no ports`, fix: 'name at least one, such as { http: { port: 80 } }' });
  return entries.map(([name, { port, targetPort = port, protocol = 'TCP', appProtocol }]) => {
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `service ${service}: port name "${name}" ${problem}`, fix: 'use a name such as "http" or "tcp-pg"' });
    const number = portProblem(port);
    if (number !== undefined) throw new UsageError({ what: `service ${service}: port ${name} is ${port}, it ${number}`, fix: 'correct the port' });
    const target = typeof targetPort === 'number' ? portProblem(targetPort) : portNameProblem(targetPort);
    if (target !== undefined) throw new UsageError({ what: `service ${service}: targetPort of ${name} is ${JSON.stringify(targetPort)}, it ${target}`, fix: 'use the number or the name of a container port' });
    const twin = entries.find(([other, candidate]) => other < name && candidate.port === port && (candidate.protocol ?? 'TCP') === protocol);
    if (twin !== undefined) throw new UsageError({ what: `service ${service}: ports ${twin[0]} and ${name} are both ${protocol} ${port}`, fix: 'give one of them another number' });
    return { name, port, targetPort, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
  });
}
