import { plainReport } from '../check/formats/json';
import { inputText } from '../files/input';
import { isObject } from '../model/json';
import { list, UsageError } from '../model/usage-error';
import { exitCode, judge, type CheckOptions } from './check';
import type { Output } from './output';

/** One group of a list: what would be the arguments of a check of its own. */
interface Group extends Pick<CheckOptions, 'namespace' | 'platform' | 'meshConfig'> {
  readonly name: string;
  readonly paths: readonly string[];
}

const fields = ['name', 'paths', 'namespace', 'platform', 'meshConfig'] as const;
/** Options of a check whose meaning is one report. */
const single = ['cluster', 'baseline', 'changed', 'timing'] as const;

/**
 * `sealane check --batch`: many groups in one process, so that schemas are read once. One line of JSON for each group, in the order of the list: its name, the exit code that a check of it
 * alone would have, and its report; or what was wrong with the group, which stops no other.
 *
 * @returns the exit code: 2 if some group could not be read, else 1 if findings fail, else 0
 * @throws UsageError for a list that cannot be read, and options that mean one report
 */
export function batch(paths: readonly string[], options: CheckOptions, output: Output): number {
  if (options.format !== 'json') throw new UsageError({ what: `--batch with --format ${options.format}`, fix: 'add --format json: one line for each group' });
  if (paths.length > 0) throw new UsageError({ what: `paths beside --batch: ${paths.join(', ')}`, fix: 'write them into the list' });
  const beside = single.filter(option => options[option] !== undefined);
  if (beside.length > 0) throw new UsageError({ what: `${list(beside.map(option => `--${option}`))} beside --batch`, fix: 'leave it out, or check the groups one by one' });
  const lines = inputText(options.batch ?? '-', 'name a file with one group a line').split('\n').map(line => line.trim());
  const codes = lines.flatMap((line, i) => (line === '' || line.startsWith('#') ? [] : [ofLine(line, i + 1, options, output)]));
  if (codes.length === 0) throw new UsageError({ what: `no group in ${options.batch ?? '-'}`, fix: 'write one a line: NAME PATHS…' });
  return Math.max(...codes);
}

function ofLine(line: string, number: number, options: CheckOptions, output: Output): number {
  let name: string | undefined;
  try {
    const { name: called, paths, ...own } = groupOf(line, number);
    name = called;
    const { report, failed } = judge(paths, { ...options, ...own });
    const code = exitCode(report, failed);
    output.out(`${JSON.stringify({ name, code, ...plainReport(report) })}\n`);
    return code;
  } catch (error) {
    const { what, fix } = error instanceof UsageError ? error : { what: error instanceof Error ? error.message : String(error), fix: 'check the group alone, and report this' };
    output.out(`${JSON.stringify({ name: name ?? `line ${number}`, code: 2, error: what, fix })}\n`);
    return 2;
  }
}

function groupOf(line: string, number: number): Group {
  if (!line.startsWith('{')) {
    const [name = '', ...paths] = line.split(/\s+/);
    if (paths.length === 0) throw new UsageError({ what: `line ${number}: group ${name} names no path`, fix: 'write NAME PATHS…, or JSON where names have blanks' });
    return { name, paths };
  }
  const group = parsed(line, number);
  const { name, paths } = group;
  const unknown = Object.keys(group).filter(field => !(fields as readonly string[]).includes(field));
  if (unknown.length > 0) throw new UsageError({ what: `line ${number}: ${list(unknown)} is no field of a group`, fix: `use ${list(fields)}` });
  if (typeof name !== 'string' || name === '' || !Array.isArray(paths) || paths.length === 0 || paths.some(path => typeof path !== 'string')) throw new UsageError({ what: `line ${number}: a group needs a name and paths`, fix: 'write {"name": "web", "paths": ["web/"]}' });
  const wrong = (['namespace', 'platform', 'meshConfig'] as const).filter(field => group[field] !== undefined && typeof group[field] !== 'string');
  if (wrong.length > 0) throw new UsageError({ what: `line ${number}: ${list(wrong)} is no text`, fix: 'write it in quotes' });
  return group as unknown as Group;
}

function parsed(line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch {
    // What is no JSON is told below.
  }
  throw new UsageError({ what: `line ${number} is no JSON`, fix: 'write {"name": "web", "paths": ["web/"]}, or NAME PATHS…' });
}
