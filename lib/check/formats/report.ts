import type { FilesReport } from '../check-files';
import { formatFinding, formatSummary, plural } from './text';

/** A report of files as a person reads it. */
export function formatReport(report: FilesReport): string {
  const { findings, inputErrors, skipped, advice, assumptions, unknown } = report;
  const reasons = Object.entries(unknown.reasons).map(([reason, count]) => `${count} × ${reason}`);
  return [
    ...inputErrors.map(({ file, line, message }) => `input error: ${message}\n   at ${file}:${line}`),
    ...findings.map(formatFinding),
    ...(assumptions.length === 0 ? [] : [`assumed: ${assumptions.join('; ')} (say otherwise in sealane.yaml)`]),
    ...advice.map(line => `not checked: ${line}`),
    ...(Object.keys(skipped).length === 0 ? [] : [`skipped: ${Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`).join(', ')}`]),
    ...(reasons.length === 0 ? [] : [`unknown: ${reasons.join(', ')}`]),
    `${plural(report.objects, 'object')}: ${inputErrors.length === 0 ? '' : `${plural(inputErrors.length, 'input error')}, `}${formatSummary(report)}`,
    '',
  ].join('\n');
}
