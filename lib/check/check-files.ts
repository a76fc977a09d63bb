import { clusterOf } from '../cluster/cluster-of';
import { opened, type GivenObject } from '../cluster/given';
import { locate } from '../cluster/read/locate';
import { readFiles, type InputError, type InputFile, type SkipReason } from '../cluster/read/read';
import type { Configuration } from '../configuration/configuration';
import { establish } from '../configuration/facts';
import { isMeshMap, meshMapsIn, type MeshFile } from '../configuration/mesh-file';
import { schemaSets, type LoadSchemas } from '../configuration/schemas';
import { isObject, type JsonObject } from '../model/json';
import { textAt } from '../model/object';
import { withDefaults } from '../schema/answers';
import { check, type Report } from './check';
import { shown, type Profile } from './profile';

/** The files of one cluster. */
export interface FilesInput {
  /** Name of the cluster; findings carry it. @default - the only one, without a name */
  readonly cluster?: string;
  readonly files: readonly InputFile[];
  /** @default {} */
  readonly configuration?: Configuration;
  /** Name of the file that the configuration comes from. @default 'sealane.yaml' */
  readonly configurationFile?: string;
  /** Namespace of objects that name none. @default 'default' */
  readonly namespace?: string;
  /** Gives the schemas of the API server. @default - none: objects are not judged as it would, and that is counted */
  readonly loadSchemas?: LoadSchemas;
  /** What is shown: findings that are not are left out before they are looked up in the text. @default 'advice' */
  readonly profile?: Profile;
  /** A file with the mesh configuration; it is read in place of a ConfigMap `istio` among the files. @default - none */
  readonly meshConfig?: MeshFile;
}

/** What came out of a check of files. */
export interface FilesReport extends Report {
  /** How many objects were read, those of Lists one by one. */
  readonly objects: number;
  readonly inputErrors: readonly InputError[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** What to do so that more can be read. */
  readonly advice: readonly string[];
  /** What was taken for granted, one line for each cluster. */
  readonly assumptions: readonly string[];
}

/** Reads the files of one cluster and checks what they hold. */
export function checkFiles({ cluster: name, files, configuration = {}, configurationFile = 'sealane.yaml', namespace, loadSchemas, profile = 'advice', meshConfig }: FilesInput): FilesReport {
  const reading = readFiles(files);
  const given = withMeshConfig(opened(reading.objects), meshConfig, configuration.platform?.rootNamespace);
  const crds = definitionsIn(given);
  let schemas = loadSchemas?.({ crds });
  const fill = (object: JsonObject): JsonObject => (schemas === undefined ? object : withDefaults(object, schemas));
  const cluster = clusterOf(given, { ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }), ...(schemas === undefined ? {} : { withDefaults: fill }) });
  const { facts, assumption } = establish(cluster, configuration);
  const sets = schemaSets(facts);
  // What facts are read off is Kubernetes' own, of which there is one set.
  if (sets.length > 0) schemas = loadSchemas?.({ crds, sets });
  const accepts = (configuration.accepts ?? []).map(accept => ({ ...accept, file: configurationFile }));
  const report = check({ world: { cluster, facts, ...(schemas === undefined ? {} : { schemas }) }, accepts, ...(configuration.severities === undefined ? {} : { severities: configuration.severities }) });
  const located = locate(report.accepted.map(({ finding }) => finding), reading.documents);
  return {
    ...report,
    findings: locate(shown(report.findings, profile), reading.documents),
    accepted: report.accepted.map((accepted, i) => ({ ...accepted, finding: located[i] ?? accepted.finding })),
    objects: cluster.objects.length,
    inputErrors: reading.errors,
    skipped: Object.fromEntries(reading.skipped),
    advice: reading.advice,
    assumptions: assumption === undefined || cluster.objects.length === 0 ? [] : [name === undefined ? assumption : `${name}: ${assumption}`],
  };
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

/** The reports of several clusters as one. */
export function joinReports(reports: readonly FilesReport[]): FilesReport {
  const sum = (counts: readonly Readonly<Record<string, number | undefined>>[]): Record<string, number> => {
    const total: Record<string, number> = {};
    for (const each of counts) for (const [key, count] of Object.entries(each)) total[key] = (total[key] ?? 0) + (count ?? 0);
    return total;
  };
  return {
    findings: reports.flatMap(({ findings }) => findings),
    accepted: reports.flatMap(({ accepted }) => accepted),
    rules: [...new Set(reports.flatMap(({ rules }) => rules))].sort(),
    unknown: { count: reports.reduce((total, { unknown }) => total + unknown.count, 0), reasons: sum(reports.map(({ unknown }) => unknown.reasons)) },
    objects: reports.reduce((total, { objects }) => total + objects, 0),
    inputErrors: reports.flatMap(({ inputErrors }) => inputErrors),
    skipped: sum(reports.map(({ skipped }) => skipped)),
    advice: [...new Set(reports.flatMap(({ advice }) => advice))],
    assumptions: reports.flatMap(({ assumptions }) => assumptions),
  };
}
