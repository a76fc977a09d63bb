import { ApiObject } from 'cdk8s';
import { Webhook } from 'sealane';
import type { Cluster } from '../cluster';
import { accounts, deployment } from '../workloads/manifests';

/** An admission webhook: the API server asks it about every Deployment of the shop. */
export function guard({ net, wide, guard: { chart, namespace } }: Cluster): void {
  accounts(chart, 'guard', ['guard']);
  const workload = net.workload(
    deployment({
      name: 'guard',
      namespace: 'guard',
      image: 'registry.example/guard:2.3.0',
      ports: [{ name: 'https', containerPort: 9443 }],
      replicas: 2,
      pod: { volumes: [{ name: 'tls', secret: { secretName: 'guard-tls' } }] },
      container: { volumeMounts: [{ name: 'tls', mountPath: '/tls', readOnly: true }] },
    }),
  );
  const service = net.service({ name: 'guard', namespace, ports: { https: { port: 443, targetPort: 9443 } }, workload });

  // The API server has no certificate of the mesh and, often, no address that one could know. Without this its calls end at STRICT and at the closed
  // namespace, and with failurePolicy Fail no Deployment can be changed any more, the one that would repair it included.
  new Webhook(chart, 'called', { network: net, port: service.port('https') });

  new ApiObject(chart, 'issuer', { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'guard', namespace: 'guard' }, spec: { selfSigned: {} } });
  new ApiObject(chart, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'guard', namespace: 'guard' },
    spec: { secretName: 'guard-tls', dnsNames: ['guard.guard.svc'], issuerRef: { name: 'guard' } },
  });
  new ApiObject(wide, 'guard', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'guard.shop.example', annotations: { 'cert-manager.io/inject-ca-from': 'guard/guard' } },
    webhooks: [
      {
        name: 'deployments.guard.shop.example',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        timeoutSeconds: 5,
        failurePolicy: 'Fail',
        clientConfig: { service: { namespace: 'guard', name: 'guard', port: 443, path: '/validate' } },
        rules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'], scope: 'Namespaced' }],
        // Never itself: it would have to be there in order to be created.
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
      },
    ],
  });
}
