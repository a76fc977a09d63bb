import { codeOf, pathsOf, rules } from './rows';
import type { JsonObject } from '../../../lib/model/json';

const pod = (spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'web' }], ...spec } });
const one = (fields: JsonObject, spec: JsonObject = {}): JsonObject => ({ containers: [{ name: 'web', image: 'web', ...fields }], ...spec });
const get = { httpGet: { port: 80 } };

describe('containers', () => {
  rules([
    ['there is one', {}, { containers: [] }, 'spec.containers'],
    ['it has an image', one({}), one({ image: '' }), 'spec.containers[0].image'],
    ['names are unique, over init containers too', { initContainers: [{ name: 'init', image: 'i' }] }, { initContainers: [{ name: 'web', image: 'i' }] }, 'spec.initContainers[0].name'],
    ['names of ports have a letter', one({ ports: [{ name: 'h2', containerPort: 80 }] }), one({ ports: [{ name: '80', containerPort: 80 }] }), 'spec.containers[0].ports[0].name'],
    ['a port of the node is taken once', one({ ports: [{ containerPort: 80, hostPort: 80 }] }), one({ ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 }] }), 'spec.containers[0].ports[1].hostPort'],
    ['on the network of the node ports are the same', one({ ports: [{ containerPort: 80, hostPort: 80 }] }, { hostNetwork: true }), one({ ports: [{ containerPort: 80, hostPort: 81 }] }, { hostNetwork: true }), 'spec.containers[0].ports[0].hostPort'],
    ['variables hold no "="', one({ env: [{ name: 'a.b c', value: '1' }] }), one({ env: [{ name: 'A=B', value: '1' }] }), 'spec.containers[0].env[0].name'],
    ['a variable has one source', one({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }), one({ env: [{ name: 'A', value: '1', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }), 'spec.containers[0].env[0].valueFrom'],
    ['fields of the pod are known', one({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }] }), one({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] }), 'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath'],
    ['a probe has one handler', one({ livenessProbe: get }), one({ livenessProbe: { ...get, exec: { command: ['a'] } } }), 'spec.containers[0].livenessProbe.httpGet'],
    ['a liveness probe succeeds once', one({ readinessProbe: { ...get, successThreshold: 2 } }), one({ livenessProbe: { ...get, successThreshold: 2 } }), 'spec.containers[0].livenessProbe.successThreshold'],
    ['nothing sleeps longer than the pod may end', one({ lifecycle: { preStop: { sleep: { seconds: 30 } } } }), one({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }), 'spec.containers[0].lifecycle.preStop.sleep.seconds'],
    ['probes are for what runs on', { initContainers: [{ name: 'i', image: 'i', restartPolicy: 'Always', readinessProbe: get }] }, { initContainers: [{ name: 'i', image: 'i', readinessProbe: get }] }, 'spec.initContainers[0].readinessProbe'],
    ['requests are below limits', one({ resources: { requests: { cpu: '0.5' }, limits: { cpu: '500m' } } }), one({ resources: { requests: { cpu: '501m' }, limits: { cpu: '0.5' } } }), 'spec.containers[0].resources.requests.cpu'],
    ['devices are requested as limited', one({ resources: { limits: { 'example.com/gpu': 1 } } }), one({ resources: { requests: { 'example.com/gpu': 1 }, limits: { 'example.com/gpu': 2 } } }), 'spec.containers[0].resources.requests["example.com/gpu"]'],
    ['devices are whole', one({ resources: { limits: { 'example.com/gpu': '2' } } }), one({ resources: { limits: { 'example.com/gpu': '1.5' } } }), 'spec.containers[0].resources.limits["example.com/gpu"]'],
    ['huge pages come in pages', one({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '4Mi' } } }), one({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '3Mi' } } }), 'spec.containers[0].resources.limits.hugepages-2Mi'],
    ['huge pages need memory or cpu', one({ resources: { limits: { memory: '1Gi', 'hugepages-2Mi': '4Mi' } } }), one({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }), 'spec.containers[0].resources'],
    ['resources are known', one({ resources: { limits: { 'ephemeral-storage': '1Gi' } } }), one({ resources: { limits: { mem: '1Gi' } } }), 'spec.containers[0].resources.limits.mem'],
    ['the privileged may escalate', one({ securityContext: { privileged: true } }), one({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }), 'spec.containers[0].securityContext'],
    ['a local profile is named', one({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } }), one({ securityContext: { seccompProfile: { type: 'Localhost' } } }), 'spec.containers[0].securityContext.seccompProfile.localhostProfile'],
    ['images have no blanks around them', one({ image: 'web:1' }), one({ image: ' web:1' }), 'spec.containers[0].image'],
  ], pod);
});

const mounted = (volume: JsonObject, mount: JsonObject = {}): JsonObject => one({ volumeMounts: [{ name: 'data', mountPath: '/data', ...mount }] }, { volumes: [{ name: 'data', ...volume }] });

