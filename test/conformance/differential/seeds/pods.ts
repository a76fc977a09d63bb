import type { KubernetesObject } from '../../engines/engine';

// Hand-written objects that the server accepts, rich enough to reach the rules of pods: their mutants break them one by one.

const probe = { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP', httpHeaders: [{ name: 'X-Probe', value: 'yes' }] }, periodSeconds: 5, successThreshold: 1, terminationGracePeriodSeconds: 10 };

const main: KubernetesObject = {
  name: 'main', image: 'registry.example.com/web:1', imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File',
  ports: [{ name: 'http', containerPort: 8080, hostPort: 8080, protocol: 'TCP' }, { name: 'metrics', containerPort: 9090, protocol: 'TCP' }],
  env: [
    { name: 'MODE', value: 'web' }, { name: 'POD', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: 'TIER', valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
    { name: 'LIMIT', valueFrom: { resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', divisor: '1m' } } },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'api.key' } } }, { name: 'FLAG', valueFrom: { configMapKeyRef: { name: 'flags', key: 'flag', optional: true } } },
    { name: 'FILE', valueFrom: { fileKeyRef: { volumeName: 'scratch', path: 'env/main', key: 'FILE' } } },
  ],
  envFrom: [{ prefix: 'APP_', configMapRef: { name: 'flags' } }, { secretRef: { name: 'keys' } }],
  resources: { requests: { cpu: '100m', memory: '64Mi', 'hugepages-2Mi': '4Mi', 'example.com/gpu': '1' }, limits: { cpu: '200m', memory: '128Mi', 'hugepages-2Mi': '4Mi', 'example.com/gpu': '1' }, claims: [{ name: 'device', request: 'one' }] },
  resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }, { resourceName: 'memory', restartPolicy: 'RestartContainer' }],
  livenessProbe: probe, readinessProbe: { tcpSocket: { port: 8080 }, successThreshold: 2, failureThreshold: 3 }, startupProbe: { grpc: { port: 9090 }, initialDelaySeconds: 1, timeoutSeconds: 1 },
  lifecycle: { preStop: { sleep: { seconds: 5 } }, postStart: { exec: { command: ['true'] } } },
  volumeMounts: [{ name: 'config', mountPath: '/etc/app', subPath: 'app', readOnly: true, recursiveReadOnly: 'IfPossible', mountPropagation: 'None' }, { name: 'scratch', mountPath: '/tmp', subPathExpr: '$(POD)' }],
  volumeDevices: [{ name: 'block', devicePath: '/dev/block' }],
  securityContext: { runAsUser: 1000, runAsGroup: 1000, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' }, appArmorProfile: { type: 'Localhost', localhostProfile: 'web' }, procMount: 'Default' },
};

const affinity: KubernetesObject = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }, { key: 'cores', operator: 'Gt', values: ['4'] }], matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-1'] }] }] },
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } }],
  },
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } }, namespaces: ['shop'], namespaceSelector: { matchLabels: { team: 'shop' } } }] },
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, matchLabelKeys: ['pod-template-hash'], mismatchLabelKeys: ['tenant'] } }] },
};

