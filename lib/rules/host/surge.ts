import type { Workload } from '../../cluster/workload';
import { fieldAt } from '../../model/object';
import type { Reported, Rule } from '../rule';
import { called } from '../pods';

/** A rollout that starts the new pod beside the old one, on a node whose port the old one holds. */
export const surge: Rule = {
  id: 'host/surge',
  codes: ['HOST-06'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.flatMap((workload): readonly Reported[] => {
    const port = workload.ports.find(({ hostPort }) => hostPort !== undefined)?.hostPort;
    if (port === undefined) return [];
    if (workload.kind === 'DaemonSet') return ofDaemonSet(workload, port);
    return workload.kind === 'Deployment' ? ofDeployment(workload, port) : [];
  }),
};

/** One pod on each node: the second does not fit, whatever else happens. */
function ofDaemonSet(workload: Workload, port: number): readonly Reported[] {
  const maxSurge = fieldAt(workload.object.effective, 'spec', 'updateStrategy', 'rollingUpdate', 'maxSurge');
  if (!positive(maxSurge)) return [];
  return [{
    object: workload.object,
    path: ['spec', 'updateStrategy', 'rollingUpdate', 'maxSurge'],
    message: `${called(workload)} holds port ${port} of each node, and maxSurge ${String(maxSurge)} starts the new pod while the old one has it: it stays Pending`,
    help: 'set maxSurge: 0 and maxUnavailable: 1',
  }];
}

/** A pod more may find a node without one, so only pods that must not go first are sure to hang. */
function ofDeployment(workload: Workload, port: number): readonly Reported[] {
  const strategy = fieldAt(workload.object.effective, 'spec', 'strategy');
  if (fieldAt(strategy, 'type') === 'Recreate') return [];
  const [maxSurge, maxUnavailable] = [fieldAt(strategy, 'rollingUpdate', 'maxSurge') ?? '25%', fieldAt(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%'];
  if (!positive(maxSurge)) return [];
  // A share of pods to go without is rounded down: of up to three, a quarter is none.
  const firstOut = typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor(((workload.replicas ?? 4) * Number(typeof maxUnavailable === 'string' ? maxUnavailable.replace('%', '') : 0)) / 100);
  if (firstOut > 0) return [];
  return [{
    severity: 'warning',
    assumption: 'every node that takes its pods has one',
    object: workload.object,
    path: ['spec', 'strategy'],
    message: `${called(workload)} holds port ${port} of its nodes, and a rollout starts new pods (maxSurge ${typeof maxSurge === 'number' ? maxSurge : JSON.stringify(maxSurge)}) before any old one goes: without a free node they stay Pending`,
    help: 'set strategy.rollingUpdate to maxSurge: 0 and maxUnavailable: 1',
  }];
}

function positive(amount: unknown): boolean {
  return typeof amount === 'number' ? amount > 0 : typeof amount === 'string' && Number(amount.replace('%', '')) > 0;
}
