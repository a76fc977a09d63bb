import { formatPath, type Finding } from '../../model/finding';
import { describe } from '../../model/object';
import type { FilesReport } from '../check-files';
import { formatFinding } from './text';

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

function testCase(classname: string, name: string, { file, line }: { readonly file?: string; readonly line?: number }, content?: string): string {
  const given = attributes({ classname, name, file, line });
  return content === undefined ? `    <testcase${given}/>\n` : `    <testcase${given}>\n      ${content}\n    </testcase>\n`;
}

function element(name: string, given: Readonly<Record<string, string>>, text = ''): string {
  return text === '' ? `<${name}${attributes(given)}/>` : `<${name}${attributes(given)}>${escaped(text)}</${name}>`;
}

function attributes(given: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(given).map(([key, value]) => (value === undefined ? '' : ` ${key}="${escaped(String(value)).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no words for most control characters and for lone surrogates, so they are shown as what they are not. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd').replaceAll(/[&<>"]/g, char => entities[char] ?? char);
}
