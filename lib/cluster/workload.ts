import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import type { Labels } from '../model/labels';
import type { Protocol } from '../model/port';
import type { ClusterObject } from './object';

/** A port that a container declares. A container need not declare the ports it listens on. */
export interface DeclaredPort {
  readonly name?: string;
  readonly port: number;
  readonly hostPort?: number;
  readonly protocol: Protocol;
  readonly container: string;
}

/**
 * Pods that are alike: those of one workload, or one live Pod that nobody owns. A Deployment, its ReplicaSets and their Pods are one
 * workload, named after the owner that a person would name.
 */
export interface Workload {
  /** The object to name in messages: the outermost owner that is in the input. */
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  /** Labels of its pods: of the template, or of the live Pods where there are some. */
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The pod's own spec, effective. */
  readonly spec: JsonObject;
  /** Where the template stands in `object`: `['spec', 'template']`, `[]` for a Pod. */
  readonly templatePath: FieldPath;
  /** Names as given, `default` where none is. */
  readonly serviceAccount: string;
  readonly ports: readonly DeclaredPort[];
  readonly hostNetwork: boolean;
  /** How many pods there are, or will be; `undefined` when an autoscaler, a node count or nobody says. */
  readonly replicas: number | undefined;
  /** Live Pods of it, finished ones left out; empty when only the template is known. */
  readonly pods: readonly ClusterObject[];
}
