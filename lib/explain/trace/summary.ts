import { codeEntry, type TraceCode } from './codes';
import type { HopId } from './hop';
import type { Question } from './question';
import type { Branch, TraceVerdict } from './trace';

/** `shop/web`, or `the internet`. */
export function askerOf({ from }: Question): string {
  return from.kind === 'internet' ? 'the internet' : `${from.workload.namespace}/${from.workload.name}`;
}

/** One sentence for whoever is tired: what happens, what it looks like, and what else waits. */
export function summaryOf(question: Question, verdict: TraceVerdict, branches: readonly Branch[], first: { readonly branch: number; readonly hop: HopId; readonly code: TraceCode } | undefined, further: number): string {
  const to = question.to.written;
  if (verdict === 'works') return `${askerOf(question)} reaches ${to}`;
  if (verdict === 'unknown') {
    const open = branches.flatMap(({ hops }) => hops).find(({ status, id }) => status === 'unknown' && id !== 'app');
    return `the input does not settle it: ${open === undefined ? 'something that decides is missing' : `${open.id}: ${open.text}`}`;
  }
  const entry = first === undefined ? undefined : codeEntry(first.code);
  const seen = entry?.seen === undefined ? '' : `; seen at the client: ${entry.seen}`;
  const rest = further === 0 ? '' : `; ${further} further ${further === 1 ? 'failure waits' : 'failures wait'} behind it`;
  const part = verdict === 'partly' ? 'some requests do not arrive: ' : '';
  return `${part}${entry?.title ?? 'it does not arrive'}${seen}${rest}`;
}
