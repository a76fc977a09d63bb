import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '../..');

/** Files of an output folder: text by path. */
export type Output = ReadonlyMap<string, string>;

/** Runs an example with ts-node, as `cdk8s synth` does for its users, into a folder of its own. Whatever it says on stderr is a failure: a synth has no warnings. */
export function synth(main: string, options: readonly string[] = []): Output {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/ts-node/dist/bin.js'), ...options, main], { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', CDK8S_OUTDIR: outdir, NODE_CONFIG_OUTDIR: join(outdir, 'node-config') } });
    if (status !== 0 || stderr !== '') throw new Error(`${main} failed:\n${stdout}${stderr}`);
    return filesOf(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The reviewed output of an example. With UPDATE_EXAMPLES=1 it is replaced by `actual` first. */
export function reviewed(example: string, actual: Output): Output {
  const folder = join(__dirname, example);
  if (process.env['UPDATE_EXAMPLES'] === '1') {
    rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of actual) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  return filesOf(folder);
}

function filesOf(folder: string): Output {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort();
  return new Map(files.map(file => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]));
}
