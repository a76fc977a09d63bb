import type { ClusterDnsIntent, DnsServersIntent } from '../../intents/cluster-dns';
import type { Origin } from '../../intents/intents';
import type { JsonObject } from '../../model/json';
import type { Manifest } from '../../model/object';
import { atLeast } from '../../model/version';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { autoscaler } from './autoscaler';
import { access, serviceAccount } from './access';

const name = 'coredns';

/** The servers of the cluster's DNS and what belongs to them: Deployment, Service, budget, permissions, and one autoscaler. Source: `coredns.yaml.base` of Kubernetes 1.36. */
export function servers(intent: ClusterDnsIntent, dnsServers: DnsServersIntent, platform: Platform, origin: Origin): readonly Contribution[] {
  const { dns: { namespace } } = platform;
  const written: readonly Manifest[] = [
    serviceAccount(platform, name),
    ...access(platform, `system:${name}`, name, rules(intent)),
    deployment(dnsServers, platform),
    service(dnsServers, platform),
    ...(least(dnsServers) < 2 ? [] : [manifest(platform, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name, namespace, spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: platform.dns.labels } } })]),
    ...autoscaler(dnsServers.replicas, platform, name),
  ];
  return written.map(each => object('service', each, origin));
}

function least({ replicas }: DnsServersIntent): number {
  return replicas.kind === 'fixed' ? replicas.replicas : replicas.least;
}

function rules({ clusterSet }: ClusterDnsIntent): readonly JsonObject[] {
  return [
    { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ...(clusterSet ? [{ apiGroups: ['multicluster.x-k8s.io'], resources: ['serviceimports'], verbs: ['list', 'watch'] }] : []),
  ];
}

function deployment({ replicas, image, cpu, memory, nodeEach, graceSeconds }: DnsServersIntent, platform: Platform): Manifest {
  const { namespace, labels, port } = platform.dns;
  const selector = { matchLabels: labels };
  return manifest(platform, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    namespace,
    labels,
    spec: {
      // An autoscaler is the only one to say how many.
      replicas: replicas.kind === 'fixed' ? replicas.replicas : undefined,
      minReadySeconds: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } },
      selector,
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-cluster-critical',
          terminationGracePeriodSeconds: graceSeconds,
          dnsPolicy: 'Default',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector },
            { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: nodeEach ? 'DoNotSchedule' : 'ScheduleAnyway', labelSelector: selector },
          ],
          affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: selector } }] } },
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name,
              image,
              args: ['-conf', '/etc/coredns/Corefile'],
              // No limit of CPU: a server that is throttled answers late.
              resources: { requests: { cpu, memory: memory.request }, limits: { memory: memory.limit } },
              ports: [{ name: 'dns', containerPort: port, protocol: 'UDP' }, { name: 'dns-tcp', containerPort: port, protocol: 'TCP' }, { name: 'metrics', containerPort: 9153, protocol: 'TCP' }],
              livenessProbe: { httpGet: { path: '/health', port: 8080, scheme: 'HTTP' }, initialDelaySeconds: 60, timeoutSeconds: 5, failureThreshold: 5 },
              readinessProbe: { httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' } },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } },
              volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name, items: [{ key: 'Corefile', path: 'Corefile' }] } }],
        },
      },
    },
  });
}

function service({ clusterIP, zoneEach }: DnsServersIntent, platform: Platform): Manifest {
  const { dns: { namespace, labels, port }, ipFamilies, kubernetesVersion } = platform;
  return manifest(platform, {
    apiVersion: 'v1',
    kind: 'Service',
    name: 'kube-dns',
    namespace,
    labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
    spec: {
      selector: labels,
      clusterIP,
      ipFamilyPolicy: ipFamilies.length > 1 ? 'PreferDualStack' : undefined,
      // With fewer servers in a zone they would take turns at being overrun.
      trafficDistribution: zoneEach ? (atLeast(kubernetesVersion, '1.35') ? 'PreferSameZone' : 'PreferClose') : undefined,
      ports: [{ name: 'dns', port: 53, targetPort: port, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, targetPort: port, protocol: 'TCP' }, { name: 'metrics', port: 9153, targetPort: 9153, protocol: 'TCP' }],
    },
  });
}
