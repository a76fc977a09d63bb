import type { Origin } from '../intents/intents';
import type { Labels } from '../model/labels';
import { withoutUndefined } from '../model/json';
import type { Manifest } from '../model/object';
import type { Platform } from '../platform/platform';
import type { Contribution, ObjectShare, Stage } from './contribution';

/** What a manifest is made of before labels that all of them carry are added. */
export interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly spec?: unknown;
  /** What a ConfigMap holds, which has no `spec`. */
  readonly data?: Labels;
}

/**
 * A manifest with the labels that everything written by sealane carries. Istio's objects also name the revision, so that the webhook
 * of an installation without a default revision sees them.
 */
export function manifest(platform: Platform, draft: Draft): Manifest {
  const revision = platform.mesh === 'istio' && platform.enrolment.label === 'istio.io/rev' && draft.apiVersion.includes('istio.io/') ? { 'istio.io/rev': platform.enrolment.value } : {};
  return withoutUndefined({
    apiVersion: draft.apiVersion,
    kind: draft.kind,
    metadata: {
      name: draft.name,
      namespace: draft.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'sealane', ...revision, ...draft.labels },
      annotations: draft.annotations,
    },
    spec: draft.spec,
    data: draft.data,
  }) as Manifest;
}

/** A contribution that is a whole object. */
export function object(stage: Stage, written: Manifest, origin: Origin): Contribution<ObjectShare> {
  return { share: { owner: 'object', stage, manifest: written }, origin };
}
