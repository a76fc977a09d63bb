import { lintCorefile } from '../../../lib/check/lint-corefile';
import { checkCorefile } from '../../../lib/corefile/check';
import type { Version } from '../../../lib/model/version';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { ClusterDnsPattern, ClusterDnsProps } from '../../../lib/patterns/cluster-dns/props';
import { dnsCores, dnsMaxConcurrent, dnsMemory, dnsReplicas } from '../../../lib/patterns/cluster-dns/sizing';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { stock } from '../../corefile/stock';
import { lex } from '../../../lib/corefile/lexer';
import { refusal } from '../../support/misuse';
import { shop } from '../../support/shop';

const accept = [{ rule: 'platform/cluster-dns-pods-insecure', reason: 'as it was' }];
const made = (options: Partial<ClusterDnsProps<Platform>>, version: Version = '1.15.0'): ClusterDnsPattern => clusterDns<Platform>({ network: shop(plainKubernetes({ cluster: 'test', dns: { version }, gatewayApi: { className: 'example' } })).net, ...options });

describe('levels', () => {
  test('stock is what installers write, word for word but for order', () => {
    const words = (text: string): readonly string[] => lex(text).tokens.map(token => token.text).sort();
    expect(words(made({ level: 'stock', accept }).corefile ?? '')).toEqual(words(stock['kubeadm 1.30']?.text ?? ''));
  });

  test('stock answers for pods that do not exist, which has to be accepted', () => expect(refusal(() => made({ level: 'stock' })).what).toContain('podRecords insecure'));

  test('highThroughput, as the newest release takes it', () => {
    expect(made({ level: 'highThroughput', maxConcurrent: 4000 }).corefile).toBe(`.:53 {
    errors {
        consolidate 30s ".* i/o timeout$" warning show_first
    }
    health {
        lameduck 15s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods disabled
        ttl 30
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf {
        max_concurrent 4000
        expire 30s
    }
    cache 300 {
        success 19968 300 5
        denial 9984 30
        prefetch 10 1m 20%
        serve_stale 1h verify 500ms 30s
        servfail 5s
        disable success cluster.local
        disable denial cluster.local
    }
    loop
    reload
    loadbalance
    bufsize 1232
    multisocket 2
}
`);
  });

  test.each<[Version, string, boolean]>([['1.11.3', 'serve_stale 1h verify', false], ['1.12.0', 'serve_stale 1h verify', true], ['1.14.4', 'serve_stale 1h verify 500ms', true], ['1.14.7', 'serve_stale 1h verify 500ms 30s', true]])('on %s: %s, sockets: %p', (version, stale, sockets) => {
    const { corefile = '' } = made({ level: 'highThroughput' }, version);
    expect([corefile.includes(`${stale}\n`), corefile.includes('multisocket')]).toEqual([true, sockets]);
    expect(checkCorefile(corefile, { version })).toEqual([]);
  });

  test.each(['balanced', 'highThroughput'] as const)('%s has no findings but that the file of the node lists what it lists', level => {
    expect(lintCorefile(made({ level }).corefile ?? '').map(({ rule }) => rule)).toEqual(['dns/forward-upstreams', 'dns/loop-limits']);
  });

  test.each(['stock', 'balanced', 'highThroughput'] as const)('%s: every setting stands in the Corefile and has its reason', level => {
    const { corefile = '', settings } = made({ level, accept });
    expect(settings.length).toBeGreaterThan(4);
    for (const { setting, value, why } of settings) {
      expect(corefile).toContain(setting.split(' ').at(-1));
      if (!/[a-z]{4}/.test(value)) expect(corefile).toContain(value);
      expect(why.length).toBeGreaterThan(15);
    }
  });
});

describe('more than one cluster, and more than IPv4', () => {
  test('names of the set of clusters', () => {
    const { corefile = '' } = made({ clusterSet: true });
    expect(corefile).toContain('kubernetes cluster.local clusterset.local in-addr.arpa ip6.arpa {');
    expect(corefile).toContain('        multicluster clusterset.local\n');
    expect(corefile).toContain('disable success cluster.local clusterset.local\n');
    expect(refusal(() => made({ clusterSet: true }, '1.12.1')).what).toContain('clusterSet came with CoreDNS 1.12.2');
  });

  test('IPv6 alone', () => {
    expect(made({ dns64: '64:ff9b::/96' }).corefile).toContain('dns64 {\n        prefix 64:ff9b::/96\n');
    expect(refusal(() => made({ dns64: '10.0.0.0/8' })).what).toContain('a block of IPv6');
  });
});

describe('sums', () => {
  test.each([
    [dnsMemory({ pods: 5000, services: 500 }), { request: 70, limit: 170 }, '(5000 pods + 500 services) / 1000 + 54 = 60 MB; request max(70, 60), limit max(170, 60 × 1.5)'],
    [dnsMemory({ pods: 100_000, services: 10_000 }), { request: 164, limit: 246 }, '(100000 pods + 10000 services) / 1000 + 54 = 164 MB; request max(70, 164), limit max(170, 164 × 1.5)'],
    [dnsMemory({ pods: 5000, services: 500, podRecords: 'verified' }), { request: 78, limit: 170 }, '(5000 pods + 500 services) / 250 + 56 = 78 MB; request max(70, 78), limit max(170, 78 × 1.5)'],
    [dnsMemory({ pods: 0, services: 0, answers: 29_952 }), { request: 114, limit: 171 }, '(0 pods + 0 services) / 1000 + 54 + 19968 answers × 3 kB = 114 MB; request max(70, 114), limit max(170, 114 × 1.5)'],
    [dnsCores({ lookupsPerSecond: 3300 }), 2, '3300 lookups/s × 10 questions / 16500 questions per core = 2'],
    [dnsCores({ lookupsPerSecond: 3300, questionsPerLookup: 1 }), 1, '3300 lookups/s × 1 questions / 16500 questions per core = 1'],
    [dnsReplicas({ nodes: 40, cores: 320 }), 3, 'max(2, 320 cores / 256 = 2, 40 nodes / 16 = 3, 0 cores of questions) = 3'],
    [dnsReplicas({ nodes: 1, cores: 4 }), 2, 'max(2, 4 cores / 256 = 1, 1 nodes / 16 = 1, 0 cores of questions) = 2'],
    [dnsMaxConcurrent({ questionsPerSecond: 2000, latencySeconds: 0.5 }), 2000, '2 × 2000 questions/s × 0.5 s = 2000, at least 1000, at most 5 % of 170 MB / 2 kB = 4250'],
  ])('%#: %j', (sized, value, formula) => expect(sized).toEqual({ value, formula }));

  test('what cannot be is refused', () => {
    expect(refusal(() => dnsMemory({ pods: -1, services: 0 })).what).toContain('pods is -1');
    expect(refusal(() => dnsMaxConcurrent({ questionsPerSecond: 10_000, latencySeconds: 1 })).what).toContain('20000 questions at a time take 40 MB, over a twentieth of 170 MB');
  });
});
