import { locate } from '../cluster/read/locate';
import { readFiles, type InputError, type InputFile, type Reading, type SkipReason } from '../cluster/read/read';
import type { Profile } from '../configuration/configuration';
import type { Report } from './check';
import { checkPrepared, prepare, type ObjectsInput, type Prepared } from './check-objects';
import { shown } from './profile';
import { noStopwatch } from './timing';

/** The files of one cluster. */
export interface FilesInput extends Omit<ObjectsInput, 'objects'> {
  readonly files: readonly InputFile[];
  /** What is shown: findings that are not are left out before they are looked up in the text. @default 'advice' */
  readonly profile?: Profile;
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
export function checkFiles(input: FilesInput): FilesReport {
  return judged(readIn(input), []);
}

/** Reads the files of several clusters, and checks each with the others in sight. */
export function checkFleet(inputs: readonly FilesInput[]): readonly FilesReport[] {
  const all = inputs.map(readIn);
  return all.map(each => judged(each, all.filter(other => other !== each)));
}

interface ReadIn {
  readonly input: FilesInput;
  readonly reading: Reading;
  readonly prepared: Prepared;
}

function readIn(input: FilesInput): ReadIn {
  const { files, profile: _, ...rest } = input;
  const reading = (input.watch ?? noStopwatch).part('read', () => readFiles(files));
  return { input, reading, prepared: prepare({ ...rest, objects: reading.objects }) };
}

function judged({ input: { profile = 'advice', watch = noStopwatch }, reading, prepared }: ReadIn, others: readonly ReadIn[]): FilesReport {
  const { assumption, ...report } = checkPrepared(prepared, others.map(other => other.prepared.world));
  const documents = new Map([...others.flatMap(other => [...other.reading.documents]), ...reading.documents]);
  const [accepted, findings] = watch.part('places', () => [locate(report.accepted.map(({ finding }) => finding), documents), locate(shown(report.findings, profile), documents)]);
  return {
    ...report,
    findings,
    accepted: report.accepted.map((each, i) => ({ ...each, finding: accepted[i] ?? each.finding })),
    inputErrors: reading.errors,
    skipped: Object.fromEntries(reading.skipped),
    advice: reading.advice,
    assumptions: assumption === undefined ? [] : [assumption],
  };
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
