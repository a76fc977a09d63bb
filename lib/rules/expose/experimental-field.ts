import { describe } from '../../model/object';
import { formatPath } from '../../model/finding';
import { answers } from '../answers';
import type { Reported, Rule } from '../rule';

/**
 * A field that only the experimental channel of the Gateway API has, on a cluster whose CRDs are known to be of the standard one: it is dropped. Where the
 * channel is not known, `api/unknown-field` speaks.
 */
export const experimentalField: Rule = {
  id: 'expose/experimental-field',
  codes: ['ING-12'],
  severity: 'error',
  reads: 'written',
  check: view => {
    const { platform, known } = view.facts;
    if (!known.has('gatewayApi') || platform.gatewayApi.channel !== 'standard') return [];
    return answers(view).filter(({ object }) => object.group === 'gateway.networking.k8s.io').flatMap(({ object, answer }) =>
      answer.problems.filter(({ kind, knownTo = [] }) => kind === 'unknown-field' && knownTo.some(text => text.includes('experimental'))).map(({ path }): Reported => ({
        object,
        path,
        message: `${formatPath(path)} of ${describe(object.reference)} is a field of the experimental channel, and the cluster has the standard one`,
        help: 'remove the field, or install the CRDs of the experimental channel and declare it',
      })));
  },
};
