import { answersTo } from '../explain/asked';
import { evidenceOf, sentences } from '../explain/connection-sentences';
import { formatConnections } from '../reach/connection-set';
import type { Output } from './output';
import { reachInput, type ReachInputOptions } from './reach-input';

/** Options of `sealane query`, as the command line gives them. */
export interface QueryOptions extends ReachInputOptions {
  readonly format: 'text' | 'json';
}

const exitCodes = { yes: 0, no: 1, unknown: 4 } as const;

/** `sealane query`. @returns the exit code: 0 open, 1 blocked, 4 not known */
export function query(from: string, to: string, port: string, paths: readonly string[], options: QueryOptions, output: Output): number {
  const { world, place } = reachInput(paths, options);
  const { open, answers } = answersTo(world, { from, to, port }, { blocksMeanPods: options.blocksMeanPods });
  if (options.format === 'json') {
    const data = answers.map(({ from: source, to: target, part }) => ({ src: source.name, dst: target.name, port: formatConnections(part.ports), open: part.open, egress: evidenceOf(part.egress, place), ingress: evidenceOf(part.ingress, place) }));
    output.out(`${JSON.stringify({ schema: 1, open, answers: data })}\n`);
  } else output.out(answers.map(answer => sentences(answer.from, answer.to, [answer.part], place)).join('\n'));
  return exitCodes[open];
}
