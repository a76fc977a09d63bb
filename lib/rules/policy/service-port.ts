import type { Workload } from '../../cluster/workload';
import { describe } from '../../model/object';
import { workloadsMeant } from '../../reach/meant';
import { directions, policies, selectedBy, type PolicyPort } from '../../reach/policy';
import { servicePorts, type ServicePort } from '../../reach/service-ports';
import type { Reported, Rule, View } from '../rule';

/** A rule that names the port of a Service where pods listen on another: policies see packets after the Service's address was translated. */
export const servicePort: Rule = {
  id: 'policy/service-port',
  codes: ['NET-02'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().flatMap(policy =>
      directions.filter(direction => policy.directions.has(direction)).flatMap(direction =>
        policy[direction].flatMap(rule => {
          const numbered = rule.ports.filter(({ from, to }) => from !== undefined && from === to);
          if (numbered.length === 0) return [];
          const servers = direction === 'ingress' ? selectedBy(view).get(policy) ?? [] : rule.peers.flatMap(peer => workloadsMeant(view, policy, peer));
          return numbered.flatMap(port => mistaken(view, servers, port, `${describe(policy.object.reference)} admits ${direction === 'ingress' ? 'connections to' : 'its pods to'}`)).map(reported => ({ ...reported, object: policy.object }));
        }),
      ),
    ),
};

function mistaken(view: View, servers: readonly Workload[], { from: number, protocol, path }: PolicyPort, start: string): readonly Omit<Reported, 'object'>[] {
  if (servers.length === 0 || servers.some(({ ports }) => ports.some(declared => declared.port === number && declared.protocol === protocol))) return [];
  const leading = servers.flatMap(workload => (servicePorts(view).get(workload) ?? []).filter(port => port.protocol === protocol).map(port => ({ workload, port })));
  // Nobody has to declare a port: one that a Service leads to is listened on.
  if (leading.some(({ port }) => port.target === number)) return [];
  const meant = leading.find(({ port }) => port.number === number && port.target !== undefined);
  return meant === undefined ? [] : [told(start, meant.workload, meant.port, path)];
}

function told(start: string, workload: Workload, { service, number, target, index }: ServicePort, path: PolicyPort['path']): Omit<Reported, 'object'> {
  return {
    path: [...path, 'port'],
    message: `${start} port ${number}, which is the port of ${describe(service.reference)}; pods of ${workload.kind} ${workload.name} listen on ${target ?? ''}`,
    help: `write ${target ?? ''}`,
    near: [{ object: service, path: ['spec', 'ports', index], note: `port: ${number}, targetPort: ${target ?? ''}` }],
  };
}
