import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;

/** A test that needs shellcheck: where it is not installed it is skipped, and fails in the pipeline. */
export const shellcheckTest = isInstalled || process.env['CI'] !== undefined ? test : test.skip;

/** What shellcheck has against scripts; empty where it has nothing. One process for all of them, since it takes its time to start. */
export function shellcheckProblems(scripts: Iterable<string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sealane-shellcheck-'));
  try {
    const files = [...new Set(scripts)].map((script, i) => {
      writeFileSync(join(folder, `${i}.sh`), script);
      return join(folder, `${i}.sh`);
    });
    if (files.length === 0) throw new Error('no scripts');
    return spawnSync('shellcheck', files, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
