import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine';
import { pathOf } from './parts';
import { Tally } from './table';

export interface RuleVerdict {
  readonly accepted: boolean;
  /** What promtool printed. */
  readonly message: string;
}

/** Rule groups: the `spec` of a PrometheusRule. The operator's object around it means nothing to Prometheus. */
export type RuleGroups = Readonly<Record<string, unknown>>;

/** Rules, and the unit tests that promtool puts them to; without them they are only checked, lint findings included. */
export interface RuleQuestion {
  readonly rules: RuleGroups;
  /** What `unitTests` writes for a file `rules.yaml`. */
  readonly tests?: unknown;
}

/** `promtool check rules`, and `promtool test rules` where there are tests. One process per question, since it has no other form. */
export function startPromtool(purpose: string): Engine<RuleQuestion, RuleVerdict> {
  const binary = pathOf('promtool');
  const tally = new Tally('promtool', purpose);
  return {
    ask: question => tally.measure(() => judge(binary, question), verdict => ({ objects: 1, refused: verdict.accepted ? 0 : 1 })),
    stop: async () => { tally.close(); await Promise.resolve(); },
  };
}

async function judge(binary: string, { rules, tests }: RuleQuestion): Promise<RuleVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-rules-'));
  try {
    await writeFile(join(folder, 'rules.yaml'), JSON.stringify(rules)); // JSON is YAML
    const checked = await run(binary, ['check', 'rules', '--lint=all', '--lint-fatal', join(folder, 'rules.yaml')], folder);
    if (tests === undefined || !checked.accepted) return checked;
    await writeFile(join(folder, 'tests.yaml'), JSON.stringify(tests));
    return await run(binary, ['test', 'rules', join(folder, 'tests.yaml')], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(binary: string, args: readonly string[], folder: string): Promise<RuleVerdict> {
  return new Promise((resolve, reject) => {
    execFile(binary, args, { maxBuffer: 64 * 1024 * 1024 }, (problem, stdout, stderr) => {
      const message = `${stdout}${stderr}`.replaceAll(folder, '').trim();
      if (problem === null || typeof problem.code === 'number') resolve({ accepted: problem === null, message });
      else reject(new Error(`promtool: ${String(problem.code)}`, { cause: problem }));
    });
  });
}
