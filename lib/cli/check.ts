import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { against, baselineOf, formatBaseline, parseBaseline } from '../check/baseline';
import { checkFleet, joinReports, type FilesInput, type FilesReport } from '../check/check-files';
import { formatGithub } from '../check/formats/github';
import { formatJson } from '../check/formats/json';
import { formatJunit } from '../check/formats/junit';
import { formatReport } from '../check/formats/report';
import { formatSarif } from '../check/formats/sarif';
import { fails } from '../check/profile';
import { formatTiming, noStopwatch, stopwatch, type Stopwatch } from '../check/timing';
import type { Profile } from '../configuration/configuration';
import { configurationFor, type ConfigurationFile } from '../files/configuration';
import { inputFiles, textOfFile } from '../files/input';
import { packageVersion, rulePage } from '../files/package';
import { loadSchemas } from '../files/schemas';
import type { Finding } from '../model/finding';
import { UsageError } from '../model/usage-error';
import { coloured, type Output } from './output';

/** How a check is printed. */
export type Format = (typeof formats)[number];
export const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;

/** Options of `sealane check`, as the command line gives them. */
export interface CheckOptions {
  readonly format: Format;
  readonly profile?: Profile;
  readonly failOn?: 'error' | 'warning';
  readonly namespace?: string;
  readonly platform?: string;
  readonly cluster?: readonly string[];
  readonly meshConfig?: string;
  readonly baseline?: string;
  readonly changed?: readonly string[];
  readonly timing?: boolean;
  readonly batch?: string;
}

/** `sealane check`. @returns the exit code: 0 nothing that fails, 1 findings that do, 2 input that could not be read */
export function check(paths: readonly string[], options: CheckOptions, output: Output): number {
  // Node's clock begins with the process.
  const watch = options.timing === true ? stopwatch(() => performance.now(), performance.now()) : noStopwatch;
  const { report, failed } = judge(paths, options, watch);
  const { findings, known, note } = withoutKnown(report.findings, options.baseline);
  watch.part('print', () => output.out(formatted({ ...report, findings }, known, failed, options.format, output.colour)));
  if (note !== undefined) output.err(`${note}\n`);
  if (options.timing === true) output.err(formatTiming(watch));
  return exitCode({ ...report, findings }, failed);
}

/** What came of a check, before a baseline takes findings out, and which of them fail. */
export interface Judged {
  readonly report: FilesReport;
  readonly failed: (finding: Finding) => boolean;
}

/** @throws UsageError for paths that name nothing, and where there is nothing to check */
export function judge(paths: readonly string[], options: CheckOptions, watch: Stopwatch = noStopwatch): Judged {
  const clusters = clustersOf(paths, options);
  const report = narrowed(joinReports(checkFleet(clusters.map(cluster => inputOf(cluster, options, watch)))), options);
  if (report.objects === 0 && report.inputErrors.length === 0) throw new UsageError({ what: `no Kubernetes objects in ${(paths.length > 0 ? paths : options.cluster ?? []).join(', ')}`, fix: report.advice[0] ?? 'name files or folders with manifests' });
  const profiles = new Map(clusters.map(cluster => [cluster.name, profileOf(cluster, options)]));
  return { report, failed: finding => fails([finding], profiles.get(finding.cluster) ?? 'default', options.failOn) };
}

/** 0 nothing that fails, 1 findings that do, 2 input that could not be read. */
export function exitCode({ findings, inputErrors }: FilesReport, failed: Judged['failed']): number {
  if (findings.some(failed)) return 1;
  return inputErrors.length > 0 ? 2 : 0;
}

function formatted(report: FilesReport, known: FilesReport['findings'], failed: (finding: Finding) => boolean, format: Format, colour: boolean): string {
  switch (format) {
    case 'json': return formatJson(report);
    case 'sarif': return formatSarif(report, { version: packageVersion(), known, page: rulePage });
    case 'junit': return formatJunit(report, failed);
    case 'github': return formatGithub(report);
    case 'text': return coloured(formatReport(report), colour);
  }
}

interface ClusterInput {
  readonly name?: string;
  readonly paths: readonly string[];
  readonly configuration: ConfigurationFile | undefined;
}

