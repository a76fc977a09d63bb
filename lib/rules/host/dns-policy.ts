import { mentionsOf } from '../../cluster/mentions';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

/** Pods on the host network ask the node's resolvers unless they say otherwise, and these know no name of the cluster. */
export const dnsPolicy: Rule = {
  id: 'host/dns-policy',
  codes: ['HOST-03'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.filter(({ hostNetwork, spec }) => hostNetwork && (spec['dnsPolicy'] ?? 'ClusterFirst') === 'ClusterFirst').map((workload): Reported => {
    const [mention] = mentionsOf(world, workload);
    return atPod(workload, ['spec', 'dnsPolicy'], {
      ...(mention === undefined ? { severity: 'info' as const } : {}),
      message: mention === undefined
        ? `${called(workload)} is on the host network with dnsPolicy ClusterFirst, which falls back to the resolvers of the node there: it finds no name of the cluster`
        : `${called(workload)} is told of ${mention.text} (${mention.where}) and asks the resolvers of its node, which do not know it: dnsPolicy ClusterFirst is for pods with a network of their own`,
      help: mention === undefined ? 'say dnsPolicy: ClusterFirstWithHostNet if it needs names of the cluster, else Default, which is what happens' : 'say dnsPolicy: ClusterFirstWithHostNet',
    });
  }),
};
