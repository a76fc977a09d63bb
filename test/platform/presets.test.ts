import type { Platform } from '../../lib/platform/platform';
import { serviceHost, systemOf } from '../../lib/platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../../lib/platform/presets';
import { refusal } from '../support/misuse';

const mesh = istioSidecar({ cluster: 'eu', routing: 'istio' });
const plain = plainKubernetes({ cluster: 'eu' });

describe('what is not said', () => {
  test.each<readonly [option: string, of: (platform: Platform) => unknown, value: unknown]>([
    ['kubernetesVersion', p => p.kubernetesVersion, '1.36'],
    ['clusterDomain', p => p.clusterDomain, 'cluster.local'],
    ['ipFamilies', p => p.ipFamilies, ['IPv4']],
    ['cni', p => p.cni, { name: 'unknown', enforcesPolicy: true, exemptsOwnNode: true, nodePeers: 'ip-block' }],
    ['dns', p => p.dns, { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53, carrier: 'kubeadm', version: '1.14.2' }],
    ['nodeCidrs', p => p.nodeCidrs, []],
    ['apiServer', p => p.apiServer, undefined],
    ['controlPlaneSources', p => p.controlPlaneSources, []],
    ['monitoring', p => p.monitoring, undefined],
    ['tracing', p => p.tracing, undefined],
    ['ingress', p => p.ingress, undefined],
    ['mcs', p => p.mcs, undefined],
    ['peers', p => p.peers, []],
  ])('%s is the same for every cluster', (_option, of, value) => {
    expect([of(mesh), of(plain)]).toEqual([value, value]);
  });

  test('of the mesh is what an installation of Istio has', () => {
    expect(mesh).toMatchObject({
      mesh: 'istio',
      dataPlane: 'sidecar',
      istioVersion: '1.31',
      trustDomain: 'cluster.local',
      rootNamespace: 'istio-system',
      controlPlane: { namespace: 'istio-system', labels: { app: 'istiod' }, port: 15012 },
      enrolment: { label: 'istio-injection', value: 'enabled' },
      gatewayApi: { version: '1.6', channel: 'standard', className: 'istio' },
    });
    expect(mesh.controlPlane).not.toHaveProperty('plaintextPort');
  });

  test('without a mesh there is none, and the Gateway API routes', () => {
    expect(plain).toMatchObject({ mesh: 'none', dataPlane: 'none', routing: 'gateway', gatewayApi: { version: '1.6', channel: 'standard' } });
  });
});