describe('volumes', () => {
  rules([
    ['what is mounted is there', mounted({ emptyDir: {} }), one({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }), 'spec.containers[0].volumeMounts[0].name'],
    ['a volume has one source', mounted({ emptyDir: {} }), mounted({ emptyDir: {}, secret: { secretName: 'a' } }), 'spec.volumes[0].secret'],
    ['a volume without a source is empty', mounted({}), mounted({ configMap: {} }), 'spec.volumes[0].configMap.name'],
    ['a sub-path stays inside', mounted({}, { subPath: 'a/b' }), mounted({}, { subPath: '../b' }), 'spec.containers[0].volumeMounts[0].subPath'],
    ['both ways is for the privileged', mounted({}, { mountPropagation: 'HostToContainer' }), mounted({}, { mountPropagation: 'Bidirectional' }), 'spec.containers[0].volumeMounts[0].mountPropagation'],
    ['modes are of nine bits', mounted({ secret: { secretName: 'a', defaultMode: 0o777 } }), mounted({ secret: { secretName: 'a', defaultMode: 0o1000 } }), 'spec.volumes[0].secret.defaultMode'],
    ['a token lives ten minutes at least', mounted({ projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 600 } }] } }), mounted({ projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 599 } }] } }), 'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds'],
    ['a path is not taken twice', mounted({ projected: { sources: [{ secret: { name: 'a', items: [{ key: 'k', path: 'p' }] } }, { secret: { name: 'b', items: [{ key: 'k', path: 'q' }] } }] } }), mounted({ projected: { sources: [{ secret: { name: 'a', items: [{ key: 'k', path: 'p' }] } }, { secret: { name: 'b', items: [{ key: 'k', path: 'p' }] } }] } }), 'spec.volumes[0].projected.sources[1].secret.items[0].path'],
    ['only claims are block devices', one({ volumeDevices: [{ name: 'disk', devicePath: '/dev/a' }] }, { volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'a' } }] }), one({ volumeDevices: [{ name: 'disk', devicePath: '/dev/a' }] }, { volumes: [{ name: 'disk', emptyDir: {} }] }), 'spec.containers[0].volumeDevices[0].name'],
  ], pod);
});

describe('the pod', () => {
  const term = (fields: JsonObject): JsonObject => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', ...fields }] } } });
  rules([
    ['no DNS of its own without servers', { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.1'] } }, { dnsPolicy: 'None' }, 'spec.dnsConfig'],
    ['search domains may hold "_"', { dnsConfig: { searches: ['_tcp.example.com.', '.'] } }, { dnsConfig: { searches: ['a b'] } }, 'spec.dnsConfig.searches[0]'],
    ['sysctls of the network are not of the node', { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } }, { hostNetwork: true, securityContext: { sysctls: [{ name: 'net/core/somaxconn', value: '1' }] } }, 'spec.securityContext.sysctls[0].name'],
    ['users of its own need a network of its own', { hostUsers: false }, { hostUsers: false, hostNetwork: true }, 'spec.hostNetwork'],
    ['a toleration of everything says Exists', { tolerations: [{ operator: 'Exists' }] }, { tolerations: [{ effect: 'NoSchedule' }] }, 'spec.tolerations[0].operator'],
    ['seconds are for NoExecute', { tolerations: [{ key: 'a', effect: 'NoExecute', tolerationSeconds: 1 }] }, { tolerations: [{ key: 'a', tolerationSeconds: 1 }] }, 'spec.tolerations[0].effect'],
    ['affinity has a topology', term({ labelSelector: {} }), term({ topologyKey: '' }), 'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey'],
    ['keys come from the pod or from the selector', term({ labelSelector: { matchLabels: { a: 'b' } }, matchLabelKeys: ['c'] }), term({ matchLabelKeys: ['c'] }), 'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys'],
    ['spread has one constraint per kind', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }] }, { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }, { maxSkew: 2, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }] }, 'spec.topologySpreadConstraints[1]'],
    ['gates are unique', { schedulingGates: [{ name: 'a' }] }, { schedulingGates: [{ name: 'a' }, { name: 'a' }] }, 'spec.schedulingGates[1]'],
    ['a gated pod has no node', { nodeName: 'a' }, { nodeName: 'a', schedulingGates: [{ name: 'a' }] }, 'spec.nodeName'],
    ['Windows has no Linux users', { os: { name: 'windows' } }, { os: { name: 'windows' }, securityContext: { runAsUser: 1 } }, 'spec.securityContext.runAsUser'],
    ['the pod holds what its containers ask for', { resources: { requests: { cpu: '1' } } }, one({ resources: { requests: { cpu: '2' } } }, { resources: { requests: { cpu: '1' } } }), 'spec.resources.requests.cpu'],
    ['ephemeral containers come later', {}, { ephemeralContainers: [{ name: 'debug', image: 'a' }] }, 'spec.ephemeralContainers'],
    ['a deadline is positive', { activeDeadlineSeconds: 1 }, { activeDeadlineSeconds: 0 }, 'spec.activeDeadlineSeconds'],
  ], pod);

  test('a misspelled name is accused once, however often it is used', () => {
    expect(pathsOf(pod(mounted({ secret: {} })))).toEqual(['spec.volumes[0].secret.secretName']);
  });

  test('what does not work as written is warned of', () => {
    const object = pod(one({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }, { name: 'P', value: 'x' }, { name: 'P', value: '$(P):y' }], ports: [{ containerPort: 80 }, { containerPort: 80 }], resources: { limits: { memory: '100m' } } }, { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }));
    expect(codeOf(object).problems(object)).toEqual([]);
    expect(codeOf(object).warnings?.(object).map(({ path }) => path.join('.'))).toEqual(['spec.nodeSelector.beta.kubernetes.io/os', 'spec.containers.0.resources.limits.memory', 'spec.containers.0.env.1', 'spec.containers.0.ports.1']);
  });
});
