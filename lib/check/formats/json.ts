import type { Finding, Near } from '../../model/finding';
import type { FilesReport } from '../check-files';

/** The report as JSON. Its shape is stable: fields are added, never changed or removed. */
export function formatJson(report: FilesReport): string {
  return `${JSON.stringify(plainReport(report), null, 2)}\n`;
}

/** What `formatJson` prints, as data. */
export function plainReport({ findings, accepted, inputErrors, unknown, skipped, advice, assumptions, objects }: FilesReport): object {
  const count = (severity: Finding['severity']): number => findings.filter(finding => finding.severity === severity).length;
  return {
    schema: 1,
    findings: findings.map(plain),
    accepted: accepted.map(({ finding, reason, by }) => ({ ...plain(finding), reason, by })),
    inputErrors,
    unknown,
    summary: { objects, errors: count('error'), warnings: count('warning'), info: count('info'), accepted: accepted.length, inputErrors: inputErrors.length, unknown: unknown.count, skipped, advice, assumptions },
  };
}

function plain({ rule, codes, severity, cluster, object, path, near, constructs, file, line, column, message, help, assumption, url }: Finding): object {
  return { rule, codes, severity, cluster, ...object, path, file, line, column, near: near?.map(plainNear), constructs, message, help, assumption, url };
}

function plainNear({ object, path, file, line, note }: Near): object {
  return { ...object, path, file, line, note };
}
