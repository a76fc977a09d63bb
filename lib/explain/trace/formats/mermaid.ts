import { stageOf, type HopStatus, type TracedHop } from '../hop';
import type { Trace } from '../trace';
import { titleOf } from './data';
import { percent } from './percent';

const marks: Readonly<Record<HopStatus, string>> = { ok: 'ok', warn: 'WARN', fail: 'FAIL', unknown: '?', skipped: '-' };
const worse: readonly HopStatus[] = ['skipped', 'ok', 'warn', 'unknown', 'fail'];

/** A trace as a Mermaid flowchart: one row of hops for each branch, in a colour and a word for what each comes to. */
export function traceMermaid(trace: Trace): string {
  const rows = trace.branches.flatMap(({ hops, when, share, arrives, verdict }, b) => {
    const ids = [...new Set(hops.map(({ id }) => id))];
    const nodes = ids.map(id => {
      const own = hops.filter(hop => hop.id === id);
      const status = own.map(each => each.status).sort((a, c) => worse.indexOf(c) - worse.indexOf(a))[0] ?? 'ok';
      return `  b${b}${id}["${escaped(`${stageOf[id]} ${id}: ${marks[status]}${codesOf(own)}`)}"]:::${status}`;
    });
    const title = when.kind === 'condition' ? when.text : percent(share);
    return [`  subgraph b${b}["${escaped(`${title} ${arrives ?? 'nowhere'}: ${verdict}`)}"]`, '  direction LR', ...nodes, `  ${ids.map(id => `b${b}${id}`).join(' --> ')}`, '  end'];
  });
  return ['---', `title: "${titleOf(trace).replaceAll('"', '#quot;')}: ${trace.verdict}"`, '---', 'flowchart TB', ...rows,
    '  classDef ok stroke:#2a7f3f', '  classDef warn stroke:#a06a00,stroke-dasharray:4', '  classDef fail stroke:#c0392b,stroke-width:3px', '  classDef unknown stroke:#777777,stroke-dasharray:2', '  classDef skipped stroke:#bbbbbb', ''].join('\n');
}

function codesOf(hops: readonly TracedHop[]): string {
  const codes = hops.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return codes.length === 0 ? '' : ` ${codes.join(' ')}`;
}

/** Quotes would end a label, and `#` begins an entity. */
function escaped(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
}
