// Writes build/lib/cli/sealane.js: the command line as one file, so that a start reads one file and not two hundred. It stands where
// the compiled modules stand, so that data is found from it in the same way.
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outfile = join(root, 'build/lib/cli/sealane.js');

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['lib/cli/bin.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifyWhitespace: true,
  legalComments: 'eof',
  metafile: true,
  logLevel: 'warning',
});
// What checks must not load what makes: these are slow to start and may not be installed.
const foreign = Object.keys(metafile.inputs).find(file => /node_modules\/(?:cdk8s|constructs|@pulumi)\/|lib\/(?:cdk8s|pulumi)\//.test(file));
if (foreign !== undefined) throw new Error(`the command line reaches ${foreign}`);
chmodSync(outfile, 0o755);
