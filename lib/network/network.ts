import { compose, type Composition } from '../compose/compose';
import type { Patch } from '../compose/patch';
import type { Intent, Origin, PatternName, Recorded } from '../intents/intents';
import type { Accept } from '../model/finding';
import type { Labels } from '../model/labels';
import { identityOf, type Manifest, type ObjectReference } from '../model/object';
import { UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { EgressGateway, type EgressGatewayOptions } from './egress-gateway';
import { External, type ExternalOptions, type ExternalPorts } from './external';
import { Gateway, type GatewayOptions } from './gateway';
import { Namespace, type NamespaceOptions } from './namespace';
import { checkOwnership } from './ownership';
import { patchOf, type PatchPlace } from './patch';
import type { Registry } from './registry';
import { Service, type ServiceOptions } from './service';
import { Workload, type WorkloadSource } from './workload';

/** What a pattern function returns: intents, with the accepts that were given to it. Recorded by a shell. */
export interface Pattern {
  readonly pattern: PatternName;
  readonly network: Network<Platform>;
  readonly intents: readonly Intent[];
  readonly accepts: readonly Accept[];
}

/** A namespace that objects use and nobody declared. */
export interface UndeclaredNamespace {
  readonly name: string;
  readonly usedBy: readonly string[];
}

/**
 * One cluster's network in one program: holds the platform, mints the handles, collects what patterns ask for, and composes it once.
 *
 * The classes of this name for cdk8s and Pulumi add when that happens and where the objects go.
 */
export class Network<P extends Platform = Platform> {
  readonly platform: P;
  private readonly recorded: Recorded[] = [];
  private readonly patches: Patch[] = [];
  private readonly namespaces = new Map<string, Namespace>();
  private readonly uses = new Map<string, Set<string>>();
  private readonly minted = new Set<string>();
  private readonly own = new WeakSet<object>();
  private readonly handles: Registry;
  private result: Composition | undefined;

  constructor(
    platform: P,
    /** Name or construct path of the network; the origin of what handles write. @internal */
    readonly path: string = 'network',
  ) {
    if (typeof platform !== 'object' || platform === null) throw new UsageError({ what: 'a network without a platform', fix: "pass one, such as istioSidecar({ cluster: 'eu', routing: 'istio' })" });
    this.platform = platform;
    this.handles = {
      platform,
      declaredNamespace: name => this.namespaces.get(name),
      usesNamespace: (name, by) => void this.uses.set(name, (this.uses.get(name) ?? new Set()).add(by)),
    };
  }

  /**
   * A namespace of the cluster.
   *
   * @throws UsageError for a malformed name, or when the namespace has a handle already
   * @example const shop = net.namespace('shop', { create: true });
   */
  namespace(name: string, options: NamespaceOptions = {}): Namespace {
    return this.guarded(() => {
      const namespace = new Namespace(name, options);
      this.once('namespace', name);
      this.namespaces.set(name, namespace);
      this.own.add(namespace);
      this.note({ kind: 'namespace', namespace });
      return namespace;
    });
  }

  /**
   * A workload: a cdk8s-plus workload of any major, a manifest (which this network then writes), or a description of one written
   * elsewhere.
   *
   * @param options `existing: true` when the manifest or construct is applied by somebody else
   * @throws UsageError for something that is no workload, has no name or has no pod labels
   * @example const web = net.workload(webDeployment);
   */
  workload(source: WorkloadSource, { existing = false }: { readonly existing?: boolean } = {}): Workload {
    return this.guarded(() => {
      const workload = new Workload(this.handles, source, existing);
      this.once(workload.kind, `${workload.namespace.name}/${workload.name}`);
      this.own.add(workload);
      this.note({ kind: 'workload', workload });
      return workload;
    });
  }

  /**
   * A Service, with its ports and versions by name.
   *
   * @throws UsageError for malformed names and ports, an empty selector, or pods of another namespace
   */
  service<const V extends string, const N extends string, const S extends Labels = Labels>(options: ServiceOptions<V, N, S>): Service<V, N> {
    return this.guarded(() => {
      const service = new Service<V, N>(this.handles, options as unknown as ServiceOptions<V, N, Labels>);
      this.once('Service', `${service.namespace.name}/${service.name}`);
      this.own.add(service);
      this.note({ kind: 'service', service });
      return service;
    });
  }

  /**
   * A gateway, with its listeners by name.
   *
   * @throws UsageError for listeners that could not serve, or when nobody says which pods do
   */
  gateway<const L extends string>(options: GatewayOptions<L>): Gateway<L> {
    return this.guarded(() => {
      const gateway = new Gateway<L>(this.handles, options);
      this.once('Gateway', `${gateway.namespace.name}/${gateway.name}`);
      this.own.add(gateway);
      this.note({ kind: 'gateway', gateway });
      return gateway;
    });
  }

  /**
   * Something outside the cluster and the mesh, with its ports by name.
   *
   * @throws UsageError for a name or port of a peer in the mesh, malformed hosts and addresses, or ports whose protocol nobody says
   * @example const payments = net.external({ name: 'payments', namespace: shop, hosts: ['api.payments.example'], ports: { https: { port: 443 } } });
   */
  external<const H extends string, const T extends ExternalPorts>(options: ExternalOptions<H, T>): External<keyof T & string> {
    return this.guarded(() => {
      const external = new External<keyof T & string>(this.handles, options);
      this.once('external service', `${external.namespace.name}/${external.name}`);
      this.own.add(external);
      return external;
    });
  }

  /**
   * An egress gateway: pods through which calls leave the cluster.
   *
   * @throws UsageError when nobody says which pods serve it, or its ports cannot be told apart
   */
  egressGateway(options: EgressGatewayOptions): EgressGateway {
    return this.guarded(() => {
      const gateway = new EgressGateway(this.handles, options);
      this.once('egress gateway', `${gateway.namespace.name}/${gateway.name}`);
      this.own.add(gateway);
      return gateway;
    });
  }

  /**
   * Records what a pattern asks for. Called by the constructs and components.
   *
   * @throws UsageError after composition, or when the pattern was made for another network
   */
  record(pattern: Pattern, at: { readonly path: string; readonly home?: string }): void {
    if (pattern.network !== (this as Network<Platform>)) throw new UsageError({ what: `${pattern.pattern} was made for another network`, fix: 'pass the network of this App', at: at.path });
    this.open(`${pattern.pattern} at ${at.path}`, at.path);
    this.guarded(() => pattern.intents.forEach(intent => checkOwnership(intent, handle => this.own.has(handle), pattern.pattern)), at.path);
    pattern.intents.forEach(moves);
    const origin: Origin = { pattern: pattern.pattern, accepts: pattern.accepts, ...at };
    this.recorded.push(...pattern.intents.map(intent => ({ intent, origin })));
  }

  /**
   * Changes one finished object where no pattern has an option: a way out, for fields of this network's own objects. The function gets a copy of the object
   * and returns what shall be written; the result is checked like everything else, and annotation `sealane.dev/patches` names the place.
   *
   * Patches run after everything is merged. Those of one object run in the order of their places, each on what the one before returned.
   *
   * @param reference the object; its version does not matter. One that is not written here fails the synth, as does a change of kind, name or namespace
   * @param at a construct, or a path of your own. @default - the network; then it is the only patch of the object there
   * @throws UsageError for a second patch of one object at one place, and after composition
   * @example
   * net.patch({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace: 'shop', name: 'reviews' },
   *   rule => ({ ...rule, spec: { ...(rule['spec'] as object), exportTo: ['.'] } }));
   */
  patch(reference: ObjectReference, change: (object: Manifest) => Manifest, { at }: PatchPlace = {}): void {
    const patch = patchOf(reference, change, at, this.path);
    this.open(`the patch of ${reference.kind} ${reference.name}`, patch.path);
    if (this.patches.some(other => other.path === patch.path && identityOf(other.reference) === identityOf(reference))) {
      throw new UsageError({ what: `${reference.kind} ${reference.name} is patched twice at ${patch.path}, so the order of calls would decide`, fix: "give each a place of its own, such as { at: '1-timeouts' }: patches run in the order of places", at: patch.path });
    }
    this.patches.push(patch);
  }

  /** What everything recorded comes to. Composed at the first call; nothing can be recorded afterwards. */
  compose(): Composition {
    this.result ??= compose(this.recorded, this.platform, this.patches);
    return this.result;
  }

  /** What was recorded so far, for rules that judge intents. @internal */
  get intents(): readonly Recorded[] {
    return this.recorded;
  }

  /** Namespaces that objects use without a handle. @internal */
  get undeclaredNamespaces(): readonly UndeclaredNamespace[] {
    return [...this.uses].filter(([name]) => !this.namespaces.has(name)).map(([name, usedBy]) => ({ name, usedBy: [...usedBy] }));
  }

  private note(intent: Intent): void {
    this.recorded.push({ intent, origin: { pattern: 'network', path: this.path, accepts: [] } });
  }

  private once(kind: string, name: string): void {
    this.open(`${kind} ${name}`);
    if (this.minted.has(`${kind} ${name}`)) throw new UsageError({ what: `${kind} ${name} has a handle already`, fix: 'keep the first one and pass it on' });
    this.minted.add(`${kind} ${name}`);
  }

  private open(what: string, at?: string): void {
    if (this.result !== undefined) throw new UsageError({ what: `${what} came after the network was composed, so it would have no effect`, fix: 'create it before app.synth()', at });
  }

  private guarded<T>(mint: () => T, at: string = this.path): T {
    try {
      return mint();
    } catch (error) {
      throw error instanceof UsageError && at !== 'network' ? error.within(at) : error;
    }
  }
}

/** Where pods are is a fact about a workload that every other pattern asks its handle for. */
function moves(intent: Intent): void {
  if (intent.kind === 'host-network' && intent.workload instanceof Workload) intent.workload.become({ hostNetwork: true });
  if (intent.kind === 'mesh-bypass' && intent.ports === 'all' && intent.workload instanceof Workload) intent.workload.become({ injected: false });
}
