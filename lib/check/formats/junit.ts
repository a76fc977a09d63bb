import { formatPath, type Finding } from '../../model/finding';
import { describe } from '../../model/object';
import type { FilesReport } from '../check-files';
import { formatFinding } from './text';
import { attributes, element, testCase } from './xml';

/**
 * The report as JUnit XML. Each rule that ran is a test class: its findings are its cases, and where it has none it is one case that
 * passes. What was accepted, and what the input does not settle, is skipped; what could not be read is an error.
 *
 * @param fails whether a finding fails the run; others pass, with what they say as output
 */
export function formatJunit({ findings, accepted, inputErrors, unknown, rules }: FilesReport, fails: (finding: Finding) => boolean): string {
  const found = new Set<string>([...findings, ...accepted.map(({ finding }) => finding)].map(({ rule }) => rule));
  const cases = [
    ...inputErrors.map(({ file, line, message }) => testCase('input', `${file}:${line}`, { file, line }, element('error', { message, type: 'input error' }, message))),
    ...findings.map(finding => testCase(finding.rule, nameOf(finding), finding, fails(finding) ? element('failure', { message: finding.message, type: finding.severity }, formatFinding(finding)) : element('system-out', {}, formatFinding(finding)))),
    ...accepted.map(({ finding, reason }) => testCase(finding.rule, nameOf(finding), finding, element('skipped', { message: `accepted: ${reason}` }))),
    ...Object.entries(unknown.reasons).map(([reason, count]) => testCase('unknown', reason, {}, element('skipped', { message: `${count} × ${reason}` }))),
    ...rules.filter(rule => !found.has(rule)).map(rule => testCase(rule, 'no findings', {})),
  ];
  const failures = findings.filter(fails).length;
  const counts = { tests: cases.length, failures, errors: inputErrors.length, skipped: accepted.length + Object.keys(unknown.reasons).length };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'sealane', ...counts })}>\n  <testsuite${attributes({ name: 'sealane', ...counts })}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

function nameOf({ cluster, object, path, constructs = [], message }: Finding): string {
  const place = [object === undefined ? constructs[0] ?? '' : describe(object), formatPath(path)].filter(part => part !== '').join(' ');
  return `${cluster === undefined ? '' : `[${cluster}] `}${place === '' ? message : place}`;
}
