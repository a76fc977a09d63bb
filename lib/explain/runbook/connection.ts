import type { ClusterObject } from '../../cluster/object';
import type { FieldPath, Source } from '../../model/finding';
import { describe } from '../../model/object';
import { hopIds, type HopId, type TracedHop } from '../trace/hop';
import type { Trace } from '../trace/trace';
import { codeEntry, type TraceCode } from '../trace/codes';
import { expectedNow } from './expected';
import type { Scene } from './scene';
import { proofStep, stepOf } from './steps/hops';
import type { Runbook, Step } from './step';
import { variablesOf } from './variables';

type Place = (source: Source, path: FieldPath) => string | undefined;

/**
 * The steps for one connection, one for each hop of its trace, in that order. What manifests settle is said before the commands, which then only confirm that the
 * cluster is as the manifests.
 *
 * @param among hops to keep. @default all
 */
export function connectionRunbook(trace: Trace, scene: Scene, place: Place, among: ReadonlySet<HopId> = new Set(hopIds)): Runbook {
  const { question, verdict, summary } = trace;
  const from = question.from.kind === 'internet' ? 'the internet' : `${question.from.workload.namespace}/${question.from.workload.name}`;
  const hops = hopIds.filter(id => among.has(id));
  const failing = new Set(trace.branches.flatMap(({ hops: all }) => all.flatMap(({ id, status }) => (status === 'fail' ? [id] : []))));
  return {
    title: `${from} -> ${question.to.written}`,
    known: [`by the manifests it ${{ works: 'works', fails: 'fails', partly: 'works in part', unknown: 'is not known to work' }[verdict]}: ${summary}`],
    variables: variablesOf(scene),
    steps: [...hops.flatMap(id => {
      const said = statements(trace, id);
      // Where requests end before a hop, there is nothing to look at.
      return said.length === 0 || (said.every(({ status }) => status === 'skipped') && optional.has(id)) || (scene.mesh === 'none' && ofMesh.has(id)) ? [] : [told(stepOf(id, scene), said, place, failing)].filter(({ commands }) => commands.length > 0);
    }), proved(proofStep(scene), trace)],
  };
}

/** The Service that the first branch of a trace ends at. */
export function serviceIn({ branches }: Trace): ClusterObject | undefined {
  return branches.flatMap(({ hops }) => hops).filter(({ id }) => id === 'endpoints' || id === 'service').flatMap(({ evidence }) => evidence.map(({ object }) => object)).find(({ kind, group }) => kind === 'Service' && group === '');
}

/** Hops that are often about nothing: no subset, no places, no route, no mesh, an end that no policy governs. */
const optional: ReadonlySet<HopId> = new Set(['route', 'subset', 'locality', 'egress', 'ingress', 'capture', 'mtls', 'authz']);

/** What a proxy does; without one there is nothing to look at. */
const ofMesh: ReadonlySet<HopId> = new Set(['capture', 'mtls', 'authz']);

/** Each statement of a hop once, whatever branch it is of. */
function statements({ branches }: Trace, id: HopId): readonly TracedHop[] {
  const seen = new Set<string>();
  return branches.flatMap(({ hops }) => hops).filter(hop => {
    const key = `${hop.status} ${hop.text}`;
    return hop.id === id && !seen.has(key) && seen.add(key);
  });
}

/** The whole way ends at the first failure. */
function proved(step: Step, { verdict, firstFailure }: Trace): Step {
  if (verdict === 'unknown') return step;
  const seen = firstFailure === undefined ? undefined : codeEntry(firstFailure.code).seen ?? codeEntry(firstFailure.code).title;
  return { ...step, now: seen === undefined ? 'as healthy' : `${verdict === 'partly' ? 'as healthy at times, else ' : ''}${seen} (${firstFailure?.code ?? ''})` };
}

/** A connection to the pod passes only where both ends admit it. */
function otherEnd(hop: HopId | undefined, failing: ReadonlySet<HopId>): string | undefined {
  const other = hop === 'egress' ? 'ingress' : hop === 'ingress' ? 'egress' : undefined;
  return other !== undefined && failing.has(other) ? `nothing is dropped at this end, and the connection still ends in "Operation timed out": the policies of the ${other === 'egress' ? 'client' : 'server'} do not admit it` : undefined;
}

function told(step: Step, said: readonly TracedHop[], place: Place, failingHops: ReadonlySet<HopId>): Step {
  const failing = said.flatMap(({ status, code }) => (code !== undefined && (status === 'fail' || status === 'warn') ? [code] : []));
  const open = said.some(({ status }) => status === 'unknown') || said.every(({ status }) => status === 'skipped');
  const shown = [...new Set(failing.map(expectedNow))];
  const now = shown.length > 0 ? shown.join('; ') : open ? undefined : otherEnd(step.hop, failingHops) ?? 'as healthy';
  return {
    ...step,
    settled: said.map(({ status, code, text, details = [], evidence, hypothetical }) => {
      const [first] = evidence;
      const at = first === undefined ? undefined : place(first.object.source, first.path) ?? describe(first.object.reference);
      const further = status === 'fail' || status === 'unknown' ? details.map(detail => detail.text) : [];
      return { status, text: `${code === undefined ? '' : `[${code}] `}${text}${hypothetical ? ' (as if what fails before were repaired)' : ''}${further.length === 0 ? '' : `: ${further.join('; ')}`}`, ...(at === undefined ? {} : { at }) };
    }),
    ...(now === undefined ? {} : { now }),
    codes: [...new Set<TraceCode>([...failing, ...step.codes])],
  };
}
