import * as fc from 'fast-check';
import type { Duration } from '../../../lib/model/duration';
import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { scrape } from '../../../lib/patterns/scrape/scrape';
import { given, maybe, optionSet, type OptionSet } from './option-set';
import type { PlatformName } from './platforms';

/** Option sets of scrapes, in each mode, alone and among the patterns that change what Prometheus needs. */
export function scrapes(name: PlatformName): fc.Arbitrary<OptionSet> {
  const mesh = name !== 'plain-kubernetes';
  return fc
    .record({
      target: fc.constantFrom('web', 'reviews', 'db'),
      mode: mesh ? maybe(fc.constantFrom('merged', 'istioCerts', 'plaintextException', 'direct')) : fc.constant(undefined),
      path: maybe(fc.constantFrom('/metrics', '/actuator/prometheus')),
      interval: maybe(fc.constantFrom<Duration>('5s', '1m', '1m30s', '500ms')),
      sampleLimit: maybe(fc.constantFrom(1, 10000)),
      jobLabel: maybe(fc.constantFrom('team', 'shop.example/job')),
      labels: maybe(fc.constant({ release: 'stack', 'shop.example/tier': 'gold' })),
      name: maybe(fc.constant('numbers')),
      closed: fc.boolean(),
      stage: mesh ? fc.constantFrom(undefined, 'permissive' as const, 'enforce' as const, 'lockdown' as const) : fc.constant(undefined),
      split: mesh ? fc.boolean() : fc.constant(false),
    })
    .map(({ target, closed, stage, split, ...options }) =>
      optionSet({ target, closed, stage, split, ...given(options) }, ({ net, shop, webService, reviews, databaseService }) => {
        const port = { web: webService.port('http'), reviews: reviews.port('http'), db: databaseService.port('tcp-pg') }[target];
        const monitored = net.platform.monitoring !== undefined;
        return [
          ...(monitored ? [scrape({ network: net, port, ...(given(options) as object) })] : []),
          ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [] })] : []),
          ...(stage === undefined ? [] : [mutualTls({ network: net, namespace: shop, stage })]),
          ...(split ? [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })] : []),
        ];
      }),
    );
}
