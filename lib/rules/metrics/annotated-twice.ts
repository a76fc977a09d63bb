import type { Workload } from '../../cluster/workload';
import { describe, fieldAt } from '../../model/object';
import { behind } from '../../reach/service-ports';
import type { Rule } from '../rule';

const scrape = 'prometheus.io/scrape';
const port = 'prometheus.io/port';

/** Pods and a Service in front of them that both ask by annotation to be read: a Prometheus with a job for either reads them twice. */
export const annotatedTwice: Rule = {
  id: 'metrics/annotated-twice',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    view.cluster.of('', 'Service').filter(({ effective }) => annotation(effective, scrape) === 'true').flatMap(service => {
      const there = annotation(service.effective, port);
      const twin = behind(view.cluster, service).find(workload => {
        const template = templateOf(workload);
        const own = annotation(template, port);
        return annotation(template, scrape) === 'true' && (there === undefined || own === undefined || own === there);
      });
      if (twin === undefined) return [];
      return [{
        object: service,
        path: ['metadata', 'annotations', scrape],
        message: `${describe(service.reference)} and the pods of ${twin.kind} ${twin.name} behind it both have annotation ${scrape}: their samples are there twice`,
        help: 'leave it on one of the two',
        near: [{ object: twin.object, path: [...twin.templatePath, 'metadata', 'annotations', scrape] }],
        assumption: 'Prometheus has a job for annotations of pods and one for those of Services, as its chart does',
      }];
    }),
};

function templateOf({ object, templatePath }: Workload): unknown {
  return fieldAt(object.effective, ...templatePath);
}

function annotation(object: unknown, key: string): unknown {
  return fieldAt(object, 'metadata', 'annotations', key);
}
