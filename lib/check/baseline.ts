import type { Finding } from '../model/finding';
import { compare, isObject } from '../model/json';
import { identityOf } from '../model/object';
import { UsageError } from '../model/usage-error';

/** What tells one finding from another while lines move: everything but where in the file it stands. */
export function fingerprint({ rule, cluster = '', object, message }: Finding): string {
  return [cluster, rule, object === undefined ? '' : identityOf(object), message].join(' | ');
}

/** Findings of a day, counted by fingerprint. */
export type Baseline = ReadonlyMap<string, number>;

export function baselineOf(findings: readonly Finding[]): Baseline {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(fingerprint(finding), (counts.get(fingerprint(finding)) ?? 0) + 1);
  return counts;
}

/** The text of a baseline's file: sorted, one finding a line, so that a review sees what comes and goes. */
export function formatBaseline(baseline: Baseline): string {
  const lines = [...baseline].sort(([a], [b]) => compare(a, b)).map(([key, count]) => `    ${JSON.stringify(key)}: ${count}`);
  return `{\n  "schema": 1,\n  "findings": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** @throws UsageError for a text that is no baseline */
export function parseBaseline(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const findings = isObject(value) && value['schema'] === 1 ? value['findings'] : undefined;
  if (!isObject(findings) || Object.values(findings).some(count => typeof count !== 'number')) throw new UsageError({ what: `${file} is no baseline`, fix: 'remove it, and the next run records a new one' });
  return new Map(Object.entries(findings) as [string, number][]);
}

/** Findings that the baseline does not know, those that it knows, and how many of it are gone. */
export function against(findings: readonly Finding[], baseline: Baseline): { readonly fresh: readonly Finding[]; readonly known: readonly Finding[]; readonly gone: number } {
  const left = new Map(baseline);
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const key = fingerprint(finding);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    (count > 0 ? known : fresh).push(finding);
  }
  return { fresh, known, gone: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
