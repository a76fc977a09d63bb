import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Settings of a proxy on pods of the host network, where there is none. */
export const proxyAnnotations: Rule = {
  id: 'host/proxy-annotations',
  codes: ['HOST-12'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.filter(({ hostNetwork }) => hostNetwork).flatMap(workload =>
    Object.keys(workload.annotations).filter(key => key.startsWith('traffic.sidecar.istio.io/')).map(key => atPod(workload, ['metadata', 'annotations', key], {
      message: `${called(workload)} is on the host network, where no proxy is injected: ${key} has no effect`,
      help: 'drop the annotation',
    }))),
};
