import { injected } from '../../cluster/injection';
import { describe } from '../../model/object';
import { blockedFrom, byPolicy, describePods, podsAt } from '../blocked';
import type { Rule, Unsettled } from '../rule';

/** Pods with a sidecar whose egress is closed and that may not reach istiod: their proxies get no configuration and never become ready. */
export const controlPlaneBlocked: Rule = {
  id: 'policy/control-plane-blocked',
  codes: ['NET-05'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const { platform, known } = view.facts;
    if (view.facts.mesh !== 'istio' || platform.mesh !== 'istio') return [];
    const { controlPlane } = platform;
    const { party, inInput } = podsAt(view, controlPlane);
    const needed = { parties: [party], ports: [{ number: controlPlane.port }], placeKnown: inInput || known.has('controlPlane') };
    const judged = view.cluster.workloads
      .map(workload => ({ workload, blocked: blockedFrom(view, workload, needed) }))
      .filter(({ blocked }) => blocked.blocked !== 'no')
      .map(each => ({ ...each, sidecar: injected(view, each.workload).injected }))
      .filter(({ sidecar }) => sidecar !== 'no');
    const certain = judged.filter(({ blocked, sidecar }) => blocked.blocked === 'yes' && sidecar === 'yes');
    return [
      ...byPolicy(certain, (policy, workloads, sure) => ({
        message: `${describe(policy.object.reference)} closes egress of ${workloads}, whose proxies reach istiod through nothing else: they never become ready`,
        help: `admit egress to ${describePods(controlPlane)} on TCP ${controlPlane.port}`,
        ...(sure ? {} : { severity: 'warning' as const, assumption: `istiod is ${describePods(controlPlane)}` }),
      })),
      ...judged.filter(each => !certain.includes(each)).map(({ workload }): Unsettled => ({ unknown: 'whether policies let proxies reach istiod', object: workload.object })),
    ];
  },
};
