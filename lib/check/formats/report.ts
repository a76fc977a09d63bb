import type { FilesReport } from '../check-files';
import { formatFinding, formatSummary, plural } from './text';

/** A report of files as a person reads it. */
export function formatReport(report: FilesReport): string {
  return [...report.inputErrors.map(({ file, line, message }) => `input error: ${message}\n   at ${file}:${line}`), ...report.findings.map(formatFinding), ...formatFooter(report), ''].join('\n');
}

/** How the reason of an unknown ends where a kind is not known. */
const unknownKind = ': there is no schema of this kind';

/** What was taken for granted, what was not checked or is unknown and why, and the counts. */
export function formatFooter(report: FilesReport): readonly string[] {
  const { inputErrors, skipped, advice, assumptions, unknown } = report;
  const kinds = Object.entries(unknown.reasons).filter(([reason]) => reason.endsWith(unknownKind)).map(([reason, count]) => `${count} × ${reason.slice(0, -unknownKind.length)}`);
  const reasons = Object.entries(unknown.reasons).filter(([reason]) => !reason.endsWith(unknownKind)).map(([reason, count]) => `${count} × ${reason}`);
  return [
    ...(assumptions.length === 0 ? [] : [`assumed: ${assumptions.join('; ')} (say otherwise in sealane.yaml)`]),
    ...advice.map(line => `not checked: ${line}`),
    ...(Object.keys(skipped).length === 0 ? [] : [`skipped: ${Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`).join(', ')}`]),
    ...(kinds.length === 0 ? [] : [`not checkable: ${kinds.join(', ')}: there is no schema of these kinds (add their CustomResourceDefinitions to the input)`]),
    ...(reasons.length === 0 ? [] : [`unknown: ${reasons.join(', ')}`]),
    `${plural(report.objects, 'object')}: ${inputErrors.length === 0 ? '' : `${plural(inputErrors.length, 'input error')}, `}${formatSummary(report)}`,
  ];
}
