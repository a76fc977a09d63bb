import { formatPath, type Finding } from '../model/finding';
import { describe } from '../model/object';
import type { Report } from './check';

/** A finding as a person reads it: what, where, near what, and what to do. */
export function formatFinding(finding: Finding): string {
  const { rule, severity, message, help, object, path, near = [], constructs = [], assumption } = finding;
  const place = object === undefined ? [] : [[describe(object), formatPath(path), constructs[0] === undefined ? '' : `(construct ${constructs[0]})`].filter(part => part !== '').join('  ')];
  return [
    `${severity} ${rule}: ${message}`,
    ...(place.length > 0 ? place : constructs.slice(0, 1).map(construct => `construct ${construct}`)).map(line => `   at ${line}`),
    ...near.map(({ object: other, note }) => ` near ${describe(other)}${note === undefined ? '' : `  ${note}`}`),
    ...(assumption === undefined ? [] : [`given ${assumption}`]),
    ` help: ${help}`,
  ].join('\n');
}

/** One line for a list of errors, where the place is said by whoever lists them. */
export function formatLine({ rule, message, help }: Finding): string {
  return `${rule}: ${message} (help: ${help})`;
}

/** `2 errors, 1 warning, 1 accepted, 3 unknown before deploy` */
export function formatSummary({ findings, accepted, unknown }: Report): string {
  const count = (severity: Finding['severity']): number => findings.filter(finding => finding.severity === severity).length;
  const parts = [
    plural(count('error'), 'error'),
    plural(count('warning'), 'warning'),
    ...(accepted.length === 0 ? [] : [`${accepted.length} accepted`]),
    ...(unknown === 0 ? [] : [`${unknown} unknown before deploy`]),
  ];
  return parts.join(', ');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
