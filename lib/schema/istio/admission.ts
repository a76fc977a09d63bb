import type { JsonObject } from '../../model/json';
import { groupOf } from '../../model/object';
import type { Problem } from '../answer';
import { rootOf, type Place } from '../builtin/place';
import { metadata } from './metadata';
import type { AdmissionWarning } from './place';
import { admissionKinds } from './table';

/** What istiod's webhook says of an object: errors refuse it, warnings are shown to whoever applies it. */
export interface Admission {
  readonly errors: readonly Problem[];
  readonly warnings: readonly (Problem & { readonly warning: AdmissionWarning })[];
  /** Parts that istiod would judge and this does not, each with the reason. */
  readonly unchecked: readonly string[];
}

/** The kinds that istiod's webhook looks at. */
export const admittedKinds: readonly (readonly [group: string, kind: string])[] = Object.keys(admissionKinds).map(key => {
  const [group = '', kind = ''] = key.split('/');
  return [group, kind];
});

/**
 * What istiod's admission says of an object: one object at a time, without a look at others. Every version of a kind is judged alike. An
 * object that the schema refuses never gets there.
 *
 * Source: Istio 1.31, pkg/config/validation, with its default features.
 *
 * @example admission(manifest).errors.map(problem => problem.message)
 */
export function admission(object: JsonObject): Admission {
  const { apiVersion, kind } = object;
  const code = admissionKinds[`${groupOf(String(apiVersion))}/${String(kind)}`];
  if (code === undefined) return nothing;
  const root: Place = rootOf(object);
  metadata(root);
  // istiod looks no further then.
  if (root.problems.length === 0) code.judge(root);
  if (root.problems.length === 0 && code.unchecked === undefined) return nothing;
  const warnings = root.problems.filter(isWarning);
  return { errors: root.problems.filter(problem => !isWarning(problem)), warnings, unchecked: code.unchecked?.(root) ?? [] };
}

const nothing: Admission = { errors: [], warnings: [], unchecked: [] };

function isWarning(problem: Problem): problem is Problem & { readonly warning: AdmissionWarning } {
  return problem.warning !== undefined;
}
