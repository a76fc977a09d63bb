import type { DifferenceArea, Side } from '../explain/difference/change';
import { difference, hasOutcome, type Failure } from '../explain/difference/difference';
import { differenceAsGithub, differenceAsJson, differenceAsMarkdown, differenceAsText } from '../explain/difference/formats';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';
import { reachInput, type ReachInputOptions } from './reach-input';

export const differenceFormats = ['text', 'json', 'markdown', 'github'] as const;

/** Options of `sealane diff`, as the command line gives them. */
export interface DiffOptions extends Omit<ReachInputOptions, 'platform'> {
  readonly format: (typeof differenceFormats)[number];
  readonly failOn: readonly Failure[];
  readonly only?: readonly DifferenceArea[];
  /** Once: for both states; twice: for the state before and the one after. */
  readonly platform?: readonly string[];
}

/**
 * `sealane diff`. Without a second path the same manifests are compared under two platforms.
 *
 * @returns the exit code: 0 nothing that fails, 1 something that does
 * @throws UsageError for one path without two platforms, and for input that cannot be read
 */
export function diff(before: string, after: string | undefined, { platform = [], only, failOn, format, ...options }: DiffOptions, output: Output): number {
  const [first, second = first, ...more] = platform;
  if (more.length > 0) throw new UsageError({ what: `--platform is given ${platform.length} times`, fix: 'give it once for both states, or twice' });
  if (after === undefined && platform.length < 2) throw new UsageError({ what: 'there is one path, and nothing to compare it with', fix: 'name the state after, or give --platform twice to compare the same manifests under two platforms' });
  const side = (path: string, file: string | undefined): Side => ({ ...reachInput([path], { ...options, ...(file === undefined ? {} : { platform: file }) }), ...(file === undefined ? {} : { factsFile: file }) });
  const [was, is] = [side(before, first), side(after ?? before, second)];
  const found = difference(was, is, { blocksMeanPods: options.blocksMeanPods, ...(only === undefined ? {} : { areas: only }) });
  const formats = { text: differenceAsText, json: differenceAsJson, markdown: differenceAsMarkdown, github: differenceAsGithub } as const;
  output.out(formats[format](found));
  return hasOutcome(found, failOn) ? 1 : 0;
}
