import { describe, textAt } from '../../model/object';
import { monitors, type MonitorEndpoint } from '../monitors';
import type { Rule } from '../rule';

/** Labels of samples that win over those of the target: any pod can then say that it is another. Federation, gateways of others' samples and what speaks of objects need it. */
export const labelsHonored: Rule = {
  id: 'metrics/labels-honored',
  codes: [],
  severity: 'info',
  reads: 'effective',
  check: view =>
    monitors(view).flatMap(({ object, endpoints, selector }) => endpoints.filter(each => honours(each) && !speaksOfOthers(each, JSON.stringify(selector))).map(({ path }) => ({
      object,
      path: [...path, 'honorLabels'],
      message: `${describe(object.reference)} lets labels of samples win over those of the target, so that what is read can call itself another`,
      help: 'leave honorLabels out: labels that clash become exported_…',
    }))),
};

function honours({ written }: MonitorEndpoint): boolean {
  return written['honorLabels'] === true;
}

/** Federation, the Pushgateway, kubelets with cAdvisor, and exporters that describe objects: samples of these are about others. */
function speaksOfOthers({ written }: MonitorEndpoint, selector: string): boolean {
  const path = textAt(written, 'path') ?? '/metrics';
  return path === '/federate' || path.includes('cadvisor') || /kubelet|pushgateway|kube-state-metrics|state-metrics|exporter|otel|opentelemetry|collector/.test(selector);
}
