import { difference, hasOutcome } from '../explain/difference/difference';
import { differenceAsGithub, differenceAsJson, differenceAsMarkdown, differenceAsText } from '../explain/difference/formats';
import type { Output } from './output';
import { reachInput, type ReachInputOptions } from './reach-input';

export const differenceFormats = ['text', 'json', 'markdown', 'github'] as const;

/** Options of `sealane diff`, as the command line gives them. */
export interface DiffOptions extends ReachInputOptions {
  readonly format: (typeof differenceFormats)[number];
  readonly failOn: 'lost' | 'gained' | 'any';
}

/** `sealane diff`. @returns the exit code: 0 nothing that fails, 1 something that does */
export function diff(before: string, after: string, options: DiffOptions, output: Output): number {
  const [was, is] = [reachInput([before], options), reachInput([after], options)];
  const found = difference(was, is, { blocksMeanPods: options.blocksMeanPods });
  const formats = { text: differenceAsText, json: differenceAsJson, markdown: differenceAsMarkdown, github: differenceAsGithub } as const;
  output.out(formats[options.format](found));
  return hasOutcome(found, options.failOn) ? 1 : 0;
}
