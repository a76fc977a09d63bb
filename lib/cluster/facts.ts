import type { JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import type { Platform } from '../platform/platform';

/** A thing outside the input that somebody says exists: `{ kind: 'Secret', namespace: 'edge', name: 'shop-tls' }`. `*` ends a name as a wildcard. */
export interface Declared {
  readonly kind: string;
  readonly group?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A connection that somebody says shall be: `{ from: 'shop/web', to: 'shop/reviews', port: 80 }`. */
export interface DeclaredEdge {
  /** `namespace/name` of a workload, or `*` for anybody outside. */
  readonly from: string;
  /** `namespace/name` of a Service. */
  readonly to: string;
  /** Number or name of a port of that Service. */
  readonly port: number | string;
}

/**
 * What is known about what is outside the manifests: declared in `sealane.yaml`, held by a `Network`, or read off the objects.
 *
 * There is always a platform, so that evaluators can ask it; `known` says which of its options somebody said or the objects show. What is
 * not known is a default, and a finding that rests on it names that as its assumption.
 */
export interface Facts {
  readonly platform: Platform;
  /** Options of the platform that were declared or observed. */
  readonly known: ReadonlySet<keyof Platform | 'istioVersion' | 'trustDomain' | 'rootNamespace' | 'enrolment' | 'controlPlane'>;
  /** Whether the cluster has a mesh: `undefined` when neither a declaration nor an object says. */
  readonly mesh: Platform['mesh'] | undefined;
  /** Things outside the input that exist. */
  readonly declared: readonly Declared[];
  /** Namespaces of which the input has everything. `true`: of all of them. What is missing there does not exist. */
  readonly complete: ReadonlySet<string> | true;
  /** Connections that shall be. @default [] */
  readonly edges?: readonly DeclaredEdge[];
  /** Labels, any one of which says of a node that its kubelet gives whole CPUs to containers that ask for them. @default {} */
  readonly pinningNodes?: Labels;
  /** Mode of mutual TLS of the whole mesh, where its PeerAuthentication is not in the input. @default - none is said: PERMISSIVE */
  readonly mutualTls?: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  /** Istio's mesh configuration where somebody gave it. Absent: that of the ConfigMap in the input, else Istio's defaults. */
  readonly meshConfig?: JsonObject;
}

/** Whether the input has everything of a namespace, so that what is missing there does not exist. */
export function isComplete({ complete }: Facts, namespace: string): boolean {
  return complete === true || complete.has(namespace);
}

/** What the platform of a program says. Its author chose it, so everything in it is known but a CNI that is called unknown. */
export function factsOf(platform: Platform): Facts {
  const known = new Set(Object.keys(platform) as (keyof Platform)[]);
  if (platform.cni.name === 'unknown') known.delete('cni');
  return { platform, known, mesh: platform.mesh, declared: [], complete: new Set() };
}