describe('what is said in part is completed', () => {
  test('monitoring', () => {
    const stack = { labels: { 'app.kubernetes.io/name': 'prometheus' }, annotationJob: false, certificate: { directory: '/etc/prom-certs' } };
    const operator = { version: '0.93', monitorLabels: {}, ruleLabels: {}, monitorNamespaces: 'all', readsEndpointSlices: true, fileAccess: true };
    expect(istioSidecar({ cluster: 'eu', routing: 'istio', monitoring: true }).monitoring).toEqual({ ...stack, namespace: 'monitoring', scrapeMode: 'merged', operator });
    expect(plainKubernetes({ cluster: 'eu', monitoring: { namespace: 'observe' } }).monitoring).toEqual({ ...stack, namespace: 'observe', scrapeMode: 'direct', operator });
    expect(plainKubernetes({ cluster: 'eu', monitoring: { operator: { monitorLabels: { release: 'x' } } } }).monitoring?.operator).toEqual({ ...operator, monitorLabels: { release: 'x' }, ruleLabels: { release: 'x' } });
    expect(plainKubernetes({ cluster: 'eu', monitoring: { operator: { monitorLabels: { release: 'x' }, ruleLabels: { role: 'alerts' } } } }).monitoring?.operator).toEqual({ ...operator, monitorLabels: { release: 'x' }, ruleLabels: { role: 'alerts' } });
    expect(plainKubernetes({ cluster: 'eu', monitoring: { operator: false } }).monitoring).toMatchObject({ operator: false, annotationJob: true });
  });

  test('tracing, the API server, DNS and the control plane', () => {
    expect(plainKubernetes({ cluster: 'eu', tracing: { namespace: 'observe', labels: { app: 'otel' } } }).tracing?.port).toBe(4317);
    expect(plainKubernetes({ cluster: 'eu', apiServer: { cidrs: ['10.0.0.1/32'] } }).apiServer?.port).toBe(6443);
    expect(plainKubernetes({ cluster: 'eu', dns: { port: 5353 } }).dns).toMatchObject({ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 5353 });
    expect((['1.32', '1.33', '1.35.2', '1.37'] as const).map(kubernetesVersion => plainKubernetes({ cluster: 'eu', kubernetesVersion }).dns.version)).toEqual(['1.11.3', '1.12.0', '1.13.1', '1.14.2']);
    expect(istioSidecar({ cluster: 'eu', routing: 'istio', controlPlane: { plaintextPort: 15010 } }).controlPlane).toEqual({ namespace: 'istio-system', labels: { app: 'istiod' }, port: 15012, plaintextPort: 15010 });
  });

  test('a revision is a label of its own; any other label may be given', () => {
    expect(istioSidecar({ cluster: 'eu', routing: 'istio', enrolment: { revision: '1-31' } }).enrolment).toEqual({ label: 'istio.io/rev', value: '1-31' });
    expect(istioSidecar({ cluster: 'eu', routing: 'istio', enrolment: { label: 'mesh', value: 'on' } }).enrolment).toEqual({ label: 'mesh', value: 'on' });
  });

  test('the CNI by its name, with corrections of single facts', () => {
    expect(plainKubernetes({ cluster: 'eu', cni: 'cilium' }).cni).toEqual({ name: 'cilium', enforcesPolicy: true, exemptsOwnNode: true, nodePeers: 'cilium-entities' });
    expect(plainKubernetes({ cluster: 'eu', cni: 'flannel' }).cni.enforcesPolicy).toBe(false);
    expect(plainKubernetes({ cluster: 'eu', cni: { name: 'cilium', nodePeers: 'ip-block' } }).cni).toMatchObject({ name: 'cilium', nodePeers: 'ip-block' });
  });
});

test('a cluster is one column of the capability table', () => {
  const experimental = { gatewayApi: { channel: 'experimental' } } as const;
  expect([
    systemOf(plain), systemOf(mesh), systemOf(istioSidecar({ cluster: 'eu', routing: 'gateway' })),
    systemOf(istioSidecar({ cluster: 'eu', routing: 'gateway', ...experimental })), systemOf(istioSidecar({ cluster: 'eu', routing: 'istio', ...experimental })),
  ]).toEqual(['plain-kubernetes', 'istio-sidecar', 'istio-sidecar-gateway', 'istio-sidecar-gateway-experimental', 'istio-sidecar']);
});

test('hosts are written in full, under the domain of the cluster', () => {
  expect(serviceHost(plainKubernetes({ cluster: 'eu', clusterDomain: 'eu.internal' }), { name: 'web', namespace: { name: 'shop' } })).toBe('web.shop.svc.eu.internal');
});

