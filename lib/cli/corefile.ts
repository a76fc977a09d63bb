import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fixCorefile, lintCorefile } from '../check/lint-corefile';
import { checkCorefile, type CorefileTarget } from '../corefile/check';
import { explainCorefile } from '../corefile/explain';
import { formatCorefile } from '../corefile/format';
import { migrateCorefile } from '../corefile/migrate';
import type { CorefileProblem } from '../corefile/problem';
import type { CorefileImage } from '../corefile/table';
import type { Finding, Severity } from '../model/finding';
import { UsageError } from '../model/usage-error';
import { parseVersion, type Version } from '../model/version';
import { coloured, type Output } from './output';

/** Options of `sealane corefile check`. */
export interface CorefileCheckOptions {
  readonly format: 'text' | 'json';
  readonly image: CorefileImage;
  readonly coredns?: string;
  readonly syntaxOnly?: boolean;
  /** What the rules say besides. */
  readonly lint?: boolean;
  /** Put right what is mechanical: of errors and warnings, or of all. */
  readonly fix?: boolean | 'all';
}

/** `sealane corefile check`. @returns the exit code: 0 CoreDNS would start with it and no rule has an error, 1 otherwise */
export function corefileCheck(file: string, options: CorefileCheckOptions, output: Output): number {
  const { format, image, coredns, syntaxOnly = false, fix = false } = options;
  const lint = options.lint === true || fix !== false;
  const target = { image, ...versioned(coredns) };
  const given = textOf(file);
  const text = fix === false ? given : fixedText(file, given, target, fix, output);
  const problems = checkCorefile(text, { ...target, syntaxOnly });
  const refused = problems.filter(({ severity }) => severity === 'error').length;
  const findings = lint && refused === 0 ? lintCorefile(text, target) : [];
  const errors = refused + findings.filter(({ severity }) => severity === 'error').length;
  const unknown = problems.length - refused;
  if (format === 'json') {
    const found = findings.map(({ rule, codes, severity, message, help, url, within, edits = [] }) => ({ file, rule, codes, severity, message, help, url, ...within, fixable: edits.length > 0 }));
    output.out(`${JSON.stringify({ schema: 1, problems: problems.map(problem => ({ file, ...problem })), ...(lint ? { findings: found } : {}), summary: { errors, unknown } })}\n`);
  } else output.out(coloured(`${problems.map(problem => lines(file, problem)).join('')}${findings.map(finding => found(file, finding)).join('')}${summary(errors, unknown)}${lint ? rest(findings) : ''}\n`, output.colour));
  return errors > 0 ? 1 : 0;
}

/** Puts right what is mechanical and writes the file, or, for standard input, prints it with the report on standard error. */
function fixedText(file: string, text: string, target: CorefileTarget, fix: true | 'all', output: Output): string {
  refuseTorn(file, text);
  const { corefile, fixed } = fixCorefile(text, target, fix === 'all' ? ['error', 'warning', 'info'] : ['error', 'warning']);
  for (const { rule, message, within } of fixed) output.err(`fixed ${file}:${within?.line ?? 1}: ${rule}: ${message}\n`);
  if (file === '-') output.err(corefile);
  else if (corefile !== text) writeFileSync(file, corefile);
  return corefile;
}

function found(file: string, { rule, severity, message, help, within, assumption }: Finding): string {
  return `${severity} ${rule}: ${message}\n   at ${file}${within === undefined ? '' : `:${within.line}:${within.column}`}\n${assumption === undefined ? '' : `given ${assumption}\n`} help: ${help}\n`;
}

function rest(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter(finding => finding.severity === severity).length;
  const fixable = findings.filter(({ edits = [] }) => edits.length > 0).length;
  return `, ${count('warning')} ${count('warning') === 1 ? 'warning' : 'warnings'}, ${count('info')} for information${fixable === 0 ? '' : `; ${fixable} can be put right by --fix or --fix=all`}`;
}

/** `sealane corefile fmt`. @returns the exit code: 0, or with `--check` 1 where the file would change */
export function corefileFormat(file: string, { write = false, check = false }: { readonly write?: boolean; readonly check?: boolean }, output: Output): number {
  const text = textOf(file);
  refuseTorn(file, text);
  const formatted = formatCorefile(text);
  if (check) {
    if (formatted !== text) output.err(`${file} is not formatted\n`);
    return formatted === text ? 0 : 1;
  }
  if (!write || file === '-') output.out(formatted);
  else if (formatted !== text) writeFileSync(file, formatted);
  return 0;
}

/** `sealane corefile migrate`. @returns the exit code: 0 the result is valid for the new release, 1 it is not */
export function corefileMigrate(file: string, { from, to, write = false }: { readonly from: string; readonly to: string; readonly write?: boolean }, output: Output): number {
  const text = textOf(file);
  refuseTorn(file, text);
  const { corefile, changes } = migrateCorefile(text, { from: versionOf(from), to: versionOf(to) });
  for (const { line, message, kind } of changes) output.err(`${kind} ${file}:${line}: ${message}\n`);
  if (write && file !== '-') writeFileSync(file, corefile);
  else output.out(corefile);
  const errors = checkCorefile(corefile, { version: versionOf(to) }).filter(({ severity }) => severity === 'error');
  output.err(errors.map(problem => lines(file, problem)).join(''));
  return errors.length > 0 ? 1 : 0;
}

/** `sealane corefile explain`. @returns the exit code: 0, or 1 when CoreDNS would not start with the file */
export function corefileExplain(file: string, { coredns }: { readonly coredns?: string }, output: Output): number {
  const text = textOf(file);
  const errors = checkCorefile(text, versioned(coredns)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    output.out(coloured(`${errors.map(problem => lines(file, problem)).join('')}${summary(errors.length, 0)}\n`, output.colour));
    return 1;
  }
  output.out(explainCorefile(text, versioned(coredns)));
  return 0;
}

function textOf(file: string): string {
  if (file !== '-' && !existsSync(file)) throw new UsageError({ what: `${file} does not exist`, fix: 'name a Corefile, or - for standard input' });
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError({ what: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, fix: 'name a Corefile' });
  }
}

function versioned(text: string | undefined): { readonly version?: Version } {
  return text === undefined ? {} : { version: versionOf(text) };
}

function versionOf(text: string): Version {
  if (parseVersion(text) === undefined) throw new UsageError({ what: `"${text}" is no release of CoreDNS`, fix: 'write it as 1.14.2' });
  return text.replace(/^v/, '') as Version;
}

/** What has no words that anybody can be sure of is not written again. */
function refuseTorn(file: string, text: string): void {
  const [first] = checkCorefile(text, { syntaxOnly: true }).filter(({ message }) => message.startsWith('a quote is opened'));
  if (first !== undefined) throw new UsageError({ what: `${file}:${first.line}:${first.column}: ${first.message}`, fix: first.help ?? 'close it' });
}

function lines(file: string, { severity, message, line, column, help, file: imported }: CorefileProblem): string {
  return `${severity}: ${message}\n   at ${imported ?? file}:${line}:${column}\n${help === undefined ? '' : ` help: ${help}\n`}`;
}

function summary(errors: number, unknown: number): string {
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${unknown} unknown`;
}
