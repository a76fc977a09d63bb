import { formatPath } from '../../../lib/model/finding';
import type { JsonObject } from '../../../lib/model/json';
import { groupOf } from '../../../lib/model/object';
import { kindCodes } from '../../../lib/schema/builtin/table';
import type { KindCode } from '../../../lib/schema/answer';

/** A rule: what keeps it, what breaks it, and the field that is then accused. */
export type Row = readonly [rule: string, good: JsonObject, bad: JsonObject, path: string];

export function codeOf(object: JsonObject): KindCode {
  const code = kindCodes[`${groupOf(String(object['apiVersion']))}/${String(object['kind'])}`];
  if (code === undefined) throw new Error(`no code for ${String(object['kind'])}`);
  return code;
}

export function pathsOf(object: JsonObject): readonly string[] {
  return codeOf(object).problems(object).map(problem => formatPath(problem.path));
}

/** One test per row: the good one is accepted, the bad one refused at the path and only there. */
export function rules(rows: readonly Row[], make: (part: JsonObject) => JsonObject): void {
  test.each(rows)('%s', (_rule, good, bad, path) => {
    expect(pathsOf(make(good))).toEqual([]);
    expect([...new Set(pathsOf(make(bad)))]).toEqual([path]);
    for (const { message } of codeOf(make(bad)).problems(make(bad))) expect(message).toMatch(/^[a-z0-9"-].*[^.]$/);
  });
}
