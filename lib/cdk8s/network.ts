import { ApiObject, Chart, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { check, type Program, type Report } from '../check/check';
import { carriedIn, type Carriage } from '../check/holder';
import { worldOf } from '../check/world';
import { formatFinding, formatLine, formatSummary } from '../check/formats/text';
import { failing, told } from '../check/profile';
import type { World } from '../cluster/cluster';
import type { GivenObject } from '../cluster/given';
import type { ComposedObject, TemplateChange } from '../compose/composed';
import type { CheckConfiguration, Profile } from '../configuration/configuration';
import { networkCheck, type NetworkCheck } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import type { Finding, Source } from '../model/finding';
import { countOpaque, type JsonObject } from '../model/json';
import { identityOf, referenceOf, type Manifest, type ObjectReference } from '../model/object';
import { UsageError } from '../model/usage-error';
import { Network as CoreNetwork, type Pattern } from '../network/network';
import { Workload } from '../network/workload';
import type { Platform } from '../platform/platform';
import type { OwnRule } from '../rules/own-rule';
import { claim } from './claim';
import { fileCollisions, homeOf, homesOf, ownCharts } from './homes';
import { Rendering, WrittenObject } from './rendering';

/** Options of a `Network`. */
export interface NetworkOptions {
  /**
   * How the synth judges: profile, severities, accepted findings, and what is outside, in the words of `sealane.yaml`; or the path of one, so that
   * the synth and `sealane check` agree. Of a file its platform and clusters are not read: the network has its own.
   *
   * @default - errors fail the synth, warnings go to stderr
   */
  readonly check?: CheckConfiguration | string;
  /** Rules of your own, run beside those of sealane; `check` may name them. @default [] */
  readonly rules?: readonly OwnRule[];
}

/**
 * The network of a cdk8s App: one App, one cluster, one Network.
 *
 * It composes at the App's first validation, so it works for `app.synth()`, `app.synthYaml()`, `Testing.synth(chart)` and every output
 * type. Errors fail the synth with the path of the construct that caused them; warnings go to stderr. `check` says otherwise.
 *
 * @example
 * const net = new Network(app, istioSidecar({ cluster: 'eu', routing: 'istio' }), { check: { profile: 'strict' } });
 */
export class Network<P extends Platform = Platform> extends CoreNetwork<P> {
  private readonly first: Chart;
  private readonly constructs = new Map<string, IConstruct>();
  private report: Report | undefined;
  private warned = false;
  private objects: readonly GivenObject[] = [];
  private program: Program = { intents: [], undeclaredNamespaces: [], found: [], opaque: 0 };
  private readonly judging: NetworkCheck;

  /** @throws UsageError when the App has a Network already, of this copy of sealane or another, and for a check that does not exist */
  constructor(
    private readonly app: App,
    platform: P,
    { check: said = {}, rules = [] }: NetworkOptions = {},
  ) {
    super(platform, ownCharts.first);
    this.judging = networkCheck(said, ownCharts.first, rules);
    claim(app, { report: () => this.settled(), profile: this.profile, cluster: platform.cluster, judge: (objects, filled) => this.judge(objects, filled), world: () => this.composed() });
    this.first = new Chart(app, ownCharts.first, { disableResourceNameHashes: true });
    this.constructs.set(ownCharts.first, this.first);
    app.node.addValidation({ validate: () => this.validate() });
  }

  /** Records the intents of a pattern construct. @internal */
  adopt(construct: IConstruct, pattern: Pattern, chart: Chart | undefined): void {
    const { path } = construct.node;
    if (construct.node.root !== this.app.node.root) throw new UsageError({ what: 'the construct is in another App than its network', fix: 'one App, one Network: pass the network of this App', at: path });
    this.record(pattern, { path, ...(chart === undefined ? {} : { home: chart.node.path }) });
    this.constructs.set(path, construct);
  }

  /** cdk8s asks once per chart and once more, and a test may have asked before. Warnings are told once, by the synth. */
  private validate(): string[] {
    const report = this.settled();
    // Where values are carried to Pulumi, that tells.
    if (!this.warned && this.carriage === undefined) tell(report, this.profile);
    this.warned = true;
    return [];
  }

  /**
   * cdk8s lists the constructs before it asks the first time. So the work is done once, and errors are left on the constructs that
   * caused them, which are asked next.
   */
  private settled(): Report {
    if (this.report === undefined) {
      this.report = this.settle();
      this.attach(this.report);
    }
    return this.report;
  }

  private get carriage(): Carriage | undefined {
    return carriedIn(this.app);
  }

  /** The cluster that the synth makes. */
  private composed(): World {
    this.settled();
    return worldOf(this.objects, this.platform, loadSchemas, this.judging.configuration);
  }

  private get profile(): Profile {
    return this.judging.configuration.profile ?? 'default';
  }

  private settle(): Report {
    const composition = this.compose();
    // Listed before anything is written: what is there is the application's own, and walking the tree costs.
    const constructs = this.app.node.findAll();
    const homes = homesOf(this.app, this.first, constructs);
    const rendering = new Rendering(this.app);
    const misplaced: Finding[] = [];
    for (const object of composition.objects) {
      const home = homeOf(object, this.platform, homes);
      if (home instanceof Chart) write(object, home, rendering);
      else misplaced.push(home);
    }
    composition.templates.forEach(applyTemplate);
    const own = constructs.filter(isApiObject).map(object => new GivenConstruct(object, rendering, this.carriage));
    const carried = this.carriage === undefined ? 0 : own.reduce((total, { written }) => total + countOpaque(written), 0);
    this.objects = [...own, ...composition.objects.map(composedObject)];
    this.program = {
      intents: this.intents,
      undeclaredNamespaces: this.undeclaredNamespaces,
      found: [...composition.findings, ...misplaced, ...fileCollisions(this.app)],
      opaque: composition.opaque + carried,
    };
    return this.check(this.objects, this.program);
  }

  private judge(known: ReadonlyMap<string, JsonObject>, filled: <T>(asked: T) => T): Report {
    this.settled();
    const objects = this.objects.map(object => ({ ...sourced(object), written: known.get(identityOf(object.reference ?? referenceOf(object.written as unknown as Manifest))) ?? object.written }));
    const opaque = objects.reduce((total, { written }) => total + countOpaque(written), 0);
    return this.check(objects, { ...this.program, intents: filled(this.program.intents), opaque });
  }

  private check(objects: readonly GivenObject[], program: Program): Report {
    const { configuration, saidBy, own: ofProgram } = this.judging;
    const ofConstructs = this.intents.flatMap(({ origin }) => origin.accepts.map(accept => ({ ...accept, at: origin.path }))).filter((accept, i, all) => all.findIndex(other => other.rule === accept.rule && other.at === accept.at) === i);
    return check({
      world: worldOf(objects, this.platform, loadSchemas, configuration),
      program,
      accepts: [...ofConstructs, ...(configuration.accepts ?? []).map(accept => ({ ...accept, saidBy }))],
      own: ofProgram,
      ...(configuration.severities === undefined ? {} : { severities: configuration.severities }),
    });
  }

  private attach(report: Report): void {
    const blamed = failing(report.findings, this.profile).map(error => {
      const construct = this.constructFor(error);
      construct.node.addValidation({ validate: () => [formatLine(error)] });
      return construct;
    });
    if (this.first.node.children.length === 0 && !blamed.includes(this.first)) this.app.node.tryRemoveChild(ownCharts.first);
  }

  /** The construct to complain at: what caused it, if it is in the tree, else the network's own first chart. */
  private constructFor({ constructs = [] }: Finding): IConstruct {
    for (const path of constructs) {
      const known = this.constructs.get(path) ?? this.userConstruct(path);
      if (known !== undefined) return known;
    }
    return this.first;
  }

  private userConstruct(path: string): IConstruct | undefined {
    const found = path.split('/').reduce<IConstruct | undefined>((node, id) => node?.node.tryFindChild(id), this.app);
    return found !== undefined && !found.node.id.startsWith(idPrefix) ? found : undefined;
  }
}

function tell(report: Report, profile: Profile): void {
  const findings = told(report.findings, profile);
  if (findings.length > 0) process.stderr.write(`${findings.map(formatFinding).join('\n')}\n${formatSummary(report)}\n`);
}

const idPrefix = 'sealane:';

/** Objects stand flat below one construct per chart: their names are theirs, and the tree stays cheap to walk. */
function write({ manifest }: ComposedObject, home: Chart, rendering: Rendering): void {
  const id = `${idPrefix}${identityOf(referenceOf(manifest)).replaceAll('/', ':')}`;
  // Two owners of one identity are a finding already; cdk8s would say less.
  new WrittenObject(home, home.node.tryFindChild(id) === undefined ? id : `${id}:${home.node.children.length}`, manifest, rendering);
}

/** What is wrong with a composed object is the doing of whoever patched it last, else of a pattern, or of a handle where no pattern took part. */
function composedObject({ manifest, origins, patches = [] }: ComposedObject): GivenObject {
  const [cause] = [...origins.filter(({ pattern }) => pattern !== 'network'), ...origins];
  const construct = patches.at(-1) ?? cause?.path;
  return { reference: referenceOf(manifest), written: manifest, source: { inside: [], ...(construct === undefined ? {} : { construct }) } };
}

function isApiObject(construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct);
}

