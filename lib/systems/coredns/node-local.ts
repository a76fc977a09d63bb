import { writeCorefile, type ServerBlock } from '../../corefile/corefile';
import type { ClusterDnsIntent, NodeLocalIntent } from '../../intents/cluster-dns';
import type { Origin } from '../../intents/intents';
import type { Manifest } from '../../model/object';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { serviceAccount } from './access';
import { directive } from './corefile';

const name = 'node-local-dns';
const upstreamService = 'kube-dns-upstream';
const labels = { 'k8s-app': name };
const [healthPort, metricsPort] = [8080, 9253];
/** What the cache itself replaces, when it runs. */
const [clusterDns, upstreamServers] = ['__PILLAR__CLUSTER__DNS__', '__PILLAR__UPSTREAM__SERVERS__'];

/**
 * NodeLocal DNSCache: a cache on every node, and the Service by which it asks the cluster's DNS. Where kube-proxy uses iptables or nftables it takes the address of the cluster's DNS
 * on its node; with IPVS kubelets have to name it; Cilium sends questions to it by a policy of its own.
 *
 * Source: `nodelocaldns.yaml` of Kubernetes 1.36; "Node-local DNS" of Cilium 1.20.
 */
export function nodeLocal(intent: ClusterDnsIntent, cache: NodeLocalIntent, platform: Platform, origin: Origin): readonly Contribution[] {
  const { dns: { namespace, labels: servers, port } } = platform;
  const questions = [{ name: 'dns', port: 53, targetPort: port, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, targetPort: port, protocol: 'TCP' }];
  const written: readonly Manifest[] = [
    serviceAccount(platform, name),
    manifest(platform, { apiVersion: 'v1', kind: 'ConfigMap', name, namespace, data: { Corefile: nodeCorefile(intent, cache, platform) } }),
    manifest(platform, { apiVersion: 'v1', kind: 'Service', name: upstreamService, namespace, labels: servers, spec: { selector: servers, ports: questions } }),
    manifest(platform, { apiVersion: 'v1', kind: 'Service', name, namespace, labels, spec: { clusterIP: 'None', selector: labels, ports: [{ name: 'metrics', port: metricsPort, targetPort: metricsPort, protocol: 'TCP' }] } }),
    daemonSet(cache, platform),
    ...(cache.kubeProxy === 'cilium' ? [redirect(platform)] : []),
  ];
  return written.map(each => object('service', each, origin));
}

/** Addresses that it answers at. */
function bound({ kubeProxy, localIP, clusterIP }: NodeLocalIntent): readonly string[] {
  if (kubeProxy === 'cilium') return ['0.0.0.0'];
  return kubeProxy === 'ipvs' ? [localIP] : [localIP, clusterIP];
}

function nodeCorefile({ forwardedZones }: ClusterDnsIntent, cache: NodeLocalIntent, { clusterDomain }: Platform): string {
  const health = cache.kubeProxy === 'cilium' ? directive('health') : directive('health', `${cache.localIP.includes(':') ? `[${cache.localIP}]` : cache.localIP}:${healthPort}`);
  // Over TCP: no entry for each question in the connection table of the node, which is what loses them.
  const overTcp = directive('forward', '.', clusterDns).with(directive('force_tcp'));
  const block = (zone: string, ...own: ServerBlock['plugins']): ServerBlock => ({ keys: [`${zone}:53`], plugins: [directive('errors'), ...own, directive('reload'), directive('loop'), directive('bind', ...bound(cache)), directive('prometheus', `:${metricsPort}`)] });
  return writeCorefile(
    [
      block(clusterDomain, directive('cache').with(directive('success', '9984', '30'), directive('denial', '9984', '5')), overTcp, health),
      ...['in-addr.arpa', 'ip6.arpa', ...forwardedZones.map(({ zone }) => zone).filter(zone => zone !== 'in-addr.arpa' && zone !== 'ip6.arpa')].map(zone => block(zone, directive('cache', '30'), overTcp)),
      block('.', directive('cache', '30'), directive('forward', '.', upstreamServers)),
    ],
    { image: 'node-cache' },
  );
}

function daemonSet({ kubeProxy, image, localIP, clusterIP }: NodeLocalIntent, platform: Platform): Manifest {
  const onNode = kubeProxy !== 'cilium';
  const addresses = kubeProxy === 'ipvs' || kubeProxy === 'cilium' ? localIP : `${localIP},${clusterIP}`;
  return manifest(platform, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    name,
    namespace: platform.dns.namespace,
    labels,
    spec: {
      // While one restarts, its node has no names.
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-node-critical',
          hostNetwork: onNode ? true : undefined,
          dnsPolicy: 'Default',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }, { effect: 'NoSchedule', operator: 'Exists' }],
          containers: [
            {
              name: 'node-cache',
              image,
              args: ['-localip', addresses, '-conf', '/etc/Corefile', '-upstreamsvc', upstreamService, ...(onNode ? [] : ['-skipteardown=true', '-setupinterface=false', '-setupiptables=false'])],
              resources: { requests: { cpu: '25m', memory: '25Mi' } },
              securityContext: onNode ? { capabilities: { add: ['NET_ADMIN'] } } : { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } },
              ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }, { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' }, { name: 'metrics', containerPort: metricsPort, protocol: 'TCP' }],
              livenessProbe: { httpGet: { host: onNode ? localIP : undefined, path: '/health', port: healthPort }, initialDelaySeconds: 60, timeoutSeconds: 5 },
              volumeMounts: [...(onNode ? [{ name: 'xtables-lock', mountPath: '/run/xtables.lock' }] : []), { name: 'config', mountPath: '/etc/coredns' }, { name: 'kube-dns-config', mountPath: '/etc/kube-dns' }],
            },
          ],
          volumes: [
            ...(onNode ? [{ name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } }] : []),
            { name: 'kube-dns-config', configMap: { name: 'kube-dns', optional: true } },
            { name: 'config', configMap: { name, items: [{ key: 'Corefile', path: 'Corefile.base' }] } },
          ],
        },
      },
    },
  });
}

/** Questions to the Service of the cluster's DNS go to the cache of the node. */
function redirect(platform: Platform): Manifest {
  return manifest(platform, {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumLocalRedirectPolicy',
    name,
    namespace: platform.dns.namespace,
    spec: {
      redirectFrontend: { serviceMatcher: { serviceName: 'kube-dns', namespace: platform.dns.namespace } },
      redirectBackend: { localEndpointSelector: { matchLabels: labels }, toPorts: [{ port: '53', name: 'dns', protocol: 'UDP' }, { port: '53', name: 'dns-tcp', protocol: 'TCP' }] },
    },
  });
}