/** The clusters that are meant: those named, those that `sealane.yaml` names, or one without a name. */
function clustersOf(paths: readonly string[], { cluster = [], platform }: CheckOptions): readonly ClusterInput[] {
  if (cluster.length > 0 && paths.length > 0) throw new UsageError({ what: `paths beside --cluster: ${paths.join(', ')}`, fix: 'give every folder as --cluster NAME=DIR' });
  const named = cluster.map(text => {
    const [name = '', folder = ''] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    if (!text.includes('=') || name === '' || folder === '') throw new UsageError({ what: `--cluster ${text}`, fix: 'write it as NAME=DIR, such as eu=manifests/eu' });
    return { name, folder };
  });
  const configuration = configurationFor(paths, platform);
  const { clusters = {} } = configuration?.configuration ?? {};
  const base = configuration === undefined ? '.' : join(configuration.file, '..');
  const all = named.length > 0 ? named : paths.length > 0 ? [] : Object.entries(clusters).map(([name, folder]) => ({ name, folder: join(base, folder) }));
  const twice = all.find(({ name }, i) => all.findIndex(other => other.name === name) !== i);
  if (twice !== undefined) throw new UsageError({ what: `cluster ${twice.name} is named twice`, fix: 'give each cluster its own name' });
  if (all.length > 0) return all.map(({ name, folder }) => ({ name, paths: [folder], configuration: configurationIn(folder, configuration) }));
  if (paths.length === 0) throw new UsageError({ what: 'nothing to check', fix: 'name files or folders, or - for standard input' });
  return [{ paths, configuration }];
}

/** A folder's own `sealane.yaml` comes before the common one. */
function configurationIn(folder: string, common: ConfigurationFile | undefined): ConfigurationFile | undefined {
  return existsSync(join(folder, 'sealane.yaml')) ? configurationFor([folder]) : common;
}

function profileOf({ configuration }: Pick<ClusterInput, 'configuration'>, { profile }: Pick<CheckOptions, 'profile'>): Profile {
  return profile ?? configuration?.configuration.profile ?? 'default';
}

function inputOf({ name, paths, configuration }: ClusterInput, { namespace, meshConfig, ...options }: CheckOptions, watch: Stopwatch): FilesInput {
  return {
    files: watch.part('read', () => inputFiles(paths)),
    profile: profileOf({ configuration }, options),
    loadSchemas,
    watch,
    ...(name === undefined ? {} : { cluster: name }),
    ...(configuration === undefined ? {} : { configuration: configuration.configuration, configurationFile: configuration.file }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(meshConfig === undefined ? {} : { meshConfig: { path: meshConfig, text: textOfFile(meshConfig, 'name a file with a MeshConfig') } }),
  };
}

/** Findings in the files that changed. The world stays whole: a change in one file can break another. */
function narrowed(report: FilesReport, { changed }: CheckOptions): FilesReport {
  const { findings } = report;
  if (changed === undefined) return report;
  const files = new Set(changed.map(file => file.replace(/^(?:\.\/)+/, '')));
  const concerned = (file: string | undefined): boolean => file === undefined || files.has(file);
  return { ...report, findings: findings.filter(({ file, near = [] }) => concerned(file) || near.some(other => other.file !== undefined && files.has(other.file))), inputErrors: report.inputErrors.filter(({ file }) => files.has(file)) };
}

/** A baseline that does not exist is recorded; one that does takes its findings out. */
function withoutKnown(findings: FilesReport['findings'], file: string | undefined): { readonly findings: FilesReport['findings']; readonly known: FilesReport['findings']; readonly note?: string } {
  if (file === undefined) return { findings, known: [] };
  if (!existsSync(file)) {
    writeFileSync(file, formatBaseline(baselineOf(findings)));
    return { findings: [], known: findings, note: `recorded ${findings.length} findings in ${file}; only new ones fail from now on` };
  }
  const { fresh, known, gone } = against(findings, parseBaseline(readFileSync(file, 'utf8'), file));
  return { findings: fresh, known, note: `${known.length} findings of ${file} are left out${gone === 0 ? '' : `; ${gone} are gone: remove the file and run again to record what is left`}` };
}
