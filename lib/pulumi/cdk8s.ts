/** Charts of cdk8s as Pulumi resources. Needs `@pulumi/pulumi` and `@pulumi/kubernetes` besides cdk8s. */
import './cdk8s-peers';
import { ComponentResource, getStack, type ComponentResourceOptions, type Output, type Resource } from '@pulumi/pulumi';
import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Report } from '../check/check';
import { checkObjects } from '../check/check-objects';
import { carry, holderOf } from '../check/holder';
import { stageOf, stages } from '../compose/stage';
import type { CheckConfiguration } from '../configuration/configuration';
import { networkCheck } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import type { JsonObject } from '../model/json';
import { identityOf, referenceOf, type Manifest } from '../model/object';
import { list, UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import type { OwnRule } from '../rules/own-rule';
import { Carrier } from './carrier';
import { outputsIn, withValues } from './leaves';
import { registerAll, type Staged } from './register-all';
import { claim } from './registry';
import { verdict } from './verdict';

/** What a `Charts` component is made of. */
export interface ChartsArgs {
  /** Puts charts into the App, as a `main.ts` does before `app.synth()`. Called once, at construction. */
  readonly build: (app: App) => void;
  /** What the cluster runs, of an App without a `Network`. @default - what the objects show, else stated defaults */
  readonly platform?: Platform;
  /** How the check judges, of an App without a `Network`, in the words of `sealane.yaml`; or the path of one. @default - errors throw, warnings are logged */
  readonly check?: CheckConfiguration | string;
  /** Rules of your own, of an App without a `Network`. @default [] */
  readonly rules?: readonly OwnRule[];
}

/**
 * The charts of a cdk8s App as Pulumi resources, one for each object: sealane's, those of cdk8s-plus and your own.
 *
 * Outputs may stand wherever a chart takes a plain value of any type that hides it (`as unknown as string`): they keep their place, their dependencies and
 * their secrecy. Resources are called `<component>/<namespace>/<name>`, and wait for what has to exist before them: Namespaces, workloads, Services, rules,
 * routes, modes, allows, denies, and what `addDependency` says. The check is that of the App's `Network`; without one every rule is run here.
 *
 * @throws UsageError for an App without objects, and for objects that another component writes on the same cluster
 * @throws Error with the findings when the check fails
 * @example
 * new Charts('shop', { build: app => {
 *   const net = new Network(app, platform);
 *   …
 * } }, { provider });
 */
export class Charts extends ComponentResource {
  /** The resources by identity, `group/kind/namespace/name`. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** What the check at construction came to: of what is plain. */
  readonly report: Report;
  /** What the check came to once every Output had its value; as of a `Network` component. */
  readonly settled: Output<Report>;

  constructor(name: string, args: ChartsArgs, opts?: ComponentResourceOptions) {
    super('sealane:index:Charts', name, {}, opts);
    const carrier = new Carrier();
    const app = new App({ resolvers: [carrier] });
    carry(app, { restore: written => carrier.restore(written) });
    args.build(app);
    const objects = synthesised(app, carrier, name);
    const judging = judgeOf(app, args, name);
    const { report, settled, passed } = verdict({ manifests: objects.map(({ manifest }) => manifest), judge: judging.judge, profile: judging.profile, name, component: this });
    this.report = report;
    this.settled = settled;
    claim(objects, name, getStack(), judging.cluster);
    this.resources = registerAll(objects, { name, parent: this, passed });
    this.registerOutputs({ objects: [...this.resources.keys()] });
  }
}

/** The objects of an App in an order in which they may be applied. */
function synthesised(app: App, carrier: Carrier, name: string): readonly Staged[] {
  // The first question composes what a Network holds and validates the whole App; charts may be added by it.
  app.charts[0]?.toJson();
  const found = app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  if (found.length === 0) throw new UsageError({ what: 'an App without objects', fix: 'put charts into the App that build is given', at: name });
  const staged = found.map(object => {
    const manifest = carrier.restore(object.toJson() as Manifest);
    return { object, manifest, stage: stageOf(manifest) };
  });
  return afterWhatTheyNeed(staged.sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage)), name);
}

interface Synthesised extends Staged {
  readonly object: ApiObject;
}

/** The same objects, each after those that `addDependency` names. */
function afterWhatTheyNeed(objects: readonly Synthesised[], name: string): readonly Staged[] {
  const byConstruct = new Map<IConstruct, Synthesised>(objects.map(each => [each.object, each]));
  const done = new Map<Synthesised, Staged>();
  const entered = new Set<Synthesised>();
  const visit = (each: Synthesised): void => {
    if (done.has(each)) return;
    if (entered.has(each)) throw new UsageError({ what: `${each.object.node.path} depends on itself`, fix: 'break the circle of addDependency', at: name });
    entered.add(each);
    const needed = dependenciesOf(each.object).flatMap(construct => byConstruct.get(construct) ?? []).filter(other => other !== each);
    needed.forEach(visit);
    const { manifest, stage } = each;
    done.set(each, { manifest, stage, after: needed.map(other => identityOf(referenceOf(other.manifest))) });
  };
  objects.forEach(visit);
  return [...done.values()];
}

/** What an object or a chart around it depends on, opened to objects. */
function dependenciesOf({ node }: IConstruct): readonly IConstruct[] {
  return [...new Set(node.scopes.flatMap(scope => scope.node.dependencies).flatMap(target => target.node.findAll()))];
}

interface Judging {
  readonly judge: (manifests: readonly Manifest[], known: ReadonlyMap<unknown, unknown>) => Report;
  readonly profile: NonNullable<CheckConfiguration['profile']>;
  readonly cluster: string;
}

function judgeOf(app: App, args: ChartsArgs, name: string): Judging {
  const { platform, check = {}, rules } = args;
  const holder = holderOf(app);
  if (holder === undefined) {
    const { configuration, own } = networkCheck(check, name, rules);
    const judge = (manifests: readonly Manifest[]): Report =>
      checkObjects({ objects: manifests.map(written => ({ written, source: { inside: [], construct: name } })), configuration, configurationFile: typeof check === 'string' ? check : 'check', loadSchemas, own, opaque: outputsIn(manifests).length, ...(platform === undefined ? {} : { platform }) });
    return { judge, profile: configuration.profile ?? 'default', cluster: platform?.cluster ?? '' };
  }
  const said = (['platform', 'check', 'rules'] as const).filter(key => args[key] !== undefined);
  if (said.length > 0) throw new UsageError({ what: `${list(said)} of an App with a Network`, fix: 'say it to the Network: new Network(app, platform, { check, rules })', at: name });
  const judge: Judging['judge'] = (manifests, known) => holder.judge(new Map(manifests.map(manifest => [identityOf(referenceOf(manifest)), manifest as JsonObject])), asked => withValues(asked, known));
  return { judge, profile: holder.profile, cluster: holder.cluster };
}
