import { corefiles } from '../../dns/corefiles';
import { servicesOf } from '../../dns/addresses';
import { describe, fieldAt } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A Service of the cluster's DNS that sends pods to a server of their own node, of which most nodes have none. */
export const serviceLocal: Rule = {
  id: 'dns/service-local',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const workloads = [...new Set(corefiles(view).filter(({ image }) => image === 'coredns').flatMap(corefile => corefile.workloads))].filter(({ kind }) => kind !== 'DaemonSet');
    return servicesOf(view, workloads).filter(({ effective }) => fieldAt(effective, 'spec', 'internalTrafficPolicy') === 'Local').map((service): Reported => ({
      object: service,
      path: ['spec', 'internalTrafficPolicy'],
      message: `${describe(service.reference)} sends questions to servers of the same node alone: on nodes without one nothing resolves`,
      help: 'leave it out, or set trafficDistribution: PreferSameZone (before Kubernetes 1.35 PreferClose)',
      ...(workloads[0] === undefined ? {} : { near: [{ object: workloads[0].object }] }),
    }));
  },
};
