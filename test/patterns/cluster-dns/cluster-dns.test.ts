import type { JsonObject } from '../../../lib/model/json';
import { configmapOwned } from '../../../lib/rules/dns/configmap-owned';
import { ruled } from '../../support/rules';
import { clientNdots } from '../../../lib/patterns/cluster-dns/client-ndots';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { ClusterDnsProps } from '../../../lib/patterns/cluster-dns/props';
import { fieldAt } from '../../../lib/model/object';
import type { Dns } from '../../../lib/platform/dns';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { refusal } from '../../support/misuse';
import { shop, type Composed } from '../../support/shop';

type Options = Partial<ClusterDnsProps<Platform>>;
const additionsOnly = { accept: [{ rule: 'platform/cluster-dns-additions-only', reason: 'the stub domain' }] };

function configured(options: Options = {}, dns: Partial<Dns> = {}, clusterDomain = 'cluster.local'): { readonly corefile: string; readonly composed: Composed; readonly values: string | undefined } {
  const scene = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, dns, clusterDomain }));
  const pattern = clusterDns({ network: scene.net, ...options });
  return { corefile: pattern.corefile ?? '', composed: scene.compose(pattern), values: pattern.configurationValues };
}

/** Lines of the block of a plugin, without the braces. */
const block = (corefile: string, plugin: string): readonly string[] => new RegExp(`^    ${plugin}[^\\n]*\\{\\n([^}]*)`, 'm').exec(corefile)?.[1]?.trim().split('\n').map(line => line.trim()) ?? [];
const data = ({ composed }: ReturnType<typeof configured>, name: string): unknown => composed.get('ConfigMap', name, 'kube-system')['data'];

describe('what nobody said', () => {
  const given = configured();

  test('is this Corefile', () => {
    expect(given.corefile).toBe(`.:53 {
    errors {
        consolidate 30s ".* i/o timeout$" warning
    }
    health {
        lameduck 10s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods disabled
        ttl 30
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 300 {
        success 9984 300
        denial 4096 30
        serve_stale 1h verify
        disable success cluster.local
        disable denial cluster.local
    }
    loop
    reload
    loadbalance
    bufsize 1232
}
`);
  });

  test('is written into the ConfigMap that kubeadm made, with a warning whose it is', () => {
    expect(data(given, 'coredns')).toEqual({ Corefile: given.corefile });
    expect(given.composed.findings).toEqual([]);
    expect(ruled(configmapOwned, [given.composed.get('ConfigMap', 'coredns', 'kube-system') as unknown as JsonObject]).findings).toMatchObject([{ rule: 'dns/configmap-owned', severity: 'warning', codes: ['DNS-12'] }]);
  });
});

