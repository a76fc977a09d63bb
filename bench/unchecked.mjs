// The library with its check taken out, to see what the check costs. No program can do this: a synth that is not checked is not offered.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './measure.mjs';

const report = '{ findings: [], accepted: [], unknown: { count: 0, reasons: {} }, rules: [] }';
const replaced = {
  'lib/check/check.ts': `export const brokenRule = ''; export const check = () => (${report});`,
  'lib/check/world.ts': 'export const worldOf = () => ({});',
};

/** @returns the folder to load in place of the package */
export async function libraryWithoutChecks() {
  const outfile = join(root, 'build/bench/index.js');
  const seen = new Set();
  await build({
    absWorkingDir: root, entryPoints: ['lib/index.ts'], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs', packages: 'external', logLevel: 'warning',
    plugins: [{
      name: 'without checks',
      setup({ onLoad }) {
        onLoad({ filter: /[\\/]lib[\\/]check[\\/](?:check|world)\.ts$/ }, ({ path }) => {
          const name = path.slice(root.length + 1).replaceAll('\\', '/');
          seen.add(name);
          return { contents: replaced[name], loader: 'ts' };
        });
      },
    }],
  });
  const missing = Object.keys(replaced).filter(name => !seen.has(name));
  if (missing.length > 0) throw new Error(`the library does not load ${missing.join(', ')} any more`);
  return join(root, 'build/bench');
}
