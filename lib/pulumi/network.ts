import { ComponentResource, getStack, log, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import type { ConstructAccept } from '../check/accepts';
import { check, type Report } from '../check/check';
import { formatFinding, formatSummary } from '../check/formats/text';
import { failing, told } from '../check/profile';
import { worldOf } from '../check/world';
import type { ComposedObject } from '../compose/composed';
import type { CheckConfiguration, Profile } from '../configuration/configuration';
import { networkCheck } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import { identityOf, referenceOf } from '../model/object';
import { Network as CoreNetwork, type Pattern } from '../network/network';
import type { Platform } from '../platform/platform';
import { claim } from './registry';
import { register } from './resources';

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
}

/**
 * One cluster's network in a Pulumi program: the only unit that merges what patterns share.
 *
 * Children are parented to it and depend on what has to exist before them: rules before routes, allows before denies. Errors that a
 * check finds on what is plain throw at construction; values that are Outputs are carried to their place and counted.
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
  /** What the check at construction came to. */
  readonly report: Report;

  constructor(name: string, args: NetworkArgs<P>, opts?: ComponentResourceOptions) {
    super('sealane:index:Network', name, {}, opts);
    const net = new CoreNetwork(args.platform, name);
    recordAll(net, args.patterns(net), name);
    const composition = net.compose();
    const { configuration, saidBy } = networkCheck(args.check ?? {}, name);
    const report = check({
      world: worldOf(composition.objects.map(({ manifest }) => ({ reference: referenceOf(manifest), written: manifest, source: { inside: [], construct: name } })), net.platform, loadSchemas, configuration),
      program: { intents: net.intents, undeclaredNamespaces: net.undeclaredNamespaces, found: composition.findings, opaque: composition.opaque },
      accepts: [...acceptsOf(net), ...(configuration.accepts ?? []).map(accept => ({ ...accept, saidBy }))],
      ...(configuration.severities === undefined ? {} : { severities: configuration.severities }),
    });
    this.report = report;
    settle(report, configuration.profile ?? 'default', name, this);
    claim(composition.objects, name, getStack(), net.platform.cluster);
    this.resources = registerAll(composition.objects, name, this);
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

function settle(report: Report, profile: Profile, name: string, component: ComponentResource): void {
  const failed = failing(report.findings, profile);
  if (failed.length > 0) throw new Error(`${name}: the network would not do what it says\n${failed.map(formatFinding).join('\n')}\n${formatSummary(report)}`);
  for (const finding of told(report.findings, profile)) void (finding.severity === 'info' ? log.info : log.warn)(formatFinding(finding), component);
}

/** Objects arrive in the order in which they may be applied; each waits for the stage before its own. */
function registerAll(objects: readonly ComposedObject[], name: string, parent: ComponentResource): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  const done: { readonly stage: string; readonly namespace: string; readonly resource: Resource }[] = [];
  for (const { manifest, stage } of objects) {
    const namespace = manifest.metadata.namespace ?? manifest.metadata.name;
    const before = done.filter(other => other.stage !== stage && (other.namespace === namespace || stage === 'deny'));
    const previous = before.at(-1)?.stage;
    const dependsOn = before.filter(other => other.stage === previous || other.stage === 'namespace').map(({ resource }) => resource);
    const resource = register([name, manifest.metadata.namespace, manifest.metadata.name].filter(part => part !== undefined).join('/'), manifest, { parent, dependsOn });
    resources.set(identityOf(referenceOf(manifest)), resource);
    done.push({ stage, namespace, resource });
  }
  return resources;
}
