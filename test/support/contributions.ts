import { compose, type Composition } from '../../lib/compose/compose';
import type { Intent, Origin, PatternName, Recorded } from '../../lib/intents/intents';
import type { Accept } from '../../lib/model/finding';
import type { Contribution, Share } from '../../lib/systems/contribution';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';

export const platform = istioSidecar({ cluster: 'test', routing: 'istio' });

/** Who asks, at a path. */
export function at(path: string, pattern: PatternName = 'canary', accepts: readonly Accept[] = []): Origin {
  return { pattern, path, accepts };
}

/** A share with who asked for it. */
export function from<S extends Share>(path: string, share: S, pattern?: PatternName): Contribution<S> {
  return { share, origin: at(path, pattern) };
}

export function recorded(path: string, ...intents: readonly Intent[]): readonly Recorded[] {
  return intents.map(intent => ({ intent, origin: at(path, 'default-deny') }));
}

export function composeOn(intents: readonly Recorded[], on: Platform = platform): Composition {
  return compose(intents, on);
}
