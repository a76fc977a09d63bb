import type { DnsReplicas } from '../../intents/cluster-dns';
import type { Manifest } from '../../model/object';
import type { Platform } from '../../platform/platform';
import { manifest } from '../emitted';
import { access, serviceAccount } from './access';

const image = 'registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.9.0';

/** The one that says how many servers there are; nothing where the number is fixed. */
export function autoscaler(replicas: DnsReplicas, platform: Platform, target: string): readonly Manifest[] {
  switch (replicas.kind) {
    case 'fixed':
      return [];
    case 'cpu':
      return [byLoad(replicas, platform, target)];
    case 'proportional':
      return bySize(replicas, platform, target);
  }
}

/** Servers are taken away slowly: each takes the questions on their way with it. */
function byLoad({ least, most, utilization }: Extract<DnsReplicas, { readonly kind: 'cpu' }>, platform: Platform, name: string): Manifest {
  return manifest(platform, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    name,
    namespace: platform.dns.namespace,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: least,
      maxReplicas: most,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: utilization } } }],
      behavior: { scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }] }, scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
    },
  });
}

/** Source: cluster-proportional-autoscaler 1.9.0. Nodes that are drained still count, so that a drain takes no servers away. */
function bySize({ least, most, coresPerReplica, nodesPerReplica }: Extract<DnsReplicas, { readonly kind: 'proportional' }>, platform: Platform, target: string): readonly Manifest[] {
  const name = 'dns-autoscaler';
  const { namespace } = platform.dns;
  const labels = { 'k8s-app': name };
  const linear = { coresPerReplica, nodesPerReplica, min: least, ...(most === undefined ? {} : { max: most }), preventSinglePointFailure: true, includeUnschedulableNodes: true };
  return [
    serviceAccount(platform, name),
    ...access(platform, `system:${name}`, name, [
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'update'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create'] },
    ]),
    manifest(platform, { apiVersion: 'v1', kind: 'ConfigMap', name, namespace, data: { linear: JSON.stringify(linear) } }),
    manifest(platform, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name,
      namespace,
      labels,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            priorityClassName: 'system-cluster-critical',
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
            securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsNonRoot: true, runAsUser: 65_534, supplementalGroups: [65_534], fsGroup: 65_534 },
            containers: [{
              name: 'autoscaler',
              image,
              command: ['/cluster-proportional-autoscaler', `--namespace=${namespace}`, `--configmap=${name}`, `--target=Deployment/${target}`, '--logtostderr=true', '--v=2'],
              resources: { requests: { cpu: '20m', memory: '10Mi' } },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            }],
          },
        },
      },
    }),
  ];
}
