import { describe } from '../../model/object';
import { admission } from '../../reach/admission';
import type { Party } from '../../reach/peer';
import { podsOf } from '../../reach/pods';
import { closing, describePods } from '../blocked';
import { monitors, prometheusOf } from '../monitors';
import type { Reported, Rule, Unsettled } from '../rule';

const usual = { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } };

/** Pods that a monitor reads and that are closed for Prometheus: the target is down. */
export const scrapeBlocked: Rule = {
  id: 'policy/scrape-blocked',
  codes: ['NET-11', 'MON-04'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const scraper = prometheusOf(view);
    const { platform: { monitoring = usual }, known } = view.facts;
    const party: Party = scraper === undefined ? monitoring : podsOf(scraper);
    const sure = scraper !== undefined || known.has('monitoring');
    const told = new Map<string, Reported | Unsettled>();
    for (const { object, targets } of monitors(view)) {
      for (const { workload, port } of targets) {
        const key = [object.reference.namespace, object.kind, object.reference.name, workload.kind, workload.name, port].join('/');
        if (told.has(key)) continue;
        const { admitted, selecting } = admission(view, podsOf(workload), 'ingress', party, { number: port });
        const policy = closing(selecting);
        if (admitted === 'unknown') told.set(key, { unknown: 'whether policies let Prometheus read pods', object });
        if (admitted !== 'no' || policy === undefined) continue;
        told.set(key, {
          object: policy.object,
          path: ['spec'],
          message: `${describe(policy.object.reference)} closes ${workload.kind} ${workload.name}, and nothing lets Prometheus read its port ${port} for ${describe(object.reference)}: the target is down`,
          help: `admit ${describePods(scraper ?? monitoring)} on TCP ${port}`,
          near: [{ object }],
          ...(sure ? {} : { severity: 'warning' as const, assumption: `Prometheus is ${describePods(monitoring)}` }),
        });
      }
    }
    return [...told.values()];
  },
};
