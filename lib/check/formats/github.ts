import { formatPath, type Finding } from '../../model/finding';
import { describe } from '../../model/object';
import type { FilesReport } from '../check-files';
import { formatFooter } from './report';
import { formatPosition } from './text';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** The report as workflow commands of GitHub Actions, which shows them at the lines of a pull request; then what a person reads at the end of the log. */
export function formatGithub(report: FilesReport): string {
  return [...report.inputErrors.map(({ file, line, message }) => command('error', { file, line, title: 'input error' }, message)), ...report.findings.map(annotation), ...formatFooter(report), ''].join('\n');
}

function annotation(finding: Finding): string {
  const { rule, severity, cluster, object, path, near = [], constructs = [], message, help, assumption, file, line, column } = finding;
  const place = [cluster === undefined ? '' : `[${cluster}]`, object === undefined ? '' : describe(object), formatPath(path), constructs[0] === undefined ? '' : `(construct ${constructs[0]})`].filter(part => part !== '').join(' ');
  const lines = [
    message,
    ...(place === '' ? [] : [`at ${place}`]),
    ...near.map(other => `near ${[describe(other.object), formatPath(other.path ?? []), other.note ?? '', formatPosition(other)].filter(part => part !== '').join(' ')}`),
    ...(assumption === undefined ? [] : [`given ${assumption}`]),
    `help: ${help}`,
  ];
  return command(commands[severity], { file, line, col: column, title: rule }, lines.join('\n'));
}

/** Source: `toCommandValue` of actions/toolkit, packages/core: line ends and percent signs are written as in addresses, in properties colons and commas too. */
function command(name: string, properties: Readonly<Record<string, string | number | undefined>>, text: string): string {
  const escaped = (value: string): string => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== '-')
    .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${name} ${given.join(',')}::${escaped(text)}`;
}