describe('options', () => {
  test('records, time, bounds and stale answers reach their plugins', () => {
    const { corefile } = configured({ podRecords: 'verified', ttl: 5, maxConcurrent: 4000, serveStale: false, lameduck: '20s', multisocket: 2 });
    expect(block(corefile, 'kubernetes')).toEqual(['pods verified', 'ttl 5', 'fallthrough in-addr.arpa ip6.arpa']);
    expect(block(corefile, 'forward')).toEqual(['max_concurrent 4000']);
    expect(corefile).not.toContain('serve_stale');
    expect(block(corefile, 'health')).toEqual(['lameduck 20s']);
    expect(corefile).toMatch(/^ {4}multisocket 2$/m);
  });

  test('the domain of the cluster is the zone, and the one that is not cached', () => {
    const { corefile } = configured({}, {}, 'eu.internal');
    expect(corefile).toContain('kubernetes eu.internal in-addr.arpa ip6.arpa {');
    expect(block(corefile, 'cache')).toEqual(expect.arrayContaining(['disable success eu.internal', 'disable denial eu.internal']));
  });

  test('upstreams may be addresses, and be asked over TLS', () => {
    expect(configured({ upstreams: ['192.0.2.53', '[2001:db8::53]:5353'] }).corefile).toContain('forward . 192.0.2.53 [2001:db8::53]:5353 {');
    const { corefile } = configured({ upstreams: ['9.9.9.9'], upstreamTls: { serverName: 'dns.example' } }, { nodeLocalIP: '169.254.20.10' });
    expect(corefile).toContain('forward . tls://9.9.9.9 {');
    expect(block(corefile, 'forward')).toEqual(['max_concurrent 1000', 'tls_servername dns.example']);
  });

  test('a longer grace period leaves room for a longer lame duck', () => {
    expect(block(configured({ lameduck: '30s', terminationGracePeriodSeconds: 60 }).corefile, 'health')).toEqual(['lameduck 30s']);
  });

  test('autopath takes the pods from the kubernetes plugin', () => {
    expect(configured({ autopath: true, podRecords: 'verified' }).corefile).toMatch(/^ {4}autopath @kubernetes$/m);
  });

  test('records for any address are written once they are accepted', () => {
    expect(block(configured({ podRecords: 'insecure', accept: [{ rule: 'platform/cluster-dns-pods-insecure', reason: 'old clients' }] }).corefile, 'kubernetes')[0]).toBe('pods insecure');
  });

  test('a stub domain is a block of its own, with a cache of its own', () => {
    const { corefile } = configured({ stubDomains: [{ zone: 'corp.example', upstreams: ['192.0.2.53', '192.0.2.54'] }, { zone: 'far.example', upstreams: ['198.51.100.53'], forceTcp: true }] });
    expect(corefile.slice(corefile.indexOf('corp.example'))).toBe('corp.example:53 {\n    errors\n    cache 30\n    forward . 192.0.2.53 192.0.2.54\n}\nfar.example:53 {\n    errors\n    cache 30\n    forward . 198.51.100.53 {\n        force_tcp\n    }\n}\n');
  });

  test('behind NodeLocal DNSCache questions go on over UDP', () => {
    expect(block(configured({}, { nodeLocalIP: '169.254.20.10' }).corefile, 'forward')).toEqual(['max_concurrent 1000', 'prefer_udp']);
  });

  test('it is the same in a mesh', () => {
    const scene = shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio' }));
    expect(clusterDns({ network: scene.net }).corefile).toBe(configured().corefile);
  });
});

describe('carriers', () => {
  const stubDomains = [{ zone: 'corp.example', upstreams: ['192.0.2.53'] }] as const;

  test('eks: the add-on takes it as a value, and no object is written', () => {
    const { composed, values, corefile } = configured({ stubDomains }, { carrier: 'eks' });
    expect(JSON.parse(values ?? '')).toEqual({ corefile });
    expect(composed.names('ConfigMap')).toEqual([]);
    expect(composed.findings).toEqual([]);
  });

  test.each(['aks', 'k3s'] as const)('%s: what can be added, and nothing that stands there already', carrier => {
    const given = configured({ ...additionsOnly, stubDomains, multisocket: 2 }, { carrier });
    expect(data(given, 'coredns-custom')).toEqual({ 'sealane.override': 'bufsize 1232\nmultisocket 2\n', 'sealane.server': 'corp.example:53 {\n    errors\n    cache 30\n    forward . 192.0.2.53\n}\n' });
    expect(given.corefile).toBe('');
    expect(given.composed.names('ConfigMap')).toEqual(['kube-system/coredns-custom']);
  });

  test('without stub domains there is no file for them, which would be empty', () => {
    expect(Object.keys(data(configured(additionsOnly, { carrier: 'aks' }), 'coredns-custom') as object)).toEqual(['sealane.override']);
  });

  test('two patterns that want different DNS are a conflict', () => {
    const scene = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
    const { findings } = scene.compose(clusterDns({ network: scene.net }), clusterDns({ network: scene.net, ttl: 5 }));
    expect(findings.map(({ rule }) => rule)).toContain('api/owner-conflict');
  });

  test('the objects carry who wrote them', () => {
    expect(fieldAt(configured().composed.get('ConfigMap', 'coredns'), 'metadata', 'annotations', 'sealane.dev/patterns')).toBe('cluster-dns');
  });
});

describe('what pods can do about it themselves', () => {
  test('two dots are enough to be asked as they are', () => {
    expect(clientNdots()).toEqual({ options: [{ name: 'ndots', value: '2' }] });
    expect(clientNdots(3)).toEqual({ options: [{ name: 'ndots', value: '3' }] });
  });

  test.each([1, 0, 16, 2.5])('%p is refused', ndots => {
    expect(refusal(() => clientNdots(ndots)).fix).toBe('use a whole number from 2 to 15');
  });
});
