import type { ClusterObject } from '../../cluster/object';
import { describe, fieldAt, textAt } from '../../model/object';
import { atLeast } from '../../model/version';
import { monitors } from '../monitors';
import type { Reported, Rule } from '../rule';

/**
 * Targets that are found through Endpoints, which Kubernetes deprecates since 1.33: reading them warns, and a Service with more than a thousand addresses
 * loses the rest. prometheus-operator 0.93 takes them unless `serviceDiscoveryRole` says EndpointSlice.
 */
export const endpointsRole: Rule = {
  id: 'metrics/endpoints-role',
  codes: ['MON-08'],
  severity: 'info',
  reads: 'effective',
  check: view => {
    if (!atLeast(view.facts.platform.kubernetesVersion, '1.33')) return [];
    const defaults = ['Prometheus', 'PrometheusAgent'].flatMap(kind => view.cluster.of('monitoring.coreos.com', kind)).filter(object => roleOf(object) !== 'EndpointSlice' && fieldAt(object.effective, 'spec', 'serviceMonitorSelector') !== undefined);
    const explicit = monitors(view).map(({ object }) => object).filter(object => object.kind === 'ServiceMonitor' && roleOf(object) === 'Endpoints');
    return [...defaults, ...explicit].map((object): Reported => ({
      object,
      path: ['spec', 'serviceDiscoveryRole'],
      message: `${describe(object.reference)} finds targets through Endpoints, which are deprecated since Kubernetes 1.33 and cut off after 1,000 addresses`,
      help: `set serviceDiscoveryRole: EndpointSlice${object.kind === 'ServiceMonitor' ? '' : ', and let its role list endpointslices of discovery.k8s.io'}`,
    }));
  },
};

function roleOf(object: ClusterObject): string | undefined {
  return textAt(object.effective, 'spec', 'serviceDiscoveryRole');
}