/** The object of a construct. What it comes to is asked for once, and only if a rule reads it: that costs as much as writing it. */
class GivenConstruct implements GivenObject {
  readonly reference: ObjectReference;
  readonly source: Source;
  private json: JsonObject | undefined;

  constructor(
    private readonly object: ApiObject,
    private readonly rendering: Rendering,
    private readonly carriage: Carriage | undefined,
  ) {
    const { apiVersion, kind, name } = object;
    const { namespace } = object.metadata;
    this.reference = namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace };
    this.source = { inside: [], construct: object.node.path };
  }

  get written(): JsonObject {
    return (this.json ??= this.rendered());
  }

  private rendered(): JsonObject {
    const json = this.rendering.ofAny(this.object);
    return this.carriage === undefined ? json : this.carriage.restore(json);
  }
}

function sourced({ reference, source }: GivenObject): Pick<GivenObject, 'reference' | 'source'> {
  return { ...(reference === undefined ? {} : { reference }), ...(source === undefined ? {} : { source }) };
}

function applyTemplate({ workload, labels, annotations }: TemplateChange): void {
  if (!(workload instanceof Workload)) return;
  for (const [key, value] of Object.entries(labels)) workload.addPodLabel?.(key, value);
  for (const [key, value] of Object.entries(annotations)) workload.addPodAnnotation?.(key, value);
}

