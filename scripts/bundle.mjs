// Writes what is loaded as one file each, so that a start reads one file and not five hundred:
// - build/lib/cli/program.bundle.js, the command line, which needs no other package, and build/lib/cli/sealane.js, which starts it;
// - build/lib/library/library.js, behind every entry of the package. The entries share it, so that a class is the same class through all of them.
// Both stand where compiled modules stand, so that data is found from them in the same way. The modules stay beside them, for tests and scripts.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const common = { absWorkingDir: root, bundle: true, platform: 'node', target: 'node20', format: 'cjs', metafile: true, logLevel: 'warning' };

await commandLine();
await library();

async function commandLine() {
  const outfile = join(root, 'build/lib/cli/program.bundle.js');
  const { metafile } = await build({ ...common, entryPoints: ['lib/cli/program.ts'], outfile, minifyWhitespace: true });
  // What checks must not load what makes: these are slow to start and may not be installed.
  const foreign = Object.keys(metafile.inputs).find(file => /node_modules\/(?:cdk8s|constructs|@pulumi)\/|lib\/(?:cdk8s|pulumi)\//.test(file));
  if (foreign !== undefined) throw new Error(`the command line reaches ${foreign}`);
  const start = join(root, 'build/lib/cli/sealane.js');
  await build({ ...common, entryPoints: ['lib/cli/bin.ts'], outfile: start });
  chmodSync(start, 0o755);

  // The file holds packages of others; their licences go with it.
  const packages = new Set(Object.keys(metafile.inputs).flatMap(file => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  const licences = [...packages].sort().map(name => `${name}\n\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim()}\n`);
  writeFileSync(join(dirname(outfile), 'LICENSES.txt'), `program.bundle.js holds code of these packages.\n\n${licences.join('\n\n')}`);
}

/** Each entry is a function of the library, so that `sealane` does not load what only `sealane/pulumi` needs. Without whitespace V8 reads it in 49 ms instead of 75; lines stay short, because stack traces are read. */
async function library() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.values(exports).flatMap(target => /^\.\/build\/(lib\/.*)\.js$/.exec(target.default ?? '')?.[1] ?? []);
  const outfile = join(root, 'build/lib/library/library.js');
  mkdirSync(dirname(outfile), { recursive: true });
  const contents = entries.map(entry => `exports[${JSON.stringify(entry)}] = () => require(${JSON.stringify(`./${entry}.ts`)});`).join('\n');
  // An entry may say what is missing before it loads it, so no import is left out for having no names.
  await build({ ...common, stdin: { contents, resolveDir: root, sourcefile: 'library.js' }, outfile, packages: 'external', ignoreAnnotations: true, minifyWhitespace: true, lineLimit: 160 });
  for (const entry of entries) {
    const file = join(root, 'build', `${entry}.js`);
    // The list of names is never run. It is how Node learns what an ES module may import by name.
    const names = await namesOf(entry);
    const path = posix.relative(posix.dirname(entry), 'lib/library/library.js');
    writeFileSync(file, `module.exports = require(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)})[${JSON.stringify(entry)}]();\n0 && (module.exports = { ${names.join(', ')} });\n`);
  }
}

/** What a module exports as values; types are gone by then. Of one that exports nothing esbuild says `default`, which no entry exports. */
async function namesOf(entry) {
  const { metafile } = await build({ ...common, bundle: false, entryPoints: [`${entry}.ts`], format: 'esm', write: false, outfile: 'names.js' });
  return Object.values(metafile.outputs)[0].exports.filter(name => name !== 'default');
}