/** Everything at once: what rules there are about a pod, this one keeps. */
export const richPod: KubernetesObject = {
  restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'None', serviceAccountName: 'web', priorityClassName: 'high', runtimeClassName: 'gvisor', hostname: 'web', subdomain: 'shop',
  nodeSelector: { 'kubernetes.io/os': 'linux' }, os: { name: 'linux' }, preemptionPolicy: 'Never', hostUsers: true,
  containers: [main, { name: 'side', image: 'side:1' }],
  initContainers: [{ name: 'prepare', image: 'prepare:1', command: ['true'], volumeMounts: [{ name: 'scratch', mountPath: '/work' }] },
    { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', readinessProbe: { exec: { command: ['ready'] } }, restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] }],
  volumes: [
    { name: 'config', configMap: { name: 'app', defaultMode: 420, items: [{ key: 'app.yaml', path: 'app/app.yaml', mode: 256 }] } }, { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } },
    { name: 'keys', secret: { secretName: 'keys', items: [{ key: 'tls.crt', path: 'tls.crt' }] } }, { name: 'block', persistentVolumeClaim: { claimName: 'block' } },
    { name: 'host', hostPath: { path: '/var/log', type: 'Directory' } }, { name: 'share', nfs: { server: 'nfs.example.com', path: '/share' } },
    { name: 'pod', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }, { path: 'cpu', resourceFieldRef: { containerName: 'main', resource: 'requests.cpu' } }] } },
    { name: 'all', projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'vault' } }, { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }, { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } }] } },
    { name: 'driver', csi: { driver: 'csi.example.com', nodePublishSecretRef: { name: 'driver' } } }, { name: 'image', image: { reference: 'data:1', pullPolicy: 'Always' } },
    { name: 'fast', ephemeral: { volumeClaimTemplate: { metadata: { labels: { app: 'web' } }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' } } } },
  ],
  securityContext: { fsGroup: 2000, runAsUser: 1000, supplementalGroups: [3000], fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/web.json' }, sysctls: [{ name: 'net.core.somaxconn', value: '1024' }], supplementalGroupsPolicy: 'Merge', seLinuxChangePolicy: 'Recursive' },
  dnsConfig: { nameservers: ['10.0.0.10', '2001:db8::10'], searches: ['shop.svc.cluster.local', '_tcp.example.com.'], options: [{ name: 'ndots', value: '2' }] },
  hostAliases: [{ ip: '10.1.2.3', hostnames: ['db.example.com'] }], affinity,
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'web', effect: 'NoSchedule' }, { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', minDomains: 2, labelSelector: { matchLabels: { app: 'web' } }, nodeAffinityPolicy: 'Honor', nodeTaintsPolicy: 'Ignore', matchLabelKeys: ['pod-template-hash'] }],
  readinessGates: [{ conditionType: 'example.com/ready' }], imagePullSecrets: [{ name: 'registry' }],
  resourceClaims: [{ name: 'device', resourceClaimTemplateName: 'device' }], resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
};

const hostPod: KubernetesObject = { hostNetwork: true, hostPID: true, dnsPolicy: 'ClusterFirstWithHostNet', containers: [{ name: 'agent', image: 'agent:1', ports: [{ containerPort: 9100, hostPort: 9100 }], resources: { limits: { cpu: '1' } } }] };
const windowsPod: KubernetesObject = { os: { name: 'windows' }, nodeSelector: { 'kubernetes.io/os': 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'CORP\\web', gmsaCredentialSpecName: 'web' } }, containers: [{ name: 'web', image: 'web:1' }] };
const ownUsers: KubernetesObject = { hostUsers: false, schedulingGates: [{ name: 'example.com/quota' }], hostnameOverride: 'web.example.com', containers: [{ name: 'web', image: 'web:1', securityContext: { procMount: 'Unmasked' }, command: ['serve'] }] };
const providers: KubernetesObject = {
  containers: [{ name: 'web', image: 'web:1' }],
  volumes: [{ name: 'a', gcePersistentDisk: { pdName: 'disk', partition: 1 } }, { name: 'b', awsElasticBlockStore: { volumeID: 'vol-1' } }, { name: 'c', iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0, initiatorName: 'eui.0123456789abcdef' } },
    { name: 'd', rbd: { monitors: ['10.0.0.1'], image: 'disk' } }, { name: 'e', cephfs: { monitors: ['10.0.0.1'] } }, { name: 'f', fc: { targetWWNs: ['500a0982991b8dc5'], lun: 2 } }, { name: 'g', azureDisk: { diskName: 'disk', diskURI: 'https://example.blob.core.windows.net/a/b.vhd' } },
    { name: 'h', azureFile: { secretName: 'azure', shareName: 'share' } }, { name: 'i', flexVolume: { driver: 'example/driver', options: { size: '1' } } }, { name: 'j', cinder: { volumeID: 'vol' } }, { name: 'k', vsphereVolume: { volumePath: '[store] disk' } },
    { name: 'l', quobyte: { registry: 'registry:1000,other:1000', volume: 'v' } }, { name: 'm', storageos: { volumeName: 'v' } }, { name: 'n', glusterfs: { endpoints: 'g', path: 'v' } }, { name: 'o', portworxVolume: { volumeID: 'p' } },
    { name: 'p', scaleIO: { gateway: 'https://g', system: 's', volumeName: 'v', secretRef: { name: 's' } } }, { name: 'q', photonPersistentDisk: { pdID: 'p' } }, { name: 'r', flocker: { datasetName: 'd' } }, { name: 's', gitRepo: { repository: 'https://example.com/r.git', directory: 'r' } }],
};

function podOf(name: string, spec: KubernetesObject, metadata: KubernetesObject = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', ...metadata }, spec };
}

export const pods: readonly KubernetesObject[] = [
  podOf('rich', { ...richPod, containers: [main, { name: 'side', image: 'side:1' }] }), podOf('host', hostPod), podOf('windows', windowsPod), podOf('users', ownUsers), podOf('providers', providers),
  podOf('annotated', { containers: [{ name: 'web', image: 'web:1', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }] }, { annotations: { 'container.apparmor.security.beta.kubernetes.io/web': 'localhost/web', 'controller.kubernetes.io/pod-deletion-cost': '10', 'container.seccomp.security.alpha.kubernetes.io/web': 'runtime/default' } }),
];
