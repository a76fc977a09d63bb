import { dump } from 'js-yaml';
import type { FieldPath, Source } from '../../../model/finding';
import type { Fix } from '../fix';
import { hopIds, stageOf, stages, type HopEvidence, type HopStatus, type Stage, type TracedHop } from '../hop';
import { proofOf } from '../prove';
import { askerOf } from '../summary';
import type { Branch, Trace } from '../trace';
import { percent } from './percent';
import { wrap } from './wrap';

/** Finds a field as `file:line`. */
export type Place = (source: Source, path: FieldPath) => string | undefined;

/** How much to say. */
export interface TextOptions {
  readonly place: Place;
  /** `quiet`: stages in which everything passes are one line each. `verbose`: every policy and rule that was considered. @default 'normal' */
  readonly detail?: 'quiet' | 'normal' | 'verbose';
  /** Image of the ephemeral container that proves the first failure. @default 'nicolaka/netshoot:v0.13' */
  readonly image?: string;
}

const words: Readonly<Record<HopStatus, string>> = { ok: 'ok', warn: 'WARN', fail: 'FAIL', unknown: '?', skipped: '-' };
const width = 100;
/** Columns before the statement of a hop. */
const indent = 19;

/** A trace as a person reads it: the verdict, one line for each hop, and for what fails a repair and a proof. */
export function traceText(trace: Trace, { place, detail = 'normal', image }: TextOptions): string {
  const failed = firstFailing(trace);
  const proof = failed === undefined ? undefined : proofOf(failed.branch.course, failed.hop, image === undefined ? {} : { image });
  return [
    headline(trace),
    ...stages.flatMap(stage => stageLines(trace, stage, place, detail)),
    '',
    ...trace.risks.map(({ code, text, evidence }) => section('risk', `[${code}] ${text}${at(evidence, place)}`)),
    ...(failed?.hop.fixes ?? []).slice(0, 1).map(fix => section('fix', fixText(fix))),
    ...(proof === undefined ? [] : [section('prove', [proof.command, `now: ${proof.now}`, `after the fix: ${proof.after}`].join('\n'))]),
    ...(trace.assumptions.length === 0 ? [] : [section('assumed', trace.assumptions.map(({ text }) => text).join('; '))]),
    '',
  ].join('\n').replace(/\n{3,}/g, '\n\n');
}

function firstFailing({ branches, firstFailure }: Trace): { readonly branch: Branch; readonly hop: TracedHop } | undefined {
  const branch = branches[firstFailure?.branch ?? 0];
  const hop = branch?.hops.find(({ id, code, status }) => status === 'fail' && id === firstFailure?.hop && code === firstFailure.code);
  return branch === undefined || hop === undefined ? undefined : { branch, hop };
}

function headline({ question, verdict, summary, firstFailure, branches }: Trace): string {
  const { to } = question;
  const where = firstFailure === undefined ? '' : `   at ${stageOf[firstFailure.hop]}/${firstFailure.hop}   [${firstFailure.code}]`;
  const first = `${verdict.toUpperCase().padEnd(9)}${askerOf(question)} -> ${to.host}:${to.port} (${to.scheme.toUpperCase()})${where}`;
  const said = [...(verdict === 'works' ? [] : [summary]), outcomes(branches)].filter(line => line !== '');
  return [first, ...said.map(line => `         ${wrap(line, width - 9, 9)}`)].join('\n');
}

/** Where requests go, with the part of each. */
function outcomes(branches: readonly Branch[]): string {
  if (branches.length < 2) return '';
  return branches.map(branch => `${branch.when.kind === 'condition' ? `${branch.when.text}: ` : ''}${percent(branch.share)} ${branch.arrives ?? 'nowhere'}${branch.verdict === 'works' ? '' : ` (${branch.verdict === 'fails' ? 'FAILS' : 'not known'})`}`).join('   ');
}

/** One statement, and the branches that have it. */
interface Stated {
  readonly hop: TracedHop;
  readonly branches: Branch[];
}

function stageLines(trace: Trace, stage: Stage, place: Place, detail: NonNullable<TextOptions['detail']>): readonly string[] {
  const stated = hopIds.filter(id => stageOf[id] === stage).map(id => statementsOf(trace, id)).filter(list => list.length > 0);
  if (stated.length === 0) return [];
  const all = stated.flat();
  const repaired = all.every(({ hop }) => hop.hypothetical) ? '      as if the failure above were repaired' : '';
  const passes = all.every(({ hop: { status, id } }) => status === 'ok' || status === 'skipped' || id === 'app');
  if (detail === 'quiet' && passes) return ['', `${stage.padEnd(10)} ok (${stated.length} ${stated.length === 1 ? 'hop' : 'hops'})${repaired}`];
  return ['', `${stage}${repaired}`, ...stated.flatMap(list => list.flatMap((each, i) => hopLines(trace, each, i === 0, place, detail)))];
}

function statementsOf({ branches }: Trace, id: TracedHop['id']): readonly Stated[] {
  const found = new Map<string, Stated>();
  for (const branch of branches) {
    for (const hop of branch.hops.filter(each => each.id === id)) {
      const key = `${hop.status} ${hop.code ?? ''} ${hop.text}`;
      const present = found.get(key);
      if (present === undefined) found.set(key, { hop, branches: [branch] });
      else if (!present.branches.includes(branch)) present.branches.push(branch);
    }
  }
  return [...found.values()];
}

function hopLines({ branches: all }: Trace, { hop, branches }: Stated, first: boolean, place: Place, detail: NonNullable<TextOptions['detail']>): readonly string[] {
  const reaching = all.filter(branch => branch.hops.some(({ id }) => id === hop.id));
  const whose = branches.length === reaching.length ? '' : `${[...new Set(branches.map(nameOf))].join(', ')}: `;
  const own = `  ${(first ? hop.id : '').padEnd(10)} ${words[hop.status].padEnd(5)} ${whose}${hop.text}${hop.code === undefined ? '' : ` [${hop.code}]`}${at(hop.evidence, place)}`;
  const shown = hop.status === 'fail' || detail === 'verbose' ? (hop.details ?? []) : [];
  return [wrap(own, width, indent), ...shown.map(({ text, evidence }) => wrap(`${' '.repeat(indent + 2)}${text}${at(evidence === undefined ? [] : [evidence], place)}`, width, indent + 4))];
}

function nameOf({ when, arrives }: Branch): string {
  return when.kind === 'condition' ? when.text : (arrives ?? 'otherwise');
}

function at(evidence: readonly HopEvidence[], place: Place): string {
  const places = [...new Set(evidence.map(({ object: { source }, path }) => place(source, path)).filter(found => found !== undefined))];
  return places.length === 0 ? '' : ` (${places.slice(0, 2).join(', ')})`;
}

/** A repair as text: what it does, and the YAML to apply. */
function fixText({ text, changes }: Fix): string {
  return [text, ...changes.flatMap(({ how, object }) => [
    ...(how === 'create' ? [] : [how === 'merge' ? '# kubectl patch --type merge --patch-file' : '# kubectl delete']),
    ...dump(object, { lineWidth: -1, noRefs: true }).trimEnd().split('\n'),
    ...(changes.length > 1 ? ['---'] : []),
  ])].join('\n').replace(/\n---$/, '');
}

function section(title: string, text: string): string {
  const [first = '', ...rest] = text.split('\n');
  return [`${title.padEnd(9)}${rest.length === 0 ? wrap(first, width - 9, 9) : first}`, ...rest.map(line => `         ${line}`)].join('\n');
}

