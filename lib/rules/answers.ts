import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { formatPath } from '../model/finding';
import { atLeast, type Version } from '../model/version';
import type { Answer, Problem, ProblemKind, SchemaOrigin } from '../schema/answer';
import { oncePerAlike } from '../schema/alike';
import { answer } from '../schema/answers';
import { describeOrigin } from '../schema/schemas';
import type { Reported, Unsettled } from './rule';

/** What the API server would answer to the creation of an object. */
export interface Answered {
  readonly object: ClusterObject;
  readonly answer: Answer;
}

/** Answers to all objects but those of a live cluster, which were accepted once. Without schemas there are none. */
export const answers = oncePerWorld(({ cluster, schemas }: World): readonly Answered[] => {
  if (schemas === undefined) return [];
  const answered = oncePerAlike(object => answer(object, schemas), isOfAnyNamespace);
  return cluster.objects.filter(({ live }) => !live).map(object => ({ object, answer: answered(object.written) }));
});

/** Whether an answer says nothing of the namespace that the object names. */
function isOfAnyNamespace({ problems }: Answer): boolean {
  return problems.every(({ path }) => path[0] !== 'metadata' || path[1] !== 'namespace');
}

/** Problems of some kinds as findings. */
export function problemsOf(world: World, kinds: readonly ProblemKind[], more: (answered: Answered, problem: Problem) => Partial<Reported> = () => ({})): readonly Reported[] {
  return answers(world).flatMap(answered =>
    answered.answer.problems
      .filter(({ kind }) => kinds.includes(kind))
      .map(problem => ({ object: answered.object, path: problem.path, message: `${formatPath(problem.path)}: ${problem.message}`, help: problem.help ?? 'correct the field', ...more(answered, problem) })),
  );
}

/** What holds only if the cluster has the release that a schema is of: nothing where that is known, or the schema stands in the input. */
export function unlessOtherRelease({ facts: { known, platform } }: World, origin: SchemaOrigin | undefined): Pick<Reported, 'severity' | 'assumption'> {
  if (origin === undefined || origin.given) return {};
  const { product, version = '' } = origin;
  if (product === 'Kubernetes' && !atLeast(platform.kubernetesVersion, nextMinor(version))) return {};
  if (product === 'Istio' && platform.mesh === 'istio' && known.has('istioVersion') && platform.istioVersion === version) return {};
  if (product === 'Gateway API' && known.has('gatewayApi')) return {};
  return { severity: 'warning', assumption: `the cluster has ${describeOrigin(origin)}` };
}

function nextMinor(version: string): Version {
  const [major = '0', minor = '0'] = version.split('.');
  return `${Number(major)}.${Number(minor) + 1}`;
}

/** What was not judged, by reason. */
export function uncheckedOf(view: World & { readonly program: boolean }): readonly Unsettled[] {
  if (view.schemas === undefined) return [{ unknown: 'no schemas were loaded, so that objects are not judged as the API server would' }];
  // A program counts its values that are only known at deploy itself.
  return answers(view).flatMap(({ object, answer: { unchecked } }) => unchecked.filter(reason => !view.program || reason !== atDeploy).map(unknown => ({ object, unknown })));
}

const atDeploy = 'values that are only known at deploy';
