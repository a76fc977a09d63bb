import { enrolment, trafficPrefix } from '../../mesh/capture';
import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Annotations for a sidecar on pods of an ambient mesh. */
export const ambient: Rule = {
  id: 'bypass/ambient',
  codes: ['BYP-10'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.flatMap(workload => {
    const keys = Object.keys(workload.annotations).filter(key => key.startsWith(trafficPrefix));
    if (keys.length === 0 || enrolment(world, workload).enrolment !== 'ambient') return [];
    return keys.map(key => atPod(workload, ['metadata', 'annotations', key], {
      message: `${called(workload)} is in an ambient mesh, where nobody reads ${key}`,
      help: 'take the pods out with label istio.io/dataplane-mode=none, or their way in with annotation ambient.istio.io/bypass-inbound-capture: "true"',
    }));
  }),
};
