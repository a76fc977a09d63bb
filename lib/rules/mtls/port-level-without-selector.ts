import { labelsAt, objectAt, specOf } from '../../mesh/fields';
import type { Rule } from '../rule';

/** Modes by port in a policy that selects no pods: the API server and istiod refuse it, because ports belong to pods. */
export const portLevelWithoutSelector: Rule = {
  id: 'mtls/port-level-without-selector',
  codes: ['MTLS-01', 'IST0106'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => cluster.of('security.istio.io', 'PeerAuthentication').flatMap(policy => {
    const ports = objectAt(specOf(policy), 'portLevelMtls');
    if (ports === undefined || Object.keys(labelsAt(specOf(policy), 'selector', 'matchLabels')).length > 0) return [];
    return [{
      object: policy,
      path: ['spec', 'portLevelMtls'],
      message: `portLevelMtls names ${Object.keys(ports).length === 0 ? 'no port' : `port ${Object.keys(ports).join(', ')}`}, and the policy selects no pods: the API server refuses it`,
      help: 'add spec.selector.matchLabels with the labels of the pods whose ports are meant, or drop portLevelMtls',
    }];
  }),
};
