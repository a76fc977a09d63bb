import type { World } from '../cluster/cluster';
import { clusterOf } from '../cluster/cluster-of';
import { opened, type GivenObject } from '../cluster/given';
import type { Configuration } from '../configuration/configuration';
import { establish, factsWith } from '../configuration/facts';
import { isMeshMap, meshMapsIn, type MeshFile } from '../configuration/mesh-file';
import { schemaSets, type LoadSchemas } from '../configuration/schemas';
import { isObject, type JsonObject } from '../model/json';
import { textAt } from '../model/object';
import type { Platform } from '../platform/platform';
import type { Rule } from '../rules/rule';
import { withDefaults } from '../schema/answers';
import { check, type Report } from './check';
import { refuseUnknownRules } from './severities';
import { noStopwatch, type Stopwatch } from './timing';

/** The objects of one cluster, wherever they come from. */
export interface ObjectsInput {
  /** Name of the cluster; findings carry it. @default - the only one, without a name */
  readonly cluster?: string;
  readonly objects: readonly GivenObject[];
  /** @default {} */
  readonly configuration?: Configuration;
  /** Name of the file that the configuration comes from. @default 'sealane.yaml' */
  readonly configurationFile?: string;
  /** What the cluster runs, whole, as a preset makes it. @default - what the configuration says, else what the objects show, else stated defaults */
  readonly platform?: Platform;
  /** Namespace of objects that name none. @default - the destination of what applies their folder, where the input has it, else 'default' */
  readonly namespace?: string;
  /** Gives the schemas of the API server. @default - none: objects are not judged as it would, and that is counted */
  readonly loadSchemas?: LoadSchemas;
  /** A file with the mesh configuration; it is read in place of a ConfigMap `istio` among the objects. @default - none */
  readonly meshConfig?: MeshFile;
  /** Rules of whoever asks. @default [] */
  readonly own?: readonly Rule[];
  /** How many values of the objects are only known at deploy. @default 0 */
  readonly opaque?: number;
  /** Takes note of where the time goes. @default - nobody does */
  readonly watch?: Stopwatch;
}

/** What came out of a check of objects. */
export interface ObjectsReport extends Report {
  /** How many objects were checked, those of Lists one by one. */
  readonly objects: number;
  /** What was taken for granted, in one line. */
  readonly assumption: string | undefined;
}

/** The objects of one cluster, indexed, before any rule has run. */
export interface Prepared {
  readonly input: ObjectsInput;
  readonly world: World;
  readonly assumption: string | undefined;
}

/** Checks the objects of one cluster. */
export function checkObjects(input: ObjectsInput): ObjectsReport {
  return checkPrepared(prepare(input));
}

/** Checks a cluster that was indexed before. @param others the clusters of the same fleet */
export function checkPrepared({ input, world, assumption }: Prepared, others: readonly World[] = []): ObjectsReport {
  const { cluster: name, configuration = {}, configurationFile = 'sealane.yaml', own = [], opaque = 0, watch = noStopwatch } = input;
  refuseUnknownRules(configuration, configurationFile, own.map(({ id }) => id));
  const accepts = (configuration.accepts ?? []).map(accept => ({ ...accept, saidBy: { file: configurationFile } }));
  const { objects } = world.cluster;
  return {
    ...check({ world: others.length === 0 ? world : { ...world, others }, accepts, own, opaque, watch, ...(configuration.severities === undefined ? {} : { severities: configuration.severities }) }),
    objects: objects.length,
    assumption: assumption === undefined || objects.length === 0 ? undefined : name === undefined ? assumption : `${name}: ${assumption}`,
  };
}

/** Indexes the objects of one cluster, and establishes what is known around them. */
export function prepare(input: ObjectsInput): Prepared {
  return { input, ...(input.watch ?? noStopwatch).part('index', () => worldOfObjects(input)) };
}

function worldOfObjects({ cluster: name, objects, configuration = {}, platform, namespace, loadSchemas, meshConfig }: ObjectsInput): Pick<Prepared, 'world' | 'assumption'> {
  const given = withMeshConfig(opened(objects), meshConfig, configuration.platform?.rootNamespace);
  const crds = definitionsIn(given);
  let schemas = loadSchemas?.({ crds });
  const fill = (object: JsonObject): JsonObject => (schemas === undefined ? object : withDefaults(object, schemas));
  const cluster = clusterOf(given, { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }), ...(schemas === undefined ? {} : { withDefaults: fill }) });
  const { facts, assumption } = platform === undefined ? establish(cluster, configuration) : { facts: factsWith(platform, configuration), assumption: undefined };
  const sets = schemaSets(facts);
  // What facts are read off is Kubernetes' own, of which there is one set.
  if (sets.length > 0) schemas = loadSchemas?.({ crds, sets });
  return { world: { cluster, facts, ...(schemas === undefined ? {} : { schemas }) }, assumption };
}

function definitionsIn(given: readonly GivenObject[]): readonly JsonObject[] {
  return given.map(({ written }) => written).filter(object => object['kind'] === 'CustomResourceDefinition' && isObject(object['spec']));
}

/** istiod reads its configuration from a ConfigMap; so does everything here. */
export function withMeshConfig(given: readonly GivenObject[], file: MeshFile | undefined, rootNamespace?: string): readonly GivenObject[] {
  if (file === undefined) return given;
  const [replaced] = given.filter(({ written }) => isMeshMap(written));
  return [...given.filter(({ written }) => !isMeshMap(written)), ...meshMapsIn(file, textAt(replaced?.written, 'metadata', 'namespace') ?? rootNamespace ?? 'istio-system')];
}
