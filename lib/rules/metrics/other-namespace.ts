import { describe } from '../../model/object';
import { matchLabelsOf, selects } from '../../model/selector';
import { labelsOf, looksInto, monitors } from '../monitors';
import type { Rule } from '../rule';

/** A ServiceMonitor in one namespace for a Service in another, without saying so: it looks into its own namespace alone. */
export const otherNamespace: Rule = {
  id: 'metrics/other-namespace',
  codes: ['MON-07'],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    monitors(view).filter(({ object, services, selector }) => object.kind === 'ServiceMonitor' && services.length === 0 && Object.keys(matchLabelsOf(selector)).length > 0).flatMap(monitor => {
      const { object, selector } = monitor;
      const meant = view.cluster.of('', 'Service').find(({ reference, effective }) => !looksInto(monitor, reference.namespace ?? 'default') && selects(selector, labelsOf(effective)));
      if (meant === undefined) return [];
      return [{
        object,
        path: ['spec', 'namespaceSelector'],
        message: `${describe(object.reference)} looks into namespace ${monitor.namespaces?.join(', ') ?? ''} alone, where it selects nothing; ${describe(meant.reference)} has its labels`,
        help: `add namespaceSelector: { matchNames: [${meant.reference.namespace ?? 'default'}] }`,
        near: [{ object: meant }],
      }];
    }),
};
