import type { JsonObject } from '../model/json';
import type { Platform } from '../platform/platform';

/** A thing outside the input that somebody says exists: `{ kind: 'Secret', namespace: 'edge', name: 'shop-tls' }`. `*` ends a name as a wildcard. */
export interface Declared {
  readonly kind: string;
  readonly group?: string;
  readonly namespace?: string;
  readonly name: string;
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
  /** Istio's mesh configuration where somebody gave it. Absent: that of the ConfigMap in the input, else Istio's defaults. */
  readonly meshConfig?: JsonObject;
}

/** What the platform of a program says. Its author chose it, so everything in it is known but a CNI that is called unknown. */
export function factsOf(platform: Platform): Facts {
  const known = new Set(Object.keys(platform) as (keyof Platform)[]);
  if (platform.cni.name === 'unknown') known.delete('cni');
  return { platform, known, mesh: platform.mesh, declared: [], complete: new Set() };
}
