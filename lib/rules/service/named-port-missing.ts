import type { Workload } from '../../cluster/workload';
import { ofKind } from '../../intents/intents';
import { isObject } from '../../model/json';
import { describe, fieldAt, groupOf, textAt } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, View } from '../rule';

/**
 * A `targetPort` by name that the pods behind the Service do not have: the Service has the port, and nobody behind it. A workload
 * written elsewhere that lists no ports has not said.
 */
export const namedPortMissing: Rule = {
  id: 'service/named-port-missing',
  codes: ['NET-03'],
  severity: 'error',
  reads: 'effective',
  intents: true,
  check: view => [...amongObjects(view), ...amongHandles(view)],
};

function amongObjects({ cluster }: View): readonly Reported[] {
  return cluster.of('', 'Service').flatMap(service => {
    const { written, reference } = service;
    const [ports, selector] = [fieldAt(written, 'spec', 'ports'), fieldAt(written, 'spec', 'selector')];
    if (!Array.isArray(ports) || !isObject(selector) || Object.keys(selector).length === 0) return [];
    return ports.flatMap((port: unknown, i): readonly Reported[] => {
      const [target, protocol] = [textAt(port, 'targetPort'), textAt(port, 'protocol') ?? 'TCP'];
      if (target === undefined || target === '') return [];
      const behind = cluster.labelled(reference.namespace ?? 'default', selector as Workload['labels']);
      const has = ({ ports: declared }: Workload): boolean => declared.some(candidate => candidate.name === target && candidate.protocol === protocol);
      // Jobs often share the labels of what they prepare; they serve nobody.
      const serving = behind.some(has) ? behind.filter(({ kind }) => kind !== 'Job' && kind !== 'CronJob') : behind;
      return serving.filter(workload => !has(workload)).map(workload => ({
        object: service,
        path: ['spec', 'ports', i, 'targetPort'],
        message: message(target, textAt(port, 'name'), describe(reference), protocol, workload),
        help: help(workload.ports),
        near: [{ object: workload.object, note: `ports: ${list(workload.ports.map(({ name, port: number }) => name ?? String(number)))}` }],
      }));
    });
  });
}

/** Services and workloads of handles that write no object: what was described of them is all there is. */
function amongHandles({ cluster, intents }: View): readonly Reported[] {
  return ofKind(intents, 'service').flatMap(({ intent: { service } }) =>
    service.ports.flatMap(port =>
      service.workloads
        .filter(({ apiVersion, kind, namespace, name }) => cluster.find('', 'Service', service.namespace.name, service.name) === undefined || cluster.find(groupOf(apiVersion), kind, namespace.name, name) === undefined)
        .filter(workload => !(workload.written === 'elsewhere' && workload.ports.length === 0))
        .filter(workload => typeof port.targetPort === 'string' && !workload.ports.some(candidate => candidate.name === port.targetPort && candidate.protocol === port.protocol))
        .map(workload => ({
          object: { apiVersion: 'v1', kind: 'Service', namespace: service.namespace.name, name: service.name },
          path: ['spec', 'ports'],
          message: message(String(port.targetPort), port.name, `Service ${service.namespace.name}/${service.name}`, port.protocol, workload),
          help: help(workload.ports),
        })),
    ),
  );
}

function message(target: string, port: string | undefined, service: string, protocol: string, workload: { readonly kind: string; readonly name: string }): string {
  return `targetPort "${target}" of ${port === undefined ? 'the port' : `port ${port}`} of ${service} is no ${protocol} port of ${workload.kind} ${workload.name}`;
}

function help(ports: readonly { readonly name?: string; readonly port: number }[]): string {
  return `name a container port so, or use one of ${list(ports.map(({ name, port }) => name ?? String(port)))}`;
}
