import * as fc from 'fast-check';
import { ingress } from '../../support/shop';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../../../lib/platform/presets';

/** Platforms with everything built for them, by the name of their column in the capability table. */
export const platformNames = ['plain-kubernetes', 'istio-sidecar', 'istio-sidecar-gateway', 'istio-sidecar-gateway-experimental'] as const;
export type PlatformName = (typeof platformNames)[number];

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** Facts of a cluster in every combination that changes what is written. */
const cluster: fc.Arbitrary<ClusterOptions<'standard'>> = fc
  .record({
    cni: fc.constantFrom('unknown' as const, 'calico' as const, 'cilium' as const, { name: 'calico' as const, exemptsOwnNode: false }),
    nodeLocal: maybe(fc.constantFrom('169.254.20.10', 'fd00::a')),
    dnsPort: fc.constantFrom(53, 5353),
    monitoring: maybe(fc.constantFrom('merged' as const, 'direct' as const)),
    tracing: fc.boolean(),
    nodeCidrs: fc.constantFrom(['10.0.0.0/16'], ['10.0.0.0/16', 'fd00:10::/64']),
  })
  .map(({ cni, nodeLocal, dnsPort, monitoring, tracing, nodeCidrs }) => ({
    cluster: 'judged',
    cni,
    nodeCidrs,
    apiServer: { cidrs: ['192.0.2.10/32'] },
    dns: { port: dnsPort, ...(nodeLocal === undefined ? {} : { nodeLocalIP: nodeLocal, clusterIP: '10.96.0.10' }) },
    ...(monitoring === undefined ? {} : { monitoring: { scrapeMode: monitoring } }),
    ...(tracing ? { tracing: { namespace: 'monitoring', labels: { app: 'collector' } } } : {}),
  }));

export function platform(name: PlatformName): fc.Arbitrary<Platform> {
  const enrolment = maybe(fc.constant({ revision: '1-31' }));
  return fc.tuple(cluster, enrolment).map(([options, revision]): Platform => {
    const mesh = revision === undefined ? options : { ...options, enrolment: revision };
    switch (name) {
      case 'plain-kubernetes':
        return plainKubernetes({ ...options, gatewayApi: { className: 'example' }, ingress });
      case 'istio-sidecar':
        return istioSidecar({ ...mesh, routing: 'istio' });
      case 'istio-sidecar-gateway':
        return istioSidecar({ ...mesh, routing: 'gateway' });
      case 'istio-sidecar-gateway-experimental':
        return istioSidecar({ ...mesh, routing: 'gateway', gatewayApi: { channel: 'experimental' as const } });
    }
  });
}
