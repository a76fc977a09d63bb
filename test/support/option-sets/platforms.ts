import * as fc from 'fast-check';
import { ingress } from '../shop';
import type { Peer } from '../../../lib/platform/peer';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../../../lib/platform/presets';

/** Platforms with everything built for them, by the name of their column in the capability table. */
export const platformNames = ['plain-kubernetes', 'istio-sidecar', 'istio-sidecar-gateway', 'istio-sidecar-gateway-experimental'] as const;
export type PlatformName = (typeof platformNames)[number];

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** Peers of a judged platform: gateways by address and by name, and one on the same network. */
const peers: readonly Peer[] = [
  { cluster: 'us', network: 'us', locality: 'us-1/a', gateway: { addresses: ['203.0.113.10', '2001:db8::1'] }, sourceCidrs: ['198.51.100.0/28'] },
  { cluster: 'asia', network: 'asia', trustDomain: 'asia.example', gateway: { hostnames: ['eastwest.asia.example'], cidrs: ['192.0.2.0/24', '2001:db8:1::/48'], port: 31443 } },
  { cluster: 'near', network: 'judged', podCidrs: ['10.8.0.0/16'] },
];

/** Facts of a cluster in every combination that changes what is written. */
const cluster: fc.Arbitrary<ClusterOptions<'standard'>> = fc
  .record({
    cni: fc.constantFrom('unknown' as const, 'calico' as const, 'cilium' as const, { name: 'calico' as const, exemptsOwnNode: false }),
    nodeLocal: maybe(fc.constantFrom('169.254.20.10', 'fd00::a')),
    dnsPort: fc.constantFrom(53, 5353),
    monitoring: maybe(
      fc.record({
        scrapeMode: fc.constantFrom('merged' as const, 'direct' as const),
        operator: fc.constantFrom(true, { version: '0.80' as const, monitorNamespaces: 'own' as const }, { monitorLabels: { release: 'stack' }, monitorNamespaces: { metrics: 'on' } }),
        certificate: fc.constantFrom({ directory: '/etc/prom-certs' }, { scrapeClass: 'mesh' }),
      }),
    ),
    tracing: fc.boolean(),
    mcs: fc.constantFrom('0.4' as const, '0.5' as const),
    nodeCidrs: fc.constantFrom(['10.0.0.0/16'], ['10.0.0.0/16', 'fd00:10::/64']),
    certManager: fc.boolean(),
    controlPlaneSources: fc.constantFrom([], ['10.1.0.0/28'], ['192.0.2.1', 'fd00:1::/64']),
  })
  .map(({ cni, nodeLocal, dnsPort, monitoring, tracing, mcs, nodeCidrs, certManager, controlPlaneSources }) => ({
    cluster: 'judged',
    network: 'judged',
    peers,
    mcs: { version: mcs },
    cni,
    nodeCidrs,
    controlPlaneSources,
    ...(certManager ? { certManager: true as const } : {}),
    apiServer: { cidrs: ['192.0.2.10/32'] },
    dns: { port: dnsPort, ...(nodeLocal === undefined ? {} : { nodeLocalIP: nodeLocal, clusterIP: '10.96.0.10' }) },
    ...(monitoring === undefined ? {} : { monitoring }),
    ...(tracing ? { tracing: { namespace: 'monitoring', labels: { app: 'collector' } } } : {}),
  }));

export function platform(name: PlatformName): fc.Arbitrary<Platform> {
  const enrolment = maybe(fc.constant({ revision: '1-31' }));
  const eastWest = maybe(fc.constant({ namespace: 'eastwest', port: 31443 }));
  return fc.tuple(cluster, enrolment, eastWest).map(([options, revision, between]): Platform => {
    const mesh = { ...options, ...(revision === undefined ? {} : { enrolment: revision }), ...(between === undefined ? {} : { eastWest: between }) };
    switch (name) {
      case 'plain-kubernetes':
        return plainKubernetes({ ...options, ...(options.monitoring === undefined ? {} : { monitoring: { ...(options.monitoring as object), scrapeMode: 'direct' as const } }), gatewayApi: { className: 'example' }, ingress });
      case 'istio-sidecar':
        return istioSidecar({ ...mesh, routing: 'istio' });
      case 'istio-sidecar-gateway':
        return istioSidecar({ ...mesh, routing: 'gateway' });
      case 'istio-sidecar-gateway-experimental':
        return istioSidecar({ ...mesh, routing: 'gateway', gatewayApi: { channel: 'experimental' as const } });
    }
  });
}
