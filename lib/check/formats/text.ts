import { formatPath, type Finding, type Near } from '../../model/finding';
import { describe } from '../../model/object';
import type { Report } from '../check';

/** A finding as a person reads it: what, where, near what, and what to do. */
export function formatFinding(finding: Finding): string {
  const { rule, severity, message, help, cluster, near = [], assumption } = finding;
  return [
    `${severity} ${rule}: ${message}`,
    ...placesOf(finding).map(line => `   at ${cluster === undefined || finding.file === undefined ? '' : `[${cluster}] `}${line}`),
    ...near.map(other => ` near ${formatNear(other)}`),
    ...(assumption === undefined ? [] : [`given ${assumption}`]),
    ` help: ${help}`,
  ].join('\n');
}

function placesOf({ object, path, within, constructs = [], file, line, column }: Finding): readonly string[] {
  const [construct] = constructs;
  const position = formatPosition({ file, line, column });
  if (object !== undefined) return [joined([describe(object), `${formatPath(path)}${within === undefined ? '' : ` line ${within.line}`}`, position, construct === undefined ? '' : `(construct ${construct})`])];
  if (position !== '') return [position];
  return construct === undefined ? [] : [`construct ${construct}`];
}

function formatNear({ object, path = [], note, file, line }: Near): string {
  return joined([describe(object), formatPath(path), note ?? '', formatPosition({ file, line })]);
}

/** `routes.yaml:14:7`, as terminals and editors take it. */
export function formatPosition({ file, line, column }: { readonly file?: string | undefined; readonly line?: number | undefined; readonly column?: number | undefined }): string {
  return [file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':');
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('  ');
}

/** One line for a list of errors, where the place is said by whoever lists them. */
export function formatLine({ rule, message, help }: Finding): string {
  return `${rule}: ${message} (help: ${help})`;
}

/** `2 errors, 1 warning, 1 accepted, 3 unknown` */
export function formatSummary({ findings, accepted, unknown }: Pick<Report, 'findings' | 'accepted' | 'unknown'>): string {
  const count = (severity: Finding['severity']): number => findings.filter(finding => finding.severity === severity).length;
  const parts = [
    plural(count('error'), 'error'),
    plural(count('warning'), 'warning'),
    ...(count('info') === 0 ? [] : [`${count('info')} for information`]),
    ...(accepted.length === 0 ? [] : [`${accepted.length} accepted`]),
    ...(unknown.count === 0 ? [] : [`${unknown.count} unknown${onlyAtDeploy(unknown) ? ' before deploy' : ''}`]),
  ];
  return parts.join(', ');
}

function onlyAtDeploy({ reasons }: Report['unknown']): boolean {
  return Object.keys(reasons).every(reason => reason.endsWith('only known at deploy'));
}

/** `1 error`, `2 errors` */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
