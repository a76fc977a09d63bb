import { istioSidecar, plainKubernetes } from 'sealane/pulumi';

// What the two clusters run. Staging has no mesh: what needs one is not there, and the compiler says so.

export const staging = plainKubernetes({ cluster: 'staging', cni: 'calico' });

export const production = istioSidecar({
  cluster: 'production',
  routing: 'istio',
  cni: 'calico',
  ingress: { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' },
});
