import { formatConnections, isEmpty } from '../../reach/connection-set';
import type { Verdict } from '../../reach/verdict';
import { differenceAreas, type Change, type DifferenceArea, type Edit } from './change';
import { counted, type Difference } from './difference';

/** What areas are called in headings. */
const titles: Readonly<Record<DifferenceArea, string>> = {
  connections: 'connections', exposure: 'exposure', routes: 'routes', traffic: 'traffic', mtls: 'mutual TLS', authorization: 'authorization', dns: 'DNS', capture: 'capture',
};

/** Each change with the edits behind it in sentences, area by area. */
export function differenceAsText(difference: Difference): string {
  const { changes } = difference;
  const areas = byArea(changes).map(([area, own]) => [`${titles[area]}:`, ...own.flatMap(({ outcome, sentence, because }) => [`${outcome.padEnd(7)}  ${sentence}`, ...because.map(edit => `           ${caused(edit)}`), '']), ''].join('\n'));
  return [...areas, summary(difference), ...rest(difference), ''].join('\n').replace(/\n\n\n+/g, '\n\n');
}

/** A comment for a pull request: a summary, then a table per area. */
export function differenceAsMarkdown(difference: Difference): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const areas = byArea(difference.changes).flatMap(([area, own]) => [
    '', `### ${titles[area]}`, '', '| | what | why |', '|---|---|---|',
    ...own.map(({ outcome, sentence, because, severity }) => `| ${severity === 'warning' ? `**${outcome}**` : outcome} | ${cell(sentence)} | ${because.map(edit => cell(caused(edit))).join('<br>')} |`),
  ]);
  return [difference.changes.length === 0 ? summary(difference) : `**${summary(difference)}**`, ...areas, ...rest(difference).flatMap(line => ['', cell(line)]), ''].join('\n');
}

/** Workflow commands of GitHub Actions and nothing else: each change at the line of the state after that causes it. */
export function differenceAsGithub({ changes }: Difference): string {
  return changes.map(({ area, outcome, sentence, because, severity }) => {
    const place = because.map(({ after }) => after).find(at => at !== undefined);
    const [, file, line] = /^(.*):(\d+)$/.exec(place ?? '') ?? [];
    const given = [...(file === undefined ? [] : [`file=${property(file)}`, `line=${line ?? ''}`]), `title=${property(`${titles[area]}: ${outcome}`)}`];
    return `::${severity} ${given.join(',')}::${escaped([sentence, ...because.map(caused)].join('\n'))}\n`;
  }).join('');
}

/** Source: `toCommandValue` of actions/toolkit, packages/core. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One object: `changes` of all areas; `connections` once more, with their ports; `connections` and `unknown` of a verdict are there where they are not empty. */
export function differenceAsJson(difference: Difference): string {
  const verdict = ({ open, unknown }: Verdict): object => ({ ...(isEmpty(open) ? {} : { connections: formatConnections(open) }), ...(isEmpty(unknown) ? {} : { unknown: formatConnections(unknown) }) });
  const connections = difference.connections.map(({ outcome, src, dst, before, after, gained, lost, edits }) => ({
    change: outcome, src, dst, before: verdict(before), after: verdict(after),
    ...(isEmpty(gained) ? {} : { gained: formatConnections(gained) }), ...(isEmpty(lost) ? {} : { lost: formatConnections(lost) }), edits,
  }));
  return `${JSON.stringify({ schema: 1, connections, changes: difference.changes, withoutEffect: difference.withoutEffect, summary: counted(difference) }, undefined, 1)}\n`;
}

function byArea(changes: readonly Change[]): readonly (readonly [DifferenceArea, readonly Change[]])[] {
  return differenceAreas.map(area => [area, changes.filter(change => change.area === area)] as const).filter(([, own]) => own.length > 0);
}

function caused({ sentence, before, after }: Edit): string {
  const at = [...(after === undefined ? [] : [after]), ...(before === undefined ? [] : [`before: ${before}`])].join('; ');
  return at === '' ? sentence : `${sentence} (${at})`;
}

function summary(difference: Difference): string {
  if (difference.changes.length === 0) return 'nothing changes in what traffic does';
  const { gained, lost, changed } = counted(difference);
  return `${lost} lost, ${gained} gained, ${changed} changed`;
}

/** Edits that nobody sees: all of them where nothing changes; else those that no change has among its causes. */
function rest({ changes, withoutEffect: { length } }: Difference): readonly string[] {
  if (length === 0) return [];
  const objects = `${length} ${length === 1 ? 'object' : 'objects'} edited`;
  return [changes.length === 0 ? `${objects} without effect on traffic` : `${objects} beside that, behind none of these`];
}
