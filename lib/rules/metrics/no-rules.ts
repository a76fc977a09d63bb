import { describe } from '../../model/object';
import { monitors } from '../monitors';
import type { Rule } from '../rule';

/** Metrics are read, and nobody is told when they are bad. Said once, of the first monitor. */
export const noRules: Rule = {
  id: 'metrics/no-rules',
  codes: ['MON-10'],
  severity: 'info',
  reads: 'effective',
  check: view => {
    const [first, ...others] = monitors(view);
    if (first === undefined || view.cluster.of('monitoring.coreos.com', 'PrometheusRule').length > 0) return [];
    return [{
      object: first.object,
      message: `${describe(first.object.reference)}${others.length === 0 ? '' : ` and ${others.length} other monitor${others.length === 1 ? '' : 's'}`} ${others.length === 0 ? 'reads' : 'read'} metrics, and no PrometheusRule is in the input: nobody is told when they are bad`,
      help: 'write a PrometheusRule with alerts on the metrics that are read',
      assumption: 'no alerts on these metrics are written elsewhere',
    }];
  },
};
