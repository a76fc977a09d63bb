import * as fc from 'fast-check';
import type { Platform } from '../../../lib/platform/platform';
import { shop } from '../../support/shop';
import { startApiServer, type ApiServer } from '../engines/apiserver';
import type { KubernetesObject } from '../engines/engine';
import { startIstio, type Istio } from '../engines/istio';
import { describeWith } from '../engines/parts';
import { Judges } from './judge';
import { bypasses, webhooks } from './bypass-sets';
import { hostNetworks, pinnedCpus } from './node-sets';
import { exposures } from './exposures';
import { externalServices } from './external-services';
import { canaries, defaultDenies, mutualTlsSets, together, type OptionSet } from './option-sets';
import { aliases, sharedServices } from './multi-cluster-sets';
import { clusterDnses } from './dns-sets';
import { scrapes } from './scrape-sets';
import { localities } from './traffic-sets';
import { platform, platformNames, type PlatformName } from './platforms';

// Whatever options a pattern is given, the real API server takes every object it writes, strictly; istiod's admission has neither an error nor
// a warning; and the analyzers have nothing to say but what is explained. A failure is shrunk to the smallest option set.

const runs = 200;

function setsOf(name: PlatformName): readonly (readonly [pattern: string, sets: fc.Arbitrary<OptionSet>])[] {
  const everywhere: readonly (readonly [string, fc.Arbitrary<OptionSet>])[] = [
    ['default-deny', defaultDenies],
    ['host-network', hostNetworks],
    ['pinned-cpu', pinnedCpus(name)],
    ['exposure', exposures(name)],
    ['scrape', scrapes(name)],
    ['cluster-dns', clusterDnses],
    ['external-service', externalServices(name)],
    ['webhook', webhooks],
  ];
  if (name === 'plain-kubernetes') return everywhere;
  return [
    ...everywhere,
    ['canary', canaries(name)],
    ['mutual-tls', mutualTlsSets],
    ['locality', localities],
    ['multi-cluster-service', sharedServices],
    ['multi-cluster-service by alias', aliases],
    ['mesh-bypass', bypasses],
    ['all together', together(name)],
  ];
}

describeWith(['apiserver', 'crds', 'istio'], 'everything that patterns write is accepted', () => {
  let istio: Istio;
  beforeAll(() => {
    istio = startIstio('patterns');
  });
  afterAll(() => istio.stop());

  for (const channel of ['standard', 'experimental'] as const) {
    describe(`with the ${channel} channel of the Gateway API`, () => {
      let server: ApiServer;
      beforeAll(async () => {
        server = await startApiServer({ purpose: 'patterns', sets: ['istio-1.31', `gateway-api-${channel}`, 'cilium', 'prometheus-operator', 'mcs'] });
      });
      afterAll(() => server.stop());

      for (const name of platformNames.filter(each => each.endsWith('experimental') === (channel === 'experimental'))) {
        test.each(setsOf(name))(`${name}: %s`, async (_pattern, sets) => {
          const judges = new Judges(server, istio);
          await fc.assert(
            fc.asyncProperty(platform(name), sets, async (facts: Platform, { patterns }) => {
              const composed = shop(facts);
              const { manifests, findings } = composed.compose(...patterns(composed));
              expect(findings.filter(({ rule }) => rule === 'api/owner-conflict')).toEqual([]);
              expect(await judges.judge(manifests as unknown as readonly KubernetesObject[], facts)).toEqual([]);
            }),
            { numRuns: runs, seed: 20261124 },
          );
          expect(judges.counts.sets).toBeGreaterThanOrEqual(runs);
        });
      }
    });
  }
});
