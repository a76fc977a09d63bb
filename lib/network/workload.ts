import type { ContainerPort, NamespaceSubject, WorkloadSubject } from '../intents/subjects';
import type { Labels } from '../model/labels';
import { isObject } from '../model/json';
import type { Manifest } from '../model/object';
import { UsageError } from '../model/usage-error';
import { Edge, type EdgeOptions } from './edge';
import { undeclared } from './namespace';
import type { Registry } from './registry';
import type { ExternalPort, ServicePort } from './service-port';
import { constructDocument, constructFacts, elsewhereDocument, elsewhereFacts, manifestFacts, templateOf, type WorkloadConstruct, type WorkloadElsewhere, type WorkloadFacts } from './workload-source';

/** Anything a workload handle can be minted from. */
export type WorkloadSource = WorkloadConstruct | WorkloadElsewhere | Manifest;

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'];

/**
 * Pods that do one thing. Minted by `net.workload` from a cdk8s-plus workload, a manifest, or a description of one that is written elsewhere.
 *
 * @example const web = net.workload(webDeployment);
 */
export class Workload implements WorkloadSubject {
  readonly type = 'workload';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly written: 'manifest' | 'construct' | 'elsewhere';
  readonly manifest: Manifest | undefined;
  /** Puts labels on the pod template of a construct; nothing for plain data. @internal */
  readonly addPodLabel: ((key: string, value: string) => void) | undefined;
  /** Puts annotations on the pod template of a construct; nothing for plain data. @internal */
  readonly addPodAnnotation: ((key: string, value: string) => void) | undefined;
  private readonly namespaceName: string;
  private readonly readDocument: () => unknown;
  private moved: { readonly hostNetwork?: true; readonly injected?: false } = {};
  private readonly read: () => WorkloadFacts;

  /** @internal */
  constructor(
    private readonly registry: Registry,
    source: WorkloadSource,
    existing: boolean,
  ) {
    if (typeof source !== 'object' || source === null) throw new UsageError({ what: `a workload is ${JSON.stringify(source) ?? 'not given'}`, fix: 'pass a workload construct, a manifest, or a description with existing: true' });
    if (isConstruct(source)) {
      this.apiVersion = source.apiVersion ?? apiVersionOf(source.kind);
      this.kind = source.kind;
      this.name = source.name;
      this.written = existing ? 'elsewhere' : 'construct';
      this.namespaceName = source.metadata.namespace ?? 'default';
      this.addPodLabel = (key, value): void => source.podMetadata.addLabel(key, value);
      this.addPodAnnotation = (key, value): void => source.podMetadata.addAnnotation(key, value);
      this.read = (): WorkloadFacts => constructFacts(source);
      this.readDocument = (): unknown => constructDocument(source);
    } else if (isElsewhere(source)) {
      this.kind = source.kind ?? 'Deployment';
      this.apiVersion = apiVersionOf(this.kind);
      this.name = source.name;
      this.written = 'elsewhere';
      this.namespaceName = source.namespace.name;
      this.read = (): WorkloadFacts => elsewhereFacts(source);
      this.readDocument = (): unknown => elsewhereDocument(source, this.kind);
    } else {
      this.apiVersion = source.apiVersion;
      this.kind = source.kind;
      this.name = source.metadata.name;
      this.written = existing ? 'elsewhere' : 'manifest';
      this.manifest = source;
      this.namespaceName = source.metadata.namespace ?? 'default';
      const facts = manifestFacts(source);
      this.read = (): WorkloadFacts => facts;
      this.readDocument = (): unknown => source;
    }
    this.check(source);
    registry.usesNamespace(this.namespaceName, `${this.kind} ${this.name}`);
  }

  get namespace(): NamespaceSubject {
    return this.registry.declaredNamespace(this.namespaceName) ?? undeclared(this.namespaceName);
  }
  get podLabels(): Labels {
    return this.read().podLabels;
  }
  get selector(): Labels {
    return this.read().selector;
  }
  get serviceAccount(): string | undefined {
    return this.read().serviceAccount;
  }
  get ports(): readonly ContainerPort[] {
    return this.read().ports;
  }
  get hostNetwork(): boolean {
    return this.moved.hostNetwork ?? this.read().hostNetwork;
  }
  get injected(): boolean | undefined {
    return this.moved.injected ?? this.read().injected;
  }
  get replicas(): number | undefined {
    return this.read().replicas;
  }
  get template(): unknown {
    return templateOf(this.kind, this.readDocument());
  }
  get document(): unknown {
    return this.readDocument();
  }

  /**
   * The edge from this workload to a port of a Service, or of something external. It has an effect once it is given to a pattern.
   *
   * @example web.calls(reviews.port('http'))
   */
  calls<End extends ServicePort | ExternalPort>(port: End, options?: EdgeOptions): Edge<End> {
    return new Edge(this, port, options);
  }

  /** A pattern takes its pods to the host network, or out of the mesh: whoever asks from now on has to know. @internal */
  become(moved: { readonly hostNetwork?: true; readonly injected?: false }): void {
    this.moved = { ...this.moved, ...moved };
  }

  private check(source: WorkloadSource): void {
    if (typeof this.name !== 'string' || this.name === '') {
      throw new UsageError({ what: 'a workload has no metadata.name', fix: 'name it: generated names cannot be referred to' });
    }
    if (!kinds.includes(this.kind)) {
      throw new UsageError({ what: `${String(this.kind)} ${this.name} is not a workload`, fix: `pass a ${kinds.slice(0, -1).join(', ')} or Pod` });
    }
    if (Object.keys(this.read().podLabels).length === 0) {
      throw new UsageError({
        what: `pods of ${this.kind} ${this.namespaceName}/${this.name} have no labels, so a selector for them would select every pod of the namespace`,
        fix: isElsewhere(source) ? 'give the labels of its pods' : 'put a label such as app on the pod template',
      });
    }
  }
}

function isConstruct(source: WorkloadSource): source is WorkloadConstruct {
  return 'podMetadata' in source && isObject(source.podMetadata) && typeof (source as WorkloadConstruct).podMetadata.toJson === 'function';
}

function isElsewhere(source: WorkloadSource): source is WorkloadElsewhere {
  return 'existing' in source && source.existing === true;
}

function apiVersionOf(kind: string): string {
  if (kind === 'Pod') return 'v1';
  return kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
}
