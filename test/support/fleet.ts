import { istioSidecar } from '../../lib/platform/presets';
import type { IstioSidecar } from '../../lib/platform/platform';
import type { Peer } from '../../lib/platform/peer';
import { shop, type Shop } from './shop';

/** A peer on another network, as tests need it. */
export const us: Peer = { cluster: 'us', network: 'us', locality: 'us-1/a', gateway: { addresses: ['203.0.113.10'] }, sourceCidrs: ['198.51.100.0/28'] };

export type Fleet = IstioSidecar<'istio', 'standard'>;

/** Cluster eu with a peer. */
export function fleet(options: Partial<Parameters<typeof istioSidecar<'istio'>>[0]> = {}): Shop<Fleet> {
  return shop<Fleet>(istioSidecar({ cluster: 'eu', routing: 'istio', network: 'eu', peers: [us], ...options }));
}

/** The same, routed by the Gateway API. */
export function gatewayFleet(options: Partial<Parameters<typeof istioSidecar<'gateway'>>[0]> = {}): Shop<IstioSidecar<'gateway', 'standard'>> {
  return shop<IstioSidecar<'gateway', 'standard'>>(istioSidecar({ cluster: 'eu', routing: 'gateway', network: 'eu', peers: [us], ...options }));
}
