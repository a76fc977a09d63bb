import * as fc from 'fast-check';
import type { Platform } from '../../../lib/platform/platform';
import { shop } from '../../support/shop';
import { startApiServer, type ApiServer } from '../engines/apiserver';
import type { KubernetesObject } from '../engines/engine';
import { startIstio, type Istio } from '../engines/istio';
import { describeWith } from '../engines/parts';
import { Judges } from './judge';
import { optionSetsOf } from '../../support/option-sets/all';
import { platform, platformNames } from '../../support/option-sets/platforms';

// Whatever options a pattern is given, the real API server takes every object it writes, strictly; istiod's admission has neither an error nor
// a warning; and the analyzers have nothing to say but what is explained. A failure is shrunk to the smallest option set.

const runs = 200;

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
        test.each(optionSetsOf(name))(`${name}: %s`, async (_pattern, sets) => {
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
