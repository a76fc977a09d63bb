import { istioSidecar } from 'sealane';

// What the two clusters run. Everything that is written follows from it, so an upgrade or a move to the Gateway API is a change here.

const monitoring = {
  // Proxy and application on one port, outside of mutual TLS: Prometheus needs no certificate.
  scrapeMode: 'merged',
  // The operator looks at monitors with this label and at no others; without it a monitor finds nothing, and nobody says so.
  operator: { monitorLabels: { release: 'kube-prometheus-stack' } },
} as const;

const ingress = { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' };

// The wildcard certificate of the shop is issued by DNS-01, so there are no solver pods that closed namespaces would have to let in.
const certManager = { acmeSolver: false } as const;

// East-west gateways in a namespace of their own, so that it can be closed to everybody but the other cluster.
const eastWest = { namespace: 'eastwest' };

export const eu = istioSidecar({
  cluster: 'eu',
  routing: 'istio',
  network: 'eu',
  cni: 'calico',
  nodeCidrs: ['10.10.0.0/16'],
  // Where webhooks are called from: the control plane's machines are known here.
  controlPlaneSources: ['10.10.255.0/28'],
  outboundTrafficPolicy: 'REGISTRY_ONLY',
  dns: { carrier: 'kubeadm' },
  monitoring,
  ingress,
  certManager,
  eastWest,
  // A peer is plain data: where its gateway is, and from where its connections come.
  peers: [
    {
      cluster: 'us',
      network: 'us',
      locality: 'us-1',
      // A load balancer with a name; policies cannot name hosts, so the block that the name leads to is said as well.
      gateway: { hostnames: ['eastwest.us.shop.example'], cidrs: ['203.0.113.0/28'] },
      sourceCidrs: ['203.0.113.64/28'],
    },
  ],
});

export const us = istioSidecar({
  cluster: 'us',
  routing: 'istio',
  network: 'us',
  // Cilium names nodes and the API server by entity: address blocks never match them there.
  cni: 'cilium',
  outboundTrafficPolicy: 'REGISTRY_ONLY',
  // The add-on owns the Corefile; it takes configuration values instead of a ConfigMap.
  dns: { carrier: 'eks' },
  monitoring,
  ingress,
  certManager,
  eastWest,
  peers: [{ cluster: 'eu', network: 'eu', locality: 'eu-1', gateway: { addresses: ['198.51.100.10'] }, sourceCidrs: ['198.51.100.64/28'] }],
});

/** Either of them: patterns read from the type what it can do. */
export type ShopPlatform = typeof eu;
