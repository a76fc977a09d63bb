import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';

/** What is used of `@viz-js/viz`, an optional peer. */
export interface Viz {
  readonly instance: () => Promise<{ readonly renderString: (graph: string, options: { readonly format: 'svg' | 'json0' }) => string }>;
}

const name = '@viz-js/viz';

type Loader = (name: string) => unknown;

/** From beside sealane, and from where the program runs. */
const places = (): readonly Loader[] => [createRequire(__filename), createRequire(join(process.cwd(), 'package.json'))];

/**
 * Draws a graph. It is written when it is drawn, after the command has settled.
 *
 * @param loaders load a package by its name, tried in turn: from beside sealane, and from where the program runs
 * @throws UsageError where the package is not installed
 */
export function svgOf(graph: string, output: Output, loaders: readonly Loader[] = places()): void {
  const viz = vizFrom(loaders);
  if (viz === undefined) throw new UsageError({ what: `svg is drawn by ${name}, which is not installed`, fix: `npm install ${name}, or use --format dot` });
  void viz.instance().then(drawing => output.out(drawing.renderString(graph, { format: 'svg' })), (error: unknown) => output.err(`sealane: cannot draw: ${String(error)}\n`));
}

/** The package, or `undefined` where it is not installed. */
export function vizFrom(loaders: readonly Loader[] = places()): Viz | undefined {
  for (const load of loaders) {
    try {
      return load(name) as Viz;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}
