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

/** `promtool check rules`, lint findings included. One process per question, since it has no other form. */
export function startPromtool(purpose: string): Engine<RuleGroups, RuleVerdict> {
  const binary = pathOf('promtool');
  const tally = new Tally('promtool', purpose);
  return {
    ask: groups => tally.measure(() => check(binary, groups), verdict => ({ objects: 1, refused: verdict.accepted ? 0 : 1 })),
    stop: async () => { tally.close(); await Promise.resolve(); },
  };
}

async function check(binary: string, groups: RuleGroups): Promise<RuleVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-rules-'));
  try {
    const file = join(folder, 'rules.yaml');
    await writeFile(file, JSON.stringify(groups)); // JSON is YAML
    return await new Promise((resolve, reject) => {
      execFile(binary, ['check', 'rules', '--lint=all', '--lint-fatal', file], (problem, stdout, stderr) => {
        const message = `${stdout}${stderr}`.replaceAll(folder, '').trim();
        if (problem === null || typeof problem.code === 'number') resolve({ accepted: problem === null, message });
        else reject(new Error(`promtool: ${String(problem.code)}`, { cause: problem }));
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
