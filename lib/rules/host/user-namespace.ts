import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Users of their own and the node's network exclude each other. */
export const userNamespace: Rule = {
  id: 'host/user-namespace',
  codes: ['HOST-05'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => cluster.workloads.filter(({ hostNetwork, spec }) => hostNetwork && spec['hostUsers'] === false).map(workload => atPod(workload, ['spec', 'hostUsers'], {
    message: `${called(workload)} is on the host network with hostUsers: false: the API server refuses the two together`,
    help: 'drop hostUsers, or take the pods off the host network',
  })),
};
