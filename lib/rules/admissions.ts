import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { ProblemKind } from '../schema/answer';
import { admission, admittedKinds, type Admission } from '../schema/istio/admission';
import { answers } from './answers';

/** What istiod's admission says of an object. */
export interface Admitted {
  readonly object: ClusterObject;
  readonly admission: Admission;
}

/**
 * What istiod's admission says of every object that gets there: those that the API server can decode. Objects of a live cluster were let in
 * once. Where the schema refuses a field already, nothing is repeated of it.
 */
export const admissions = oncePerWorld((world: World): readonly Admitted[] => {
  const objects = admittedKinds.flatMap(([group, kind]) => world.cluster.of(group, kind)).filter(({ live }) => !live);
  if (objects.length === 0) return [];
  const refused = new Map(answers(world).filter(({ answer }) => answer.problems.length > 0).map(({ object, answer }) => [object, answer.problems]));
  return objects.flatMap(object => {
    const problems = refused.get(object);
    if (problems === undefined) return [{ object, admission: admission(object.written) }];
    if (problems.some(({ kind }) => undecodable.has(kind))) return [];
    const said = admission(object.written);
    const unsaid = ({ path }: { readonly path: FieldPath }): boolean => !problems.some(problem => meet(problem.path, path));
    return [{ object, admission: { ...said, errors: said.errors.filter(unsaid), warnings: said.warnings.filter(unsaid) } }];
  });
});

/** With these the object never becomes one of Istio's. */
const undecodable: ReadonlySet<ProblemKind> = new Set(['type', 'enum', 'duplicate-key', 'version']);

function meet(a: FieldPath, b: FieldPath): boolean {
  return a.slice(0, b.length).every((step, i) => step === b[i]);
}
