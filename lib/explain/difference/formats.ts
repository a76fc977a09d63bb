import { formatConnections, isEmpty } from '../../reach/connection-set';
import type { Verdict } from '../../reach/verdict';
import type { ConnectionChange } from './connections';
import { counted, type Difference } from './difference';
import type { Edit } from './connection-edits';

const none = 'nothing changes who can talk to whom';

/** Each change with its ports, and the edits behind it in sentences. */
export function differenceAsText(difference: Difference): string {
  const { connections } = difference;
  if (connections.length === 0) return `${none}\n`;
  return [...connections.map(change => [`${change.outcome.padEnd(7)}  ${change.src} → ${change.dst}  ${portsOf(change)}`, ...causes(change).map(line => `           ${line}`), ''].join('\n')), summary(difference), ''].join('\n');
}

/** A summary, a table, and the edits below it. */
export function differenceAsMarkdown(difference: Difference): string {
  const { connections } = difference;
  if (connections.length === 0) return `${none}\n`;
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [
    `**${summary(difference)}**`, '', '| | source | destination | ports | why |', '|---|---|---|---|---|',
    ...connections.map(change => `| ${change.outcome} | ${cell(change.src)} | ${cell(change.dst)} | ${cell(portsOf(change))} | ${causes(change).map(cell).join('<br>')} |`), '',
  ].join('\n');
}

/** Workflow commands of GitHub Actions: each change at the line that causes it. What is lost is a warning. */
export function differenceAsGithub(difference: Difference): string {
  return [...difference.connections.map(change => {
    const place = change.edits.map(({ after }) => after).find(at => at !== undefined);
    const [, file, line] = /^(.*):(\d+)$/.exec(place ?? '') ?? [];
    const given = [...(file === undefined ? [] : [`file=${property(file)}`, `line=${line ?? ''}`]), `title=${property(`connection ${change.outcome}`)}`];
    return `::${isEmpty(change.lost) ? 'notice' : 'warning'} ${given.join(',')}::${escaped([`${change.src} → ${change.dst}: ${portsOf(change)}`, ...causes(change)].join('\n'))}`;
  }), difference.connections.length === 0 ? none : summary(difference), ''].join('\n');
}

/** Source: `toCommandValue` of actions/toolkit, packages/core. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One object; `connections` and `unknown` are there where they are not empty. */
export function differenceAsJson(difference: Difference): string {
  const verdict = ({ open, unknown }: Verdict): object => ({ ...(isEmpty(open) ? {} : { connections: formatConnections(open) }), ...(isEmpty(unknown) ? {} : { unknown: formatConnections(unknown) }) });
  const connections = difference.connections.map(({ outcome, src, dst, before, after, gained, lost, edits }) => ({
    change: outcome, src, dst, before: verdict(before), after: verdict(after),
    ...(isEmpty(gained) ? {} : { gained: formatConnections(gained) }), ...(isEmpty(lost) ? {} : { lost: formatConnections(lost) }), edits,
  }));
  return `${JSON.stringify({ schema: 1, connections, summary: counted(difference) }, undefined, 1)}\n`;
}

/** What is gained and lost; where all there is came or went, just that. */
function portsOf({ outcome, before, after, gained, lost }: ConnectionChange): string {
  const known = (verdict: Verdict): string => [...(isEmpty(verdict.open) ? [] : [formatConnections(verdict.open)]), ...(isEmpty(verdict.unknown) ? [] : [`not known: ${formatConnections(verdict.unknown)}`])].join('; ');
  if (outcome === 'gained') return known(after);
  if (outcome === 'lost') return known(before);
  return [
    ...(isEmpty(gained) ? [] : [`+ ${formatConnections(gained)}`]), ...(isEmpty(lost) ? [] : [`- ${formatConnections(lost)}`]),
    ...(isEmpty(after.unknown) ? [] : [`not known: ${formatConnections(after.unknown)}`]), ...(isEmpty(before.unknown) ? [] : [`not known before: ${formatConnections(before.unknown)}`]),
  ].join('; ');
}

function causes({ edits }: ConnectionChange): readonly string[] {
  return edits.map(({ sentence, before, after }: Edit) => {
    const at = [...(after === undefined ? [] : [after]), ...(before === undefined ? [] : [`before: ${before}`])].join('; ');
    return at === '' ? sentence : `${sentence} (${at})`;
  });
}

function summary(difference: Difference): string {
  const { gained, lost, changed } = counted(difference);
  return `${gained} gained, ${lost} lost, ${changed} changed`;
}
