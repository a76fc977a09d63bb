import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { UsageError } from '../model/usage-error';
import type { Network as CoreNetwork, Pattern } from '../network/network';
import type { Platform } from '../platform/platform';
import { Network } from './network';

/** Where a pattern's objects go. */
export interface Placement {
  /** The chart for the pattern's objects. @default - the only chart with their namespace */
  readonly chart?: Chart;
}

/** A pattern as a construct: it plans at once, so that errors have a stack of the call, and leaves the rest to the network. */
export abstract class PatternConstruct extends Construct {
  /** @internal */
  protected adopt<T extends Pattern>(network: CoreNetwork<Platform>, plan: () => T, { chart }: Placement): T {
    const at = this.node.path;
    if (!(network instanceof Network)) throw new UsageError({ what: 'network is not a cdk8s Network of this copy of sealane', fix: "create it with new Network(app, platform), imported from 'sealane'", at });
    try {
      const pattern = plan();
      network.adopt(this, pattern, chart);
      return pattern;
    } catch (error) {
      throw error instanceof UsageError ? error.within(at) : error;
    }
  }
}
