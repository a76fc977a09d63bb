import { isObject } from '../../model/json';
import { atPod, called, containersOf } from '../pods';
import type { Reported, Rule } from '../rule';

/** On the host network a container listens on the node itself: its port and the node's are one. The API server refuses two numbers. */
export const portDiffers: Rule = {
  id: 'host/port-differs',
  codes: ['HOST-01'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => cluster.workloads.filter(({ hostNetwork }) => hostNetwork).flatMap(workload => containersOf(workload).flatMap(({ name, container, path }) => {
    const ports: readonly unknown[] = Array.isArray(container['ports']) ? container['ports'] : [];
    return ports.flatMap((port, i): readonly Reported[] => {
      if (!isObject(port)) return [];
      const { hostPort, containerPort } = port;
      if (typeof hostPort !== 'number' || typeof containerPort !== 'number' || hostPort === 0 || hostPort === containerPort) return [];
      return [atPod(workload, ['spec', ...path, 'ports', i, 'hostPort'], {
        message: `container ${name} of ${called(workload)} has hostPort ${hostPort} and containerPort ${containerPort}: on the host network they have to be one number`,
        help: `write ${containerPort} for both, or leave hostPort out`,
      })];
    });
  })),
};
