import { groupOf } from '../../model/object';
import { removalOf } from '../../schema/versions';
import { problemsOf, unlessOtherRelease } from '../answers';
import type { Rule } from '../rule';

/** A version or kind that the server does not serve, no longer or not yet: the object is refused before anything in it is read. */
export const removedVersion: Rule = {
  id: 'api/removed-version',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: view =>
    problemsOf(view, ['version'], ({ object: { reference: { apiVersion, kind } }, answer: { origin } }, { message, help }) => ({
      message,
      help: help ?? 'write a version that is served',
      ...(removalOf(groupOf(apiVersion), apiVersion.split('/').at(-1) ?? '', kind) === undefined ? onOtherRelease(view, origin) : {}),
    })),
};

/** Kubernetes serves versions of its own for a few releases only, so which release it is matters here, newer or older. */
function onOtherRelease(view: Parameters<Rule['check']>[0], origin: Parameters<typeof unlessOtherRelease>[1]): ReturnType<typeof unlessOtherRelease> {
  if (origin?.product === 'Kubernetes' && !view.facts.known.has('kubernetesVersion')) return { severity: 'warning', assumption: `the cluster has Kubernetes ${origin.version ?? ''}` };
  return unlessOtherRelease(view, origin);
}
