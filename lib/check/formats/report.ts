import type { FilesReport } from '../check-files';
import { formatFinding, formatSummary, plural } from './text';

/** A report of files as a person reads it. */
export function formatReport(report: FilesReport): string {
  return [...report.inputErrors.map(({ file, line, message }) => `input error: ${message}\n   at ${file}:${line}`), ...report.findings.map(formatFinding), ...formatFooter(report), ''].join('\n');
}

/** What was taken for granted, what was not checked or is unknown and why, and the counts. */
export function formatFooter(report: FilesReport): readonly string[] {
  const { inputErrors, skipped, advice, assumptions, unknown } = report;
  const reasons = Object.entries(unknown.reasons).map(([reason, count]) => `${count} × ${reason}`);
  return [
    ...(assumptions.length === 0 ? [] : [`assumed: ${assumptions.join('; ')} (say otherwise in sealane.yaml)`]),
    ...advice.map(line => `not checked: ${line}`),
    ...(Object.keys(skipped).length === 0 ? [] : [`skipped: ${Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`).join(', ')}`]),
    ...(reasons.length === 0 ? [] : [`unknown: ${reasons.join(', ')}`]),
    `${plural(report.objects, 'object')}: ${inputErrors.length === 0 ? '' : `${plural(inputErrors.length, 'input error')}, `}${formatSummary(report)}`,
  ];
}
