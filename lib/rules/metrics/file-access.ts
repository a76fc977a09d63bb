import { isObject } from '../../model/json';
import { describe, fieldAt, textAt } from '../../model/object';
import { monitors, type Monitor, type MonitorEndpoint } from '../monitors';
import { lookingAt, type Prometheus } from '../prometheuses';
import type { Reported, Rule, View } from '../rule';

/**
 * A monitor that names files of the Prometheus pod, where its Prometheus refuses that: the operator leaves the whole monitor out.
 * Source: prometheus-operator 0.93, `testForArbitraryFSAccess` (`pkg/prometheus/resource_selector.go`).
 */
export const fileAccess: Rule = {
  id: 'metrics/file-access',
  codes: ['MON-09'],
  severity: 'error',
  reads: 'effective',
  check: view => monitors(view).filter(({ object }) => object.kind === 'ServiceMonitor').flatMap(monitor => {
    const files = monitor.endpoints.flatMap(filesOf);
    return files.length === 0 ? [] : judged(view, monitor, files);
  }),
};

interface NamedFile {
  readonly path: readonly (string | number)[];
  readonly file: string;
}

function filesOf({ written, path }: MonitorEndpoint): readonly NamedFile[] {
  const tls = fieldAt(written, 'tlsConfig');
  const token = textAt(written, 'bearerTokenFile');
  return [
    ...(token === undefined || token === '' ? [] : [{ path: [...path, 'bearerTokenFile'], file: token }]),
    ...['caFile', 'certFile', 'keyFile'].flatMap(field => {
      const file = isObject(tls) ? textAt(tls, field) : undefined;
      return file === undefined || file === '' ? [] : [{ path: [...path, 'tlsConfig', field], file }];
    }),
  ];
}

function judged(view: View, monitor: Monitor, files: readonly NamedFile[]): readonly Reported[] {
  const { object } = monitor;
  const refusing = lookingAt(view, monitor).find((prometheus: Prometheus) => !prometheus.fileAccess);
  const [first] = files;
  if (refusing === undefined || first === undefined) return [];
  const who = refusing.object === undefined ? 'the Prometheus of the platform' : describe(refusing.object.reference);
  return [{
    object,
    path: first.path,
    message: `${describe(object.reference)} names ${first.file}, a file of the Prometheus pod, which ${who} refuses to monitors: the operator leaves the monitor out`,
    help: 'name a Secret or ConfigMap in its place, or put the files into a ScrapeClass of the Prometheus',
    near: refusing.object === undefined ? [] : [{ object: refusing.object, path: ['spec', 'arbitraryFSAccessThroughSMs', 'deny'] }],
  }];
}
