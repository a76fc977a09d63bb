import { ComponentResource, getStack, type ComponentResourceOptions, type Output, type Resource } from '@pulumi/pulumi';
import type { ConstructAccept } from '../check/accepts';
import { check, type Report } from '../check/check';
import { worldOf } from '../check/world';
import type { CheckConfiguration } from '../configuration/configuration';
import { networkCheck } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import { referenceOf, type Manifest } from '../model/object';
import { Network as CoreNetwork, type Pattern } from '../network/network';
import type { Platform } from '../platform/platform';
import type { OwnRule } from '../rules/own-rule';
import { outputsIn, withValues } from './leaves';
import { claim } from './registry';
import { registerAll } from './register-all';
import { verdict } from './verdict';

/** What a `Network` component is made of. */
export interface NetworkArgs<P extends Platform> {
  /** What the cluster runs. */
  readonly platform: P;
  /** Mints handles from the network and returns the patterns. Called once, at construction. */
  readonly patterns: (net: CoreNetwork<P>) => readonly Pattern[];
  /**
   * How the check at construction judges: profile, severities, accepted findings, and what is outside, in the words of `sealane.yaml`; or the path of one.
   * Of a file its platform and clusters are not read: the network has its own.
   *
   * @default - errors throw, warnings are logged
   */
  readonly check?: CheckConfiguration | string;
  /** Rules of your own, run beside those of sealane; `check` may name them. @default [] */
  readonly rules?: readonly OwnRule[];
}

/**
 * One cluster's network in a Pulumi program: the only unit that merges what patterns share.
 *
 * Children are parented to it and depend on what has to exist before them: rules before routes, allows before denies. Errors that a
 * check finds on what is plain throw at construction; values that are Outputs are carried to their place, counted, and checked as soon as they are known.
 *
 * @throws UsageError for misuse of patterns and for objects that another component writes on the same cluster
 * @throws Error with the findings when the check fails
 * @example
 * new Network('shop', { platform, patterns: net => {
 *   const shop = net.namespace('shop', { create: true });
 *   return [mutualTls({ network: net, namespace: shop })];
 * } }, { provider });
 */
export class Network<P extends Platform = Platform> extends ComponentResource {
  /** The resources by identity, `group/kind/namespace/name`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** What the check at construction came to: of what is plain. */
  readonly report: Report;
  /**
   * What the check came to once every Output in the objects had its value. Errors in it fail the program: what holds an Output is not applied. In a
   * preview that does not know one of them it is unknown. Secret where one of them is.
   */
  readonly settled: Output<Report>;

  constructor(name: string, args: NetworkArgs<P>, opts?: ComponentResourceOptions) {
    super('sealane:index:Network', name, {}, opts);
    const net = new CoreNetwork(args.platform, name);
    recordAll(net, args.patterns(net), name);
    const { objects, findings: found, opaque } = net.compose();
    const { configuration, saidBy, own } = networkCheck(args.check ?? {}, name, args.rules);
    const judge = (manifests: readonly Manifest[], known: ReadonlyMap<unknown, unknown>): Report =>
      check({
        world: worldOf(manifests.map(manifest => ({ reference: referenceOf(manifest), written: manifest, source: { inside: [], construct: name } })), net.platform, loadSchemas, configuration),
        program: { intents: withValues(net.intents, known), undeclaredNamespaces: net.undeclaredNamespaces, found, opaque: outputsIn(manifests).length === 0 ? 0 : opaque },
        accepts: [...acceptsOf(net), ...(configuration.accepts ?? []).map(accept => ({ ...accept, saidBy }))],
        own,
        ...(configuration.severities === undefined ? {} : { severities: configuration.severities }),
      });
    const { report, settled, passed } = verdict({ manifests: objects.map(({ manifest }) => manifest), judge, profile: configuration.profile ?? 'default', name, component: this });
    this.report = report;
    this.settled = settled;
    claim(objects, name, getStack(), net.platform.cluster);
    this.resources = registerAll(objects, { name, parent: this, passed });
    this.registerOutputs({ objects: [...this.resources.keys()] });
  }
}

/** Patterns get the path of the component and their name; a second one of a kind gets a number. */
function recordAll(net: CoreNetwork<Platform>, patterns: readonly Pattern[], name: string): void {
  const seen = new Map<string, number>();
  for (const pattern of patterns) {
    const count = (seen.get(pattern.pattern) ?? 0) + 1;
    seen.set(pattern.pattern, count);
    net.record(pattern, { path: `${name}/${pattern.pattern}${count === 1 ? '' : `-${count}`}` });
  }
}

function acceptsOf(net: CoreNetwork<Platform>): readonly ConstructAccept[] {
  const placed = net.intents.flatMap(({ origin }) => origin.accepts.map(accept => ({ ...accept, at: origin.path })));
  return [...new Map(placed.map(accept => [`${accept.at}\n${accept.rule}`, accept])).values()];
}
