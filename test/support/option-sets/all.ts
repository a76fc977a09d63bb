import type * as fc from 'fast-check';
import { bypasses, webhooks } from './bypasses';
import { clusterDnses } from './cluster-dns';
import { exposures } from './exposures';
import { externalServices } from './external-services';
import { localities } from './localities';
import { aliases, sharedServices } from './multi-cluster';
import { hostNetworks, pinnedCpus } from './nodes';
import { canaries, defaultDenies, mutualTlsSets, together, type OptionSet } from './option-set';
import type { PlatformName } from './platforms';
import { scrapes } from './scrapes';

/** Option sets of every pattern that a platform can do, and of all together. */
export function optionSetsOf(name: PlatformName): readonly (readonly [pattern: string, sets: fc.Arbitrary<OptionSet>])[] {
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
