import { describe, textAt } from '../../model/object';
import { has } from '../../platform/versions';
import type { Rule } from '../rule';

/** A distribution of traffic that the release of the API server does not know: `PreferSameZone` and `PreferSameNode` are served from 1.34 on. */
export const distributionUnserved: Rule = {
  id: 'service/distribution-unserved',
  codes: [],
  severity: 'error',
  reads: 'written',
  check: view => {
    const { platform, known } = view.facts;
    if (!known.has('kubernetesVersion') || has(platform, 'preferSameZone')) return [];
    return view.cluster.of('', 'Service').flatMap(service => {
      const said = textAt(service.effective, 'spec', 'trafficDistribution');
      if (said !== 'PreferSameZone' && said !== 'PreferSameNode') return [];
      return [{
        object: service,
        path: ['spec', 'trafficDistribution'],
        message: `${describe(service.reference)} asks for ${said}, which Kubernetes ${platform.kubernetesVersion} does not know: it refuses the Service`,
        help: said === 'PreferSameZone' ? 'write PreferClose, its name before 1.34' : 'leave it out, or write PreferClose',
      }];
    });
  },
};
