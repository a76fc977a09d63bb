import type { Rule } from '../rule';
import { called } from '../pods';

/** A Pod that nobody makes again: with its node it is gone. */
export const barePod: Rule = {
  id: 'host/bare-pod',
  codes: ['HOST-13', 'CPU-10', 'X8'],
  severity: 'info',
  reads: 'written',
  check: ({ cluster }) => cluster.workloads
    .filter(({ kind, object, spec }) => kind === 'Pod' && object.group === '' && object.written['metadata'] !== undefined && spec['restartPolicy'] !== 'Never' && spec['restartPolicy'] !== 'OnFailure')
    .map(workload => ({
      object: workload.object,
      path: ['kind'],
      message: `${called(workload)} stands alone: nobody makes it again when its node goes, and a change of it is a deletion`,
      help: 'make it the template of a Deployment, or of a DaemonSet if each node needs one',
    })),
};