describe('what cannot be is refused where it is written', () => {
  const pods = { namespace: 'observe', labels: { app: 'x' } };
  const peer = { cluster: 'us', network: 'us' };
  test.each<readonly [options: Partial<ClusterOptions>, what: string]>([
    [{ cluster: 'EU West' }, 'platform: cluster "EU West" must be'],
    [{ clusterDomain: 'cluster..local' }, 'platform: clusterDomain "cluster..local" must be'],
    [{ kubernetesVersion: 'latest' as '1.36' }, 'platform: kubernetesVersion "latest" is not a version'],
    [{ kubernetesVersion: '1.31' }, 'platform: kubernetesVersion 1.31 is older than 1.32'],
    [{ gatewayApi: { version: '1.3' } }, 'platform: gatewayApi.version 1.3 is older than 1.4'],
    [{ nodeCidrs: ['10.0.0.1/16'] }, 'platform: nodeCidrs "10.0.0.1/16" is not usable: "10.0.0.1/16" has bits set after the prefix; the network is "10.0.0.0/16"'],
    [{ dns: { nodeLocalIP: 'node-local' } }, 'platform: dns "node-local" is not usable'],
    [{ dns: { labels: {} } }, 'platform: dns.labels "{}" selects every pod of the namespace'],
    [{ dns: { namespace: 'Kube' } }, 'platform: dns.namespace "Kube" must be'],
    [{ dns: { carrier: 'kops' as 'kubeadm' } }, 'platform: dns.carrier "kops" does not exist'],
    [{ dns: { version: '1.9.4' } }, 'platform: dns.version 1.9.4 is older than 1.10'],
    [{ dns: { version: 'new' as '1.14' } }, 'platform: dns.version "new" is not a version'],
    [{ dns: { port: 0 } }, 'platform: dns.port "0" must be a whole number from 1 to 65535'],
    [{ apiServer: { cidrs: ['1.2.3.4/40'] } }, 'platform: apiServer.cidrs "1.2.3.4/40" is not usable'],
    [{ apiServer: { cidrs: [] } }, 'platform: apiServer.cidrs "[]" names nobody'],
    [{ apiServer: { cidrs: ['1.2.3.4/32'], port: 70000 } }, 'platform: apiServer.port "70000" must be'],
    [{ controlPlaneSources: ['x'] }, 'platform: controlPlaneSources "x" is not usable'],
    [{ tracing: { ...pods, labels: { 'a b': 'c' } } }, 'platform: tracing.labels "a b: c" is not a label'],
    [{ tracing: { ...pods, port: 1.5 } }, 'platform: tracing.port "1.5" must be'],
    [{ monitoring: { labels: { app: 'a/b' } } }, 'platform: monitoring.labels "app: a/b" is not a label'],
    [{ monitoring: { scrapeMode: 'all' as 'direct' } }, 'platform: monitoring.scrapeMode "all" does not exist'],
    [{ monitoring: { operator: { version: '0.60' } } }, 'platform: monitoring.operator.version "0.60" is older than 0.73, the first with ScrapeClasses'],
    [{ monitoring: { operator: { version: 'new' as '0.93' } } }, 'platform: monitoring.operator.version "new" is not a version'],
    [{ monitoring: { operator: { monitorLabels: { 'a b': 'c' } } } }, 'platform: monitoring.operator "a b: c" is not a label'],
    [{ monitoring: { operator: { monitorNamespaces: 'mine' as 'own' } } }, 'platform: monitoring.operator.monitorNamespaces "mine" does not exist'],
    [{ monitoring: { serviceAccount: 'Prometheus' } }, 'platform: monitoring.serviceAccount "Prometheus" must be'],
    [{ monitoring: { certificate: { directory: 'certs' } } }, 'platform: monitoring.certificate.directory "certs" is no folder'],
    [{ monitoring: { certificate: { scrapeClass: 'Mesh!' } } }, 'platform: monitoring.certificate.scrapeClass "Mesh!" must be'],
    [{ ingress: { ...pods, namespace: '', serviceAccount: 'x' } }, 'platform: ingress.namespace "" is empty'],
    [{ peers: [peer, peer] }, 'platform: peers "us" is named twice'],
    [{ peers: [{ ...peer, cluster: 'eu' }] }, 'platform: peers "eu" is named twice'],
    [{ network: 'eu west' }, 'platform: network "eu west" is no label value'],
    [{ peers: [{ ...peer, cluster: 'US' }] }, 'platform: peers US: cluster "US" must be'],
    [{ peers: [{ ...peer, network: '' }] }, 'platform: peers us: network "" is empty'],
    [{ peers: [{ ...peer, trustDomain: 'Corp' }] }, 'platform: peers us: trustDomain "Corp" must be'],
    [{ peers: [{ ...peer, clusterDomain: 'a..b' }] }, 'platform: peers us: clusterDomain "a..b" must be'],
    [{ peers: [{ ...peer, sourceCidrs: ['10.0.0.1/8'] }] }, 'platform: peers us: sourceCidrs "10.0.0.1/8" is not usable'],
    [{ peers: [{ ...peer, podCidrs: ['pods'] }] }, 'platform: peers us: podCidrs "pods" is not usable'],
    [{ peers: [{ ...peer, gateway: { addresses: ['eastwest.us.example'] } }] }, 'platform: peers us: gateway.addresses "eastwest.us.example" is not an IP address'],
    [{ peers: [{ ...peer, gateway: { addresses: ['203.0.113.0/28'] } }] }, 'platform: peers us: gateway.addresses "203.0.113.0/28" is not an IP address'],
    [{ peers: [{ ...peer, gateway: { hostnames: ['203.0.113.1'] } }] }, 'platform: peers us: gateway.hostnames "203.0.113.1" is an IP address'],
    [{ peers: [{ ...peer, gateway: { hostnames: ['api.shop.svc.cluster.local'] } }] }, 'platform: peers us: gateway.hostnames "api.shop.svc.cluster.local" is a name of a cluster'],
    [{ peers: [{ ...peer, gateway: { hostnames: ['a.example'], cidrs: ['a.example'] } }] }, 'platform: peers us: gateway.cidrs "a.example" is not usable'],
    [{ peers: [{ ...peer, gateway: { hostnames: ['a.example'], port: 0 } }] }, 'platform: peers us: gateway.port "0" must be'],
    [{ peers: [{ ...peer, gateway: { addresses: [] as never } }] }, 'platform: peers us: gateway "{"addresses":[]}" names nobody'],
  ])('%j', (options, what) => {
    expect(refusal(() => plainKubernetes({ cluster: 'eu', ...options })).what).toContain(what);
    expect(refusal(() => istioSidecar({ cluster: 'eu', routing: 'istio', ...options })).what).toContain(what);
  });

  test('so is a mesh that cannot be', () => {
    const options = { cluster: 'eu', routing: 'istio' } as const;
    expect(refusal(() => plainKubernetes({ cluster: 'eu', monitoring: { scrapeMode: 'merged' } }))).toEqual({ what: 'platform: monitoring.scrapeMode "merged" is about the proxies of a mesh, and there is none', fix: 'leave it out' });
    expect(refusal(() => istioSidecar({ ...options, monitoring: { scrapeMode: 'istioCerts', operator: { fileAccess: false } } })).what).toContain('names files, which the Prometheus refuses to monitors');
    expect(refusal(() => istioSidecar({ ...options, istioVersion: '1.29' }))).toEqual({ what: 'platform: istioVersion 1.29 is older than 1.30: earlier minors reached their end of life', fix: 'use 1.30 or later' });
    expect(refusal(() => istioSidecar({ ...options, trustDomain: 'Corp' })).what).toContain('trustDomain');
    expect(refusal(() => istioSidecar({ ...options, controlPlane: { port: 0 } })).what).toContain('controlPlane.port');
    expect(refusal(() => istioSidecar({ ...options, controlPlane: { labels: {} } })).what).toContain('controlPlane.labels');
    expect(refusal(() => istioSidecar({ ...options, eastWest: { port: 0 } })).what).toContain('eastWest.port');
    expect(refusal(() => istioSidecar({ ...options, eastWest: { name: 'East' } })).what).toContain('eastWest.name "East"');
    expect(refusal(() => istioSidecar({ ...options, eastWest: { labels: {} } })).what).toContain('eastWest.labels');
  });

  test('the east-west gateway is where istioctl puts it, or the one that istiod deploys', () => {
    const of = (routing: 'istio' | 'gateway', eastWest: object = {}): unknown => istioSidecar({ cluster: 'eu', routing, eastWest }).eastWest;
    expect(of('istio')).toEqual({ name: 'eastwestgateway', namespace: 'istio-system', port: 15443, labels: { istio: 'eastwestgateway' } });
    expect(of('gateway', { name: 'between', namespace: 'eastwest' })).toEqual({ name: 'between', namespace: 'eastwest', port: 15443, labels: { 'gateway.networking.k8s.io/gateway-name': 'between' } });
  });

  test('values that are only known at deploy are taken as they are', () => {
    const later = { apply: () => undefined };
    expect(() => plainKubernetes({ cluster: 'eu', peers: [{ cluster: 'us', network: 'us', gateway: { addresses: [later] }, sourceCidrs: [later] }], nodeCidrs: [later], dns: { nodeLocalIP: later }, apiServer: { cidrs: [later] } })).not.toThrow();
  });
});
