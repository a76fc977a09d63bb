import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Run } from './stock-app';

const root = join(__dirname, '../..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
const borrowed = ['cdk8s', 'constructs', '@pulumi/pulumi', '@pulumi/kubernetes', '@pulumi/policy', '@types/node', ...Object.keys(dependencies)];

/** An application that has installed the packed sealane and the packed golden package that builds on it. */
export interface GoldenApp {
  /** Compiles with one release of TypeScript: `typescript` or `typescript-5.9`. */
  readonly compile: (release: string) => Run;
  /** Runs a file of the app with Node. */
  readonly run: (file: string, ...args: readonly string[]) => Run;
  /** `cdk8s synth`. */
  readonly synth: () => Run;
  readonly manifests: () => string;
  readonly remove: () => void;
}

/** Everything but the two packages is borrowed from the project, so that no network is needed. */
export function goldenApp(): GoldenApp {
  const folder = mkdtempSync(join(tmpdir(), 'golden-app-'));
  const modules = join(folder, 'node_modules');
  for (const name of borrowed) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'dir');
  }
  const node = (cwd: string, ...args: readonly string[]): Run => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', CDK8S_CHECK_UPGRADE: 'false', HOME: folder } });
    return { status: status ?? -1, stdout, stderr };
  };
  const compile = (cwd: string, release: string, project = '.'): Run => node(cwd, join(root, 'node_modules', release, 'bin/tsc'), '--pretty', 'false', '-p', project);
  install(root, join(modules, 'sealane'), folder);
  const source = join(folder, 'golden');
  cpSync(join(root, 'examples/golden-package'), source, { recursive: true });
  const built = compile(source, 'typescript', 'tsconfig.build.json');
  if (built.status !== 0) throw new Error(`the golden package does not compile:\n${built.stdout}`);
  install(source, join(modules, '@acme/golden'), folder);
  rmSync(source, { recursive: true });
  cpSync(join(root, 'test/fixtures/golden-app'), folder, { recursive: true });
  return {
    compile: release => compile(folder, release),
    run: (file, ...args) => node(folder, file, ...args),
    synth: () => node(folder, join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'),
    manifests: () => readdirSync(join(folder, 'manifests')).sort().map(file => readFileSync(join(folder, 'manifests', file), 'utf8')).join('---\n'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function install(from: string, to: string, scratch: string): void {
  const packed: unknown = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], { cwd: from, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  mkdirSync(to, { recursive: true });
  execFileSync('tar', ['-xzf', join(scratch, (packed as readonly { readonly filename: string }[])[0]?.filename ?? ''), '-C', to, '--strip-components', '1']);
}
