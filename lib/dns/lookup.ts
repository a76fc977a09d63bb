import type { World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { answerOf, type Answer } from './answer';
import { questionsFor, type Library } from './questions';
import { resolverOf, type Resolver } from './resolver';

/** One name that is asked on the way, and what comes of it. */
export interface AskedName extends Answer {
  readonly name: string;
}

/** What happens when a pod looks up a name. */
export interface Lookup {
  readonly resolver: Resolver;
  /** What is asked, in order, up to the first that exists. */
  readonly asked: readonly AskedName[];
  /**
   * `found`: a name of the cluster; `outside`: servers outside have the last word; `missing`: nobody has it; `node`: what the node asks, which no manifest says;
   * `unknown`: the input does not settle it.
   */
  readonly result: 'found' | 'outside' | 'missing' | 'node' | 'unknown';
  /** The name that decides: the one that exists, the first that the input does not settle, or the last. */
  readonly last?: AskedName;
}

/**
 * Which names a pod asks when its program looks one up, and who answers them. Whether it may ask at all says `dnsAccess`; proxies that answer names themselves stand before this.
 *
 * @param name as the program has it, `reviews`, `reviews.shop` or `api.example.com.`
 * @example lookup(world, workload, 'reviews').asked.at(-1)?.name // 'reviews.shop.svc.cluster.local.'
 */
export function lookup(world: World, workload: Workload, name: string, library: Library = 'glibc'): Lookup {
  const resolver = resolverOf(world, workload);
  const questions = questionsFor(resolver, name, library);
  if (resolver.kind !== 'cluster') return { resolver, asked: questions.map(each => ({ name: each, outcome: 'unknown', reason: resolver.reason })), result: resolver.kind === 'node' ? 'node' : 'unknown' };
  const asked: AskedName[] = [];
  for (const each of questions) {
    const found: AskedName = { name: each, ...answerOf(world, each) };
    asked.push(found);
    if (found.outcome === 'exists') return { resolver, asked, result: asked.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'found', last: asked.find(({ outcome }) => outcome === 'unknown') ?? found };
  }
  const unsettled = asked.find(({ outcome }) => outcome === 'unknown');
  const last = unsettled ?? asked.at(-1);
  return { resolver, asked, result: unsettled !== undefined ? 'unknown' : asked.some(({ outcome }) => outcome === 'upstream') ? 'outside' : 'missing', ...(last === undefined ? {} : { last }) };
}
