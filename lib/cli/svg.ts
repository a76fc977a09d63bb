import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from '../model/usage-error';
import type { Output } from './output';

/** What is used of `@viz-js/viz`, an optional peer. */
interface Viz {
  readonly instance: () => Promise<{ readonly renderString: (graph: string, options: { readonly format: 'svg' }) => string }>;
}

/**
 * Draws a graph. It is written when it is drawn, after the command has settled.
 *
 * @param loaders load a package by its name, tried in turn: from beside sealane, and from where the program runs
 * @throws UsageError where the package is not installed
 */
export function svgOf(graph: string, output: Output, loaders: readonly ((name: string) => unknown)[] = [createRequire(__filename), createRequire(join(process.cwd(), 'package.json'))]): void {
  const viz = loadViz(loaders);
  void viz.instance().then(drawing => output.out(drawing.renderString(graph, { format: 'svg' })), (error: unknown) => output.err(`sealane: cannot draw: ${String(error)}\n`));
}

function loadViz(loaders: readonly ((name: string) => unknown)[]): Viz {
  const name = '@viz-js/viz';
  for (const load of loaders) {
    try {
      return load(name) as Viz;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new UsageError({ what: `svg is drawn by ${name}, which is not installed`, fix: `npm install ${name}, or use --format dot` });
}
