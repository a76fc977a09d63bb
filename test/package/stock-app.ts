import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** What ran, and what it said. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A fresh cdk8s app in a temporary folder that has installed the packed package. Everything else in its `node_modules` is
 * borrowed from the project, so that no network is needed; Pulumi and the types of Node are not there.
 */
export interface StockApp {
  readonly tarball: string;
  /** Folder of the installed package. */
  readonly installed: string;
  /** Type-checks and compiles as the app's own `tsc` does, with TypeScript 5.9. */
  readonly compile: () => Run;
  /** Runs a file of the app with Node. */
  readonly run: (file: string) => Run;
  /** Runs a line of JavaScript in the app. */
  readonly evaluate: (script: string) => Run;
  /** Runs the command line of a copy that stands beside no other package. */
  readonly sealane: (...args: readonly string[]) => Run;
  /** Runs the tests of the app with Jest. */
  readonly jest: (...args: readonly string[]) => Run;
  readonly read: (file: string) => string;
  /** Installs a second copy under a package that did not declare a peer. */
  readonly installTwice: () => void;
  readonly remove: () => void;
}

/** What an installation brings besides the package: its own dependencies, its peers, and what the app itself uses. */
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
const borrowed = ['cdk8s', 'constructs', 'cdk8s-plus-27', 'cdk8s-plus-34', ...Object.keys(dependencies)];

export function stockApp(): StockApp {
  const folder = mkdtempSync(join(tmpdir(), 'stock-app-'));
  const packed: unknown = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const tarball = join(folder, (packed as readonly { readonly filename: string }[])[0]?.filename ?? '');
  cpSync(join(root, 'test/fixtures/stock-app'), folder, { recursive: true });
  const modules = join(folder, 'node_modules');
  const install = (destination: string): void => {
    mkdirSync(destination, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', destination, '--strip-components', '1']);
  };
  install(join(modules, 'sealane'));
  const alone = mkdtempSync(join(tmpdir(), 'alone-'));
  install(alone);
  for (const name of borrowed) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'dir');
  }

  const node = (...args: readonly string[]): Run => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' } });
    return { status: status ?? -1, stdout, stderr };
  };
  return {
    tarball,
    installed: join(modules, 'sealane'),
    compile: () => node(join(root, 'node_modules/typescript-5.9/bin/tsc'), '--pretty', 'false', '-p', '.'),
    run: file => node(file),
    evaluate: script => node('-e', script),
    sealane: (...args) => node(join(alone, 'build/lib/cli/sealane.js'), ...args),
    jest: (...args) => node(join(root, 'node_modules/jest/bin/jest.js'), '--rootDir', folder, '--runInBand', ...args),
    read: file => readFileSync(join(folder, file), 'utf8'),
    installTwice: () => install(join(modules, 'golden/sealane')),
    remove: () => [folder, alone].forEach(each => rmSync(each, { recursive: true, force: true })),
  };
}
