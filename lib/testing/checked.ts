import type { FilesReport } from '../check/check-files';
import { checkFiles } from '../check/check-files';
import { checkObjects, prepare, type ObjectsInput } from '../check/check-objects';
import { holderOf } from '../check/holder';
import type { World } from '../cluster/cluster';
import { placeFinder } from '../cluster/read/locate';
import { readFiles } from '../cluster/read/read';
import type { Configuration, StatedFacts } from '../configuration/configuration';
import { configurationFor } from '../files/configuration';
import { loadSchemas } from '../files/schemas';
import type { FieldPath, Finding, Source } from '../model/finding';
import { isObject, type JsonObject } from '../model/json';
import { list, UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { given, type ConstructLike } from './subject';

/** What surrounds the objects of an expectation. An App with a `Network` knows all of it already, and takes none. */
export interface WorldOptions {
  /** What the cluster runs, as a preset makes it. @default - what the configuration says, else what the objects show, else stated defaults */
  readonly platform?: Platform;
  /** A configuration as in `sealane.yaml`, or the path of one. @default - none: a test does not depend on where it runs */
  readonly configuration?: Configuration | string;
  /** What is outside, beside what the configuration says of it. @default {} */
  readonly facts?: StatedFacts;
  /** Namespace of objects that name none. @default - the destination of what applies their folder, where the input has it, else 'default' */
  readonly namespace?: string;
}

const worldOptions: readonly string[] = ['platform', 'configuration', 'facts', 'namespace'] satisfies readonly (keyof WorldOptions)[];

/** What was checked, and the configuration that it was checked under. */
export interface Checked {
  readonly report: FilesReport;
  readonly configuration: Configuration;
}

/**
 * Checks what an expectation is about.
 *
 * @throws UsageError for what holds no objects: an expectation about nothing would always hold
 */
export function checked(subject: unknown, options: WorldOptions): Checked {
  const what = given(subject);
  if (what.kind === 'construct') {
    const ofNetwork = held(what.construct, options);
    if (ofNetwork !== undefined) return ofNetwork;
  }
  const { platform, facts, namespace } = options;
  const stated = typeof options.configuration === 'string' ? configurationFor([], options.configuration)?.configuration ?? {} : options.configuration ?? {};
  const configuration: Configuration = { ...stated, ...facts };
  const input = { configuration, loadSchemas, ...(typeof options.configuration === 'string' ? { configurationFile: options.configuration } : {}), ...(platform === undefined ? {} : { platform }), ...(namespace === undefined ? {} : { namespace }) };
  const report = what.kind === 'files' ? checkFiles({ ...input, files: what.files }) : ofObjects({ ...input, objects: what.kind === 'objects' ? what.objects : objectsOf(what.construct.node.root) });
  if (report.objects === 0 && report.inputErrors.length === 0) throw new UsageError({ what: 'an expectation about no objects', fix: report.advice[0] ?? 'give manifests: it would always hold' });
  return { report: what.kind === 'construct' ? narrowed(report, what.construct) : report, configuration };
}

/** Of options that no expectation has, the first; a misspelt one would change nothing. @throws UsageError */
export function refuseUnknown(options: object, own: readonly string[]): void {
  const known = [...own, ...worldOptions];
  const unknown = Object.keys(options).filter(key => !known.includes(key));
  if (unknown.length > 0) throw new UsageError({ what: `an expectation has no option ${list(unknown)}`, fix: `there are ${list(known)}` });
}

/** The report of the App's own Network: patterns, accepts and platform are in it. */
function held(construct: ConstructLike, options: WorldOptions): Checked | undefined {
  const holder = holderOf(construct.node.root);
  if (holder === undefined) return undefined;
  refuseStated(options);
  const composed = holder.report();
  const objects = construct.node.findAll().filter(isApiObject).length;
  const report = narrowed({ ...composed, objects, inputErrors: [], skipped: {}, advice: [], assumptions: [] }, construct);
  return { report, configuration: { profile: holder.profile } };
}

/** What can be asked of: the cluster that an expectation is about, and where its fields stand. Of a Chart it is that of the whole App. */
export interface AskedWorld {
  readonly world: World;
  readonly place: (source: Source, path: FieldPath) => string | undefined;
}

/**
 * The cluster that an expectation is about.
 *
 * @throws UsageError for what holds no objects, or cannot be read whole: an answer would be about another cluster
 */
export function worldFor(subject: unknown, options: WorldOptions): AskedWorld {
  const what = given(subject);
  const holder = what.kind === 'construct' ? holderOf(what.construct.node.root) : undefined;
  if (holder !== undefined) {
    refuseStated(options);
    return { world: holder.world(), place: ({ construct }) => construct };
  }
  const { platform, facts, namespace } = options;
  const stated = typeof options.configuration === 'string' ? configurationFor([], options.configuration)?.configuration ?? {} : options.configuration ?? {};
  const reading = what.kind === 'files' ? readFiles(what.files) : undefined;
  const [error] = reading?.errors ?? [];
  if (error !== undefined) throw new UsageError({ what: `${error.file}:${error.line}: ${error.message}`, fix: 'correct it: what cannot be read may hold a policy' });
  const objects = reading?.objects ?? (what.kind === 'objects' ? what.objects : what.kind === 'construct' ? objectsOf(what.construct.node.root) : []);
  if (objects.length === 0) throw new UsageError({ what: 'an expectation about no objects', fix: 'give manifests: it would always hold' });
  const { world } = prepare({ objects, configuration: { ...stated, ...facts }, loadSchemas, ...(platform === undefined ? {} : { platform }), ...(namespace === undefined ? {} : { namespace }) });
  return { world, place: placeFinder(reading?.documents ?? new Map()) };
}

function ofObjects(input: ObjectsInput): FilesReport {
  const { assumption, ...report } = checkObjects(input);
  return { ...report, inputErrors: [], skipped: {}, advice: [], assumptions: assumption === undefined ? [] : [assumption] };
}

/** @throws UsageError for what an App with a Network knows already */
function refuseStated(options: WorldOptions): void {
  const stated = Object.keys(options).filter(key => worldOptions.includes(key));
  if (stated.length > 0) throw new UsageError({ what: `${list(stated)} of an expectation about an App with a Network`, fix: 'say it to the Network: new Network(app, platform, { check })' });
}

interface ApiObjectLike extends ConstructLike {
  toJson(): unknown;
}

function isApiObject(construct: ConstructLike): construct is ApiObjectLike {
  return 'toJson' in construct && typeof construct.toJson === 'function' && 'apiVersion' in construct && 'kind' in construct;
}

function objectsOf(root: ConstructLike): ObjectsInput['objects'] {
  return root.node.findAll().filter(isApiObject).map(object => ({ written: asObject(object.toJson()), source: { inside: [], construct: object.node.path } }));
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** What concerns a chart. The world stays whole: what its objects refer to may stand in another. */
function narrowed<T extends FilesReport>(report: T, { node }: ConstructLike): T {
  if (node.path === '') return report;
  const below = (path: string | undefined): boolean => path !== undefined && (path === node.path || path.startsWith(`${node.path}/`));
  const concerns = ({ constructs = [], near = [] }: Finding): boolean => constructs.some(below) || near.some(({ source }) => below(source?.construct));
  return { ...report, findings: report.findings.filter(concerns), accepted: report.accepted.filter(({ finding }) => concerns(finding)) };
}
