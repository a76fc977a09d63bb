import type { World } from '../../../cluster/cluster';
import type { Workload } from '../../../cluster/workload';
import type { Party } from '../../../reach/peer';
import { podsOf } from '../../../reach/pods';
import { policiesOn } from '../../../reach/admission';
import type { Change } from '../fix';
import { freeName, ownLabels } from './names';
import { peerOf } from './policies';

/**
 * A NetworkPolicy that leaves one port of a workload to one client and every other port as open as it is. Nothing where policies isolate the workload already: they say who
 * comes in.
 */
export function sealed(world: World, workload: Workload, port: number, client: Party): readonly Change[] {
  const matchLabels = ownLabels(world, workload);
  const peer = peerOf(world, client, workload.namespace);
  if (policiesOn(world, podsOf(workload), 'ingress').length > 0 || matchLabels === undefined || peer === undefined) return [];
  const below = port === 1 ? [] : [{ protocol: 'TCP', port: 1, ...(port === 2 ? {} : { endPort: port - 1 }) }];
  const above = port === 65_535 ? [] : [{ protocol: 'TCP', port: port + 1, ...(port === 65_534 ? {} : { endPort: 65_535 }) }];
  const name = freeName(world, 'networking.k8s.io', 'NetworkPolicy', workload.namespace, `${workload.name}-ingress-${port}`);
  return [{
    how: 'create',
    object: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: workload.namespace },
      spec: { podSelector: { matchLabels }, policyTypes: ['Ingress'], ingress: [{ from: [peer], ports: [{ protocol: 'TCP', port }] }, { ports: [...below, ...above, { protocol: 'UDP' }, { protocol: 'SCTP' }] }] },
    },
  }];
}
