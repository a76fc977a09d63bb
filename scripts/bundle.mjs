// Writes build/lib/cli/sealane.js: the command line as one file, so that a start reads one file and not two hundred. It stands where
// the compiled modules stand, so that data is found from it in the same way.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
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
  metafile: true,
  logLevel: 'warning',
});
// What checks must not load what makes: these are slow to start and may not be installed.
const foreign = Object.keys(metafile.inputs).find(file => /node_modules\/(?:cdk8s|constructs|@pulumi)\/|lib\/(?:cdk8s|pulumi)\//.test(file));
if (foreign !== undefined) throw new Error(`the command line reaches ${foreign}`);
chmodSync(outfile, 0o755);

// The file holds packages of others; their licences go with it.
const packages = new Set(Object.keys(metafile.inputs).flatMap(file => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
const licences = [...packages].sort().map(name => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim()}\n`);
writeFileSync(join(dirname(outfile), 'LICENSES.txt'), `sealane.js holds code of these packages.\n\n${licences.join('\n\n')}`);
