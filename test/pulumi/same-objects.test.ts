import * as fc from 'fast-check';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Network as Cdk8sNetwork } from '../../lib';
import { knownRules } from '../../lib/check/severities';
import { identityOf, referenceOf, type Manifest } from '../../lib/model/object';
import type { Network as CoreNetwork } from '../../lib/network/network';
import type { Platform } from '../../lib/platform/platform';
import { Network } from '../../lib/pulumi';
import { never } from '../../lib/rules/catalogue';
import { manifestsOf, mocked, reached } from '../support/mocks';
import { optionSetsOf } from '../support/option-sets/all';
import type { OptionSet } from '../support/option-sets/option-set';
import { platform, platformNames } from '../support/option-sets/platforms';
import { shopOf } from '../support/shop';

// Whatever options a pattern is given, Pulumi gets the objects that cdk8s writes, one by one. SEALANE_DEPTH multiplies the number of option sets.

const depth = Number(process.env['SEALANE_DEPTH'] ?? 1);
let made = 0;

/** What rules think of the generated sets is asked elsewhere; here nothing shall stop at it. */
const check = { severities: Object.fromEntries([...knownRules].filter(rule => !never.includes(rule)).map(rule => [rule, 'off' as const])) };

function byCdk8s(facts: Platform, { patterns }: OptionSet): readonly Manifest[] {
  const app = new App();
  const net: CoreNetwork<Platform> = new Cdk8sNetwork(app, facts, { check });
  const charts = { shop: new Chart(app, 'shop', { namespace: 'shop' }), edge: new Chart(app, 'edge', { namespace: 'edge' }) };
  patterns(shopOf(net)).forEach((pattern, i) => (net as Cdk8sNetwork<Platform>).adopt(new Construct(charts.shop, `pattern-${i}`), pattern, undefined));
  app.node.validate();
  return app.charts.flatMap(chart => chart.toJson() as Manifest[]);
}

async function byPulumi(facts: Platform, { patterns }: OptionSet): Promise<readonly Manifest[]> {
  const registered = await mocked();
  const { resources } = new Network(`same-${made}`, { platform: facts, check, patterns: net => patterns(shopOf(net)) });
  const failure = await reached(resources.values());
  if (failure !== undefined) throw failure;
  return manifestsOf(registered);
}

const byIdentity = (manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(manifests.map(manifest => [identityOf(referenceOf(manifest)), manifest]));

// Of the Gateway API's two channels one is enough but where all is looked into.
for (const name of platformNames.filter(each => depth > 1 || each !== 'istio-sidecar-gateway-experimental')) {
  test.each(optionSetsOf(name))(`${name}: %s`, async (_pattern, sets) => {
    await fc.assert(
      fc.asyncProperty(platform(name), sets, async (facts, set) => {
        const own = { ...facts, cluster: `same-${made++}` };
        const written = byCdk8s(own, set);
        const registered = await byPulumi(own, set);
        expect(registered).toHaveLength(written.length);
        expect(byIdentity(registered)).toEqual(byIdentity(written));
      }),
      { numRuns: depth, seed: 20261124 },
    );
  });
}
