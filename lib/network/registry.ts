import type { Platform } from '../platform/platform';
import type { Namespace } from './namespace';

/** What handles ask of the network that minted them. */
export interface Registry {
  readonly platform: Platform;
  /** The handle of a namespace, or `undefined` when nobody minted one. */
  declaredNamespace(name: string): Namespace | undefined;
  /** Notes that an object stands in a namespace, so that one that nobody declared is found. */
  usesNamespace(name: string, by: string): void;
}
