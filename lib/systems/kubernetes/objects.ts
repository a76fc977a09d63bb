import { ofKind, type Recorded } from '../../intents/intents';
import type { ServiceSubject } from '../../intents/subjects';
import type { Manifest } from '../../model/object';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';

/** The objects that handles stand for: Namespaces, workloads and Services made from plain data. */
export function emitObjects(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return [
    ...ofKind(recorded, 'namespace')
      .filter(({ intent }) => intent.namespace.created)
      .map(({ intent: { namespace }, origin }): Contribution => ({ share: { owner: 'namespace', namespace, labels: namespace.labels }, origin })),
    ...ofKind(recorded, 'workload')
      .filter(({ intent }) => intent.workload.written === 'manifest')
      .map(({ intent: { workload }, origin }): Contribution => ({ share: { owner: 'pod-template', workload, labels: {}, without: '' }, origin })),
    ...ofKind(recorded, 'service')
      .filter(({ intent }) => intent.service.created)
      .map(({ intent, origin }) => object('service', service(platform, intent.service), origin)),
  ];
}

/** A Service, without a selector when its pods are in other clusters, or with `version` the Service of one version of it. */
export function service(platform: Platform, subject: ServiceSubject, version?: { readonly name: string; readonly selector: Readonly<Record<string, string>> }): Manifest {
  return manifest(platform, {
    apiVersion: 'v1',
    kind: 'Service',
    name: version?.name ?? subject.name,
    namespace: subject.namespace.name,
    labels: { 'app.kubernetes.io/name': subject.name },
    spec: {
      ...(subject.headless && version === undefined ? { clusterIP: 'None' } : {}),
      ...(subject.remote ? {} : { selector: version?.selector ?? subject.selector }),
      ports: subject.ports.map(({ name, port, targetPort, protocol, appProtocol }) => ({ name, port, targetPort, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) })),
    },
  });
}
