import * as fc from 'fast-check';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { Dns } from '../../../lib/platform/dns';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { shop } from '../../support/shop';
import { startCorefile, type CorefileVerdict } from '../engines/corefile';
import type { Engine } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { addedDns, wholeDns } from '../../support/option-sets/cluster-dns';

// CoreDNS itself takes every Corefile that is written, whatever the options, on every carrier that takes one.

const runs = 300;
const on = (dns: Partial<Dns>, clusterDomain: string): Platform => plainKubernetes({ cluster: 'judged', dns, clusterDomain, gatewayApi: { className: 'example' } });
const domain = fc.constantFrom('cluster.local', 'eu.internal');

/** Root blocks of platforms that import additions, with the plugins that theirs have. */
const roots: Readonly<Record<string, (override: string, server: string) => string>> = {
  aks: (override, server) => `.:53 {\nerrors\nready\nhealth {\nlameduck 5s\n}\nkubernetes cluster.local in-addr.arpa ip6.arpa {\npods insecure\nfallthrough in-addr.arpa ip6.arpa\nttl 30\n}\nprometheus :9153\nforward . /etc/resolv.conf\ncache 30\nloop\nreload\nloadbalance\n${override}}\n${server}`,
  k3s: (override, server) => `.:53 {\nerrors\nhealth\nready\nkubernetes cluster.local in-addr.arpa ip6.arpa {\npods insecure\nfallthrough in-addr.arpa ip6.arpa\n}\nhosts {\nttl 60\nreload 15s\nfallthrough\n}\nprometheus :9153\ncache 30\nloop\nreload\nloadbalance\n${override}forward . /etc/resolv.conf\n}\n${server}`,
};

describeWith(['corefile'], 'CoreDNS takes what is written', () => {
  let engine: Engine<string, CorefileVerdict>;
  beforeAll(() => {
    engine = startCorefile('cluster DNS');
  });
  afterAll(() => engine.stop());

  test('refuses what is wrong', async () => {
    expect(await engine.ask('.:53 {\ncache 30\ncache 30\n}\n')).toMatchObject({ accepted: false });
  });

  test.each(['kubeadm', 'eks'] as const)('%s: as a whole', async carrier => {
    await fc.assert(
      fc.asyncProperty(wholeDns, domain, fc.constantFrom(53, 5353), fc.boolean(), async (options, clusterDomain, port, nodeLocal) => {
        const { net } = shop(on({ carrier, port, ...(nodeLocal && options.autopath !== true ? { nodeLocalIP: '169.254.20.10' } : {}) }, clusterDomain));
        const { corefile = '' } = clusterDns<Platform>({ network: net, ...options });
        expect(await engine.ask(corefile)).toEqual({ accepted: true });
      }),
      { numRuns: runs, seed: 20261124 },
    );
  });

  test.each(['aks', 'k3s'] as const)('%s: as additions to a root block', async carrier => {
    await fc.assert(
      fc.asyncProperty(addedDns, async options => {
        const { net, compose } = shop(on({ carrier }, 'cluster.local'));
        const data = compose(clusterDns<Platform>({ network: net, ...options })).get('ConfigMap', 'coredns-custom')['data'] as Readonly<Record<string, string>>;
        expect(await engine.ask(roots[carrier]?.(data['sealane.override'] ?? '', data['sealane.server'] ?? '') ?? '')).toEqual({ accepted: true });
      }),
      { numRuns: runs, seed: 20261124 },
    );
  });
});
