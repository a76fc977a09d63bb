import { ApiObject } from 'cdk8s';
import type { Cluster } from '../cluster';

/** The certificate of the gateway, renewed by cert-manager. Its Secret has to be where the gateway's pods are: a proxy reads none of other namespaces. */
export function certificates({ edge }: Cluster): void {
  const metadata = { namespace: 'edge' };
  new ApiObject(edge.chart, 'issuer', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { ...metadata, name: 'public' },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'tls@shop.example',
        privateKeySecretRef: { name: 'acme-account' },
        // A wildcard is only issued by DNS-01. With HTTP-01 the platform would say so, and closed namespaces would let solver pods answer.
        solvers: [{ dns01: { webhook: { groupName: 'acme.shop.example', solverName: 'zone-api' } } }],
      },
    },
  });
  new ApiObject(edge.chart, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { ...metadata, name: 'shop' },
    spec: { secretName: 'shop-tls', dnsNames: ['*.shop.example'], issuerRef: { name: 'public' }, privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always' } },
  });
}
