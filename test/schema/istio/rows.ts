import { formatPath } from '../../../lib/model/finding';
import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';

/** A rule: what keeps it, what breaks it, and the field that is then accused. */
export type Row = readonly [rule: string, good: JsonObject, bad: JsonObject, path: string];

/** A warning has its code besides. */
export type WarnedRow = readonly [rule: string, good: JsonObject, bad: JsonObject, path: string, code?: string];

export function object(apiVersion: string, kind: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', ...metadata }, spec };
}

function errorsOf(one: JsonObject): readonly string[] {
  return [...new Set(admission(one).errors.map(({ path }) => formatPath(path)))];
}

function warningsOf(one: JsonObject): readonly string[] {
  return [...new Set(admission(one).warnings.map(({ path, warning }) => `${warning} ${formatPath(path)}`))];
}

/** One test per row: the good one is let in, the bad one refused at the path and only there. */
export function refused(rows: readonly Row[], make: (part: JsonObject) => JsonObject): void {
  test.each(rows)('%s', (_rule, good, bad, path) => {
    expect(errorsOf(make(good))).toEqual([]);
    expect(errorsOf(make(bad))).toEqual([path]);
    for (const { message } of admission(make(bad)).errors) expect(message).toMatch(/^(?:[A-Z0-9_]{2,} |[a-z0-9"-]).*[^.]$/);
  });
}

/** One test per row: both are let in, one with a warning at the path. */
export function warned(rows: readonly WarnedRow[], make: (part: JsonObject) => JsonObject): void {
  for (const [rule, good, bad, path, code = 'IST0133'] of rows) {
    test(rule, () => {
      expect([errorsOf(make(good)), warningsOf(make(good))]).toEqual([[], []]);
      expect([errorsOf(make(bad)), warningsOf(make(bad))]).toEqual([[], [`${code} ${path}`]]);
      for (const { message } of admission(make(bad)).warnings) expect(message).toMatch(/^(?:[A-Z0-9_]{2,} |[a-z0-9"-]).*[^.]$/);
    });
  }
}
