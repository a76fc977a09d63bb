import { istioSidecar } from 'sealane';

/** What every cluster of Acme runs. An upgrade is a change here. */
export function acme(cluster: string) {
  return istioSidecar({ cluster, routing: 'istio', cni: 'calico', outboundTrafficPolicy: 'REGISTRY_ONLY' });
}

export type AcmePlatform = ReturnType<typeof acme>;
