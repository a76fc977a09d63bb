import * as fc from 'fast-check';
import type { Duration } from '../../../lib/model/duration';
import { canary } from '../../../lib/patterns/canary/canary';
import { locality } from '../../../lib/patterns/locality/locality';
import type { LocalityProps } from '../../../lib/patterns/locality/props';
import type { Platform } from '../../../lib/platform/platform';
import { given, maybe, optionSet, type OptionSet } from './option-set';

const pairs = fc.constantFrom([], [{ from: 'eu-1', to: 'eu-2' }], [{ from: 'eu-1', to: 'eu-2' }, { from: 'eu-2', to: 'us-1' }]);
const modes = fc.oneof(
  fc.record({ failover: pairs }),
  fc.record({ mode: fc.constant('failoverPriority'), failoverPriority: fc.constantFrom(['topology.istio.io/network'], ['topology.istio.io/network', 'topology.kubernetes.io/region', 'tier=gold']) }),
  fc.record({
    mode: fc.constant('distribute'),
    distribute: fc.constantFrom([{ from: '*', to: { 'eu-1': 100 } }], [{ from: 'eu-1/*', to: { 'eu-1/a/*': 70, 'eu-1/b': 29, 'eu-2/*': 1 } }, { from: 'eu-2', to: { '*': 100 } }]),
  }),
  fc.tuple(pairs, maybe(fc.constantFrom(1, 6)), fc.boolean()).map(([failover, minClusterSize, mesh]) => ({ mode: 'zoneAware', zoneAware: given({ failover, minClusterSize }), mesh })),
);
const duration = fc.constantFrom<Duration>('1ms', '2s', '1m30s');

/** Option sets of locality, alone and beside a canary of the same Service. */
export const localities: fc.Arbitrary<OptionSet> = fc
  .record({
    mode: modes,
    outlierDetection: maybe(fc.oneof(fc.constant(true as const), fc.record({ interval: duration, baseEjectionTime: duration, maxEjectionPercent: fc.constantFrom(34, 50, 100), consecutiveLocalOriginFailures: fc.constantFrom(1, 7) }))),
    connectTimeout: maybe(duration),
    warmup: maybe(fc.record({ duration, minimumPercent: fc.constantFrom(0, 12.5, 100), aggression: fc.constantFrom(0.5, 1, 2) })),
    beside: maybe(fc.constantFrom({}, { outlierDetection: true }, { podSticky: { header: 'x-user' } }, { connectionPool: { maxConnections: 5 } })),
  })
  .map(({ mode, beside, ...options }) =>
    optionSet({ ...mode, beside, ...given(options) }, ({ net, reviews, web, reviewsV1 }) => {
      const { mesh, ...preference } = { mesh: false, ...mode };
      const zoneAware = 'zoneAware' in preference ? { zoneAware: { ...preference.zoneAware, callers: mesh ? 'mesh' : [web, reviewsV1] } } : {};
      return [
        locality({ network: net, service: reviews, ...preference, ...zoneAware, ...given(options) } as unknown as LocalityProps<Platform>),
        ...(beside === undefined ? [] : [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, ...(beside as object) })]),
      ];
    }),
  );
