import * as fc from 'fast-check';
import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { pinnedCpu } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import type { Pattern } from '../../../lib/network/network';
import type { Workload } from '../../../lib/network/workload';
import type { Platform } from '../../../lib/platform/platform';
import { workload, type Shop } from '../shop';
import { optionSet, type OptionSet } from './option-set';
import type { PlatformName } from './platforms';

// Patterns that change pods. They get workloads of their own in the shop, so that the others stay as they are.

const kind = fc.constantFrom('DaemonSet', 'Deployment', 'StatefulSet');
/** A workload of the node, with a port of each protocol. */
function agentOf({ net }: Shop<Platform>, of: string): Workload {
  return net.workload(workload('agent', { kind: of, ports: [{ containerPort: 4000 }, { name: 'dns', containerPort: 4053, protocol: 'UDP' }] }));
}

/** In a mesh its namespace is enrolled, or left alone. */
function around({ net, shop, web, webService }: Shop<Platform>, agent: Workload, enrolled: boolean, closed: boolean): readonly Pattern[] {
  return [
    ...(enrolled && net.platform.mesh === 'istio' ? [mutualTls({ network: net, namespace: shop })] : []),
    ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [agent.calls(webService.port('http')), web.calls(webService.port('http'))] })] : []),
  ];
}

/** Option sets of the host network. */
export const hostNetworks: fc.Arbitrary<OptionSet> = fc
  .record({ kind, dns: fc.constantFrom('cluster' as const, 'node' as const), addressVariable: fc.constantFrom('HOST_IP', 'BIND'), enrolled: fc.boolean(), closed: fc.boolean() })
  .map(({ kind: of, enrolled, closed, ...options }) =>
    optionSet({ kind: of, enrolled, closed, ...options }, scene => {
      const agent = agentOf(scene, of);
      return [hostNetwork({ network: scene.net, workload: agent, ...options }), ...around(scene, agent, enrolled, closed)];
    }),
  );

/** Option sets of pinned CPUs. */
export function pinnedCpus(name: PlatformName): fc.Arbitrary<OptionSet> {
  const amounts = fc.constantFrom({ cpu: '250m', memory: '256Mi' }, { cpu: '0.5', memory: '1.5Gi' });
  return fc
    .record({
      kind,
      cpus: fc.constantFrom(2, 4, 64),
      memory: fc.constantFrom('8Gi', '8192Mi', '8e9'),
      taint: fc.constantFrom(undefined, 'NoSchedule' as const, 'NoExecute' as const),
      proxyResources: name === 'plain-kubernetes' ? fc.constant(undefined) : fc.option(amounts, { nil: undefined }),
      onHost: fc.boolean(),
      enrolled: fc.boolean(),
    })
    .map(({ kind: of, cpus, memory, taint, proxyResources, onHost, enrolled }) =>
      optionSet({ kind: of, cpus, memory, taint, proxyResources, onHost, enrolled }, scene => {
        const agent = agentOf(scene, of);
        return [
          pinnedCpu({
            network: scene.net,
            workload: agent,
            cpus,
            memory,
            nodes: { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32', ...(taint === undefined ? {} : { taint }) },
            ...(proxyResources === undefined ? {} : { proxyResources }),
          }),
          ...(onHost ? [hostNetwork({ network: scene.net, workload: agent })] : []),
          ...around(scene, agent, enrolled, false),
        ];
      }),
    );
}
