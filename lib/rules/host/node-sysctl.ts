import { isObject } from '../../model/json';
import { fieldAt } from '../../model/object';
import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Network settings of a pod that uses its node's network: they would be the node's, so the API server refuses them. */
export const nodeSysctl: Rule = {
  id: 'host/node-sysctl',
  codes: ['HOST-04'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => cluster.workloads.filter(({ hostNetwork }) => hostNetwork).flatMap(workload => {
    const sysctls = fieldAt(workload.spec, 'securityContext', 'sysctls');
    const names = Array.isArray(sysctls) ? sysctls.flatMap((sysctl: unknown, i) => (isObject(sysctl) && typeof sysctl['name'] === 'string' ? [{ name: sysctl['name'], i }] : [])) : [];
    return [
      ...names.filter(({ name }) => /^net[./]/.test(name)).map(({ name, i }) => atPod(workload, ['spec', 'securityContext', 'sysctls', i, 'name'], {
        message: `sysctl ${name} of ${called(workload)} would change the node: the API server refuses it on the host network`,
        help: `drop it, and set ${name} on the nodes`,
      })),
      ...(typeof workload.spec['hostnameOverride'] !== 'string' ? [] : [atPod(workload, ['spec', 'hostnameOverride'], {
        message: `hostnameOverride of ${called(workload)} is refused on the host network, where the name is the node's`,
        help: 'drop it',
      })]),
    ];
  }),
};
