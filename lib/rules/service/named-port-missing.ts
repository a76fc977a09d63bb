import { ofKind } from '../../intents/intents';
import { list } from '../../model/usage-error';
import type { Rule } from '../rule';

/**
 * A `targetPort` by name that the pods behind the Service do not have: the Service has the port, and nobody behind it. A workload
 * written elsewhere that lists no ports has not said.
 */
export const namedPortMissing: Rule = {
  id: 'service/named-port-missing',
  codes: ['NET-03'],
  severity: 'error',
  check: ({ intents }) =>
    ofKind(intents, 'service').flatMap(({ intent: { service } }) =>
      service.ports.flatMap(port =>
        service.workloads
          .filter(workload => !(workload.written === 'elsewhere' && workload.ports.length === 0))
          .filter(workload => typeof port.targetPort === 'string' && !workload.ports.some(candidate => candidate.name === port.targetPort && candidate.protocol === port.protocol))
          .map(workload => ({
            object: { apiVersion: 'v1', kind: 'Service', namespace: service.namespace.name, name: service.name },
            path: ['spec', 'ports'],
            message: `targetPort "${String(port.targetPort)}" of port ${port.name} of Service ${service.namespace.name}/${service.name} is no ${port.protocol} port of ${workload.kind} ${workload.name}`,
            help: `name a container port so, or use one of ${list(workload.ports.map(candidate => candidate.name ?? String(candidate.port)))}`,
          })),
      ),
    ),
};
