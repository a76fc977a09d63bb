import type { ClusterObject } from '../../cluster/object';
import { describe, fieldAt, textAt } from '../../model/object';
import { monitors, type Monitor, type MonitorEndpoint } from '../monitors';
import type { Reported, Rule, View } from '../rule';

/** One endpoint that two monitors find, or one monitor through two Services: its samples are there twice, and every sum over them is double. */
export const readTwice: Rule = {
  id: 'metrics/read-twice',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  // In a program the patterns know of each other's monitors.
  check: view => (view.program ? [] : twice(view)),
};

interface Reading {
  readonly monitor: Monitor;
  readonly endpoint: MonitorEndpoint;
  readonly service: ClusterObject;
}

function twice(view: View): readonly Reported[] {
  const first = new Map<string, Reading>();
  const told = new Set<string>();
  return monitors(view).flatMap(monitor => monitor.services.flatMap(service => monitor.endpoints.flatMap((endpoint): readonly Reported[] => {
    const reading = { monitor, endpoint, service };
    const key = endpointOf(reading);
    if (key === undefined) return [];
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, reading);
      return [];
    }
    const pair = [other.monitor, monitor].map(({ object }) => describe(object.reference)).join(' ');
    if (told.has(pair)) return [];
    told.add(pair);
    return [said(reading, other)];
  })));
}

/** Pods, port and path, where these are said: the same selector selects the same pods. */
function endpointOf({ endpoint, service }: Reading): string | undefined {
  const selector = fieldAt(service.effective, 'spec', 'selector');
  if (typeof selector !== 'object' || selector === null || Object.keys(selector).length === 0) return undefined;
  const ports = fieldAt(service.effective, 'spec', 'ports');
  const port: unknown = (Array.isArray(ports) ? ports : []).find((each: unknown) => textAt(each, 'name') === endpoint.port);
  const target = endpoint.port === undefined ? endpoint.target : fieldAt(port, 'targetPort') ?? fieldAt(port, 'port');
  if (target === undefined) return undefined;
  const pods = Object.entries(selector as Readonly<Record<string, unknown>>).map(([key, value]) => `${key}=${String(value)}`).sort().join(',');
  const { written } = endpoint;
  // Parameters and relabelling make two readings of one path differ: those of a kubelet, or of a blackbox exporter, are.
  const differs = ['params', 'relabelings', 'metricRelabelings'].map(field => (written[field] === undefined ? '' : JSON.stringify(written[field]))).join(' ');
  return `${service.reference.namespace ?? 'default'} ${pods} ${JSON.stringify(target)} ${textAt(written, 'path') ?? '/metrics'} ${differs}`;
}

function said({ monitor, endpoint, service }: Reading, other: Reading): Reported {
  const [own, theirs] = [describe(monitor.object.reference), describe(other.monitor.object.reference)];
  const alone = monitor === other.monitor;
  return {
    object: monitor.object,
    path: endpoint.path,
    message: alone
      ? `${own} finds the same pods through ${describe(other.service.reference)} and ${describe(service.reference)}: their samples are there twice`
      : `${own} and ${theirs} read one port and path of the same pods: their samples are there twice`,
    help: alone ? 'give one of the Services a label of its own, and select by it' : 'leave one of the two out',
    near: [{ object: alone ? other.service : other.monitor.object, path: alone ? ['metadata', 'labels'] : other.endpoint.path }],
    assumption: 'one Prometheus looks at both',
  };
}
