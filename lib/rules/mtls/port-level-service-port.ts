import { labelsAt, namespaceOf, objectAt, specOf } from '../../mesh/fields';
import { servedBy } from '../../mesh/served';
import { list } from '../../model/usage-error';
import { called } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** A key of `portLevelMtls` that is a port of the Service, where the pods listen on another: no pod has such a port. */
export const portLevelServicePort: Rule = {
  id: 'mtls/port-level-service-port',
  codes: ['MTLS-05'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'PeerAuthentication').flatMap((policy): readonly (Reported | Unsettled)[] => {
    const [ports, labels] = [objectAt(specOf(policy), 'portLevelMtls'), labelsAt(specOf(policy), 'selector', 'matchLabels')];
    if (ports === undefined || Object.keys(labels).length === 0) return [];
    const workloads = world.cluster.labelled(namespaceOf(policy), labels);
    if (workloads.length === 0) return [{ unknown: 'the pods that a policy selects are not in the input', object: policy }];
    return Object.keys(ports).flatMap((key): readonly Reported[] => {
      const number = Number(key);
      const listening = workloads.some(workload => workload.ports.some(({ port }) => port === number) || servedBy(world, workload).some(({ endpoint }) => endpoint.port === number));
      if (listening) return [];
      for (const workload of workloads) {
        const mistaken = servedBy(world, workload).find(({ port, endpoint }) => port.number === number && endpoint.port !== undefined);
        if (mistaken === undefined) continue;
        const target = String(mistaken.endpoint.port);
        return [{
          object: policy,
          path: ['spec', 'portLevelMtls', key],
          message: `port ${key} is a port of Service ${mistaken.host.object.reference.name}; pods of ${called(workload)} listen on ${list([...new Set(servedBy(world, workload).flatMap(({ endpoint }) => (endpoint.port === undefined ? [] : [String(endpoint.port)])))])}, so the mode holds for nothing`,
          help: `write ${target} instead of ${key}: keys are ports of the pods`,
          near: [{ object: mistaken.host.object, path: mistaken.port.path, note: `port ${key} leads to ${target}` }],
        }];
      }
      return [];
    });
  }),
};
