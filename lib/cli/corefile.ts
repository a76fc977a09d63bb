import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { checkCorefile } from '../corefile/check';
import { explainCorefile } from '../corefile/explain';
import { formatCorefile } from '../corefile/format';
import { migrateCorefile } from '../corefile/migrate';
import type { CorefileProblem } from '../corefile/problem';
import type { CorefileImage } from '../corefile/table';
import { UsageError } from '../model/usage-error';
import { parseVersion, type Version } from '../model/version';
import { coloured, type Output } from './output';

/** Options of `sealane corefile check`. */
export interface CorefileCheckOptions {
  readonly format: 'text' | 'json';
  readonly image: CorefileImage;
  readonly coredns?: string;
  readonly syntaxOnly?: boolean;
}

/** `sealane corefile check`. @returns the exit code: 0 CoreDNS would start with it, 1 it would not */
export function corefileCheck(file: string, { format, image, coredns, syntaxOnly = false }: CorefileCheckOptions, output: Output): number {
  const problems = checkCorefile(textOf(file), { image, syntaxOnly, ...versioned(coredns) });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (format === 'json') output.out(`${JSON.stringify({ schema: 1, problems: problems.map(problem => ({ file, ...problem })), summary: { errors, unknown: problems.length - errors } })}\n`);
  else output.out(coloured(`${problems.map(problem => lines(file, problem)).join('')}${summary(errors, problems.length - errors)}\n`, output.colour));
  return errors > 0 ? 1 : 0;
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
