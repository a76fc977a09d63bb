import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { brokenRule } from '../../../lib/check/check';
import { checkFiles, type FilesInput, type FilesReport } from '../../../lib/check/check-files';
import { loadSchemas } from '../../../lib/files/schemas';
import { isObject, type JsonObject } from '../../../lib/model/json';

type Random = (below: number) => number;

/** The same numbers on every run. */
function random(seed: number): Random {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
}

const folder = join(__dirname, '../../examples/app-repo/eu');
const files = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));
const documents = files.flatMap(text => text.split(/^---$/m));
const objects = files.flatMap(text => loadAll(text)).filter(isObject);
const pick = <T>(list: readonly T[], next: Random): T => list[next(list.length)] as T;

/** A rule that breaks is counted as unknown, so that it takes no other with it; here none may. */
function soundly(input: FilesInput): FilesReport {
  const report = checkFiles(input);
  expect(Object.keys(report.unknown.reasons).filter(reason => reason.startsWith(brokenRule))).toEqual([]);
  return report;
}

const checked = (text: string): FilesReport => soundly({ files: [{ path: 'a.yaml', text }], loadSchemas });
/** Everything that stands in a text became an object, an error, or was left out and counted. */
const accounted = ({ objects: read, inputErrors, skipped }: FilesReport): boolean => read + inputErrors.length + Object.keys(skipped).length > 0;

const scraps = ['\t', ' ', '\n', '  ', ':', ': ', '- ', '-', '#', '"', "'", '{', '}', '[', ']', ',', '|', '>', '&a ', '*a', '!', '%', '@', '?', '~', 'null: ', '<<: ', '\u2028', '\\', '\ufeff', '\r\n', '...', '---', '\x01', '\x7f', '😀', '!!int ', '0', 'yes', '.inf', '{{ x }}'];

function mutatedText(text: string, next: Random): string {
  let mutated = text;
  for (let times = 1 + next(3); times > 0; times--) {
    const at = next(mutated.length);
    const scrap = pick(scraps, next);
    mutated = mutated.slice(0, at) + (next(3) === 0 ? '' : scrap) + mutated.slice(at + next(4));
  }
  return mutated;
}

describe('text that was changed here and there', () => {
  test.each([1, 2, 3, 4, 5, 6])('is read or reported, and nothing of it is lost: series %i', seed => {
    const next = random(seed);
    for (let i = 0; i < 250; i++) {
      const text = mutatedText(pick(documents, next), next);
      const report = checked(text);
      if (!accounted(report)) throw new Error(`passed in silence:\n${text}`);
    }
  });

  test('among whole documents, leaves those alone', () => {
    const next = random(7);
    for (let i = 0; i < 40; i++) {
      const broken = `apiVersion: v1\nkind: Service\nmetadata: {name: broken}\nspec: [${mutatedText('a, b', next).replace(/[\]#]/g, '')}\n`;
      const report = checked(`${documents.slice(1, 4).join('---\n')}\n---\n${broken}---\n${documents.slice(4, 7).join('---\n')}`);
      expect([report.objects >= 6, report.inputErrors.length > 0 || report.objects === 7]).toEqual([true, true]);
    }
  });
});

/** A value of another shape. */
const others: readonly unknown[] = [3, 'x', true, [], {}, [3], { a: 1 }, null, [null], '', -1, 1.5, 'a'.repeat(300), { metadata: { name: 'x' } }, [[]], [{}]];

function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const inner = Array.isArray(value) ? value.flatMap((item, i) => pathsOf(item, [...path, i])) : isObject(value) ? Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key])) : [];
  return [path, ...inner];
}

function replaced(value: unknown, [step, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === step ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [step]: replaced(value[step], rest, by) } : value;
}

const shapeOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
/** Groups whose kinds the package knows no schema of. */
const unjudged = (object: JsonObject): boolean => String(object['apiVersion']).includes('cert-manager');

describe('objects with a field of another shape', () => {
  const list = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

  test.each([11, 12, 13, 14])('end in an error or a finding, beside all the others: series %i', seed => {
    const next = random(seed);
    for (let i = 0; i < 60; i++) {
      const at = next(objects.length);
      const object = objects[at] as JsonObject;
      const path = pick(pathsOf(object).slice(1), next);
      const by = pick(others, next);
      const before = path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], object);
      const report = soundly({ files: [{ path: 'a.json', text: JSON.stringify(replaced(object, path, by)) }, { path: 'rest.json', text: list(objects.filter((_, j) => j !== at)) }], loadSchemas });
      const said = report.inputErrors.length > 0 || report.findings.some(({ file, severity }) => file === 'a.json' && severity === 'error');
      const another = shapeOf(by) !== shapeOf(before) && by !== null && !(typeof before === 'object' && before !== null && typeof by === 'object' && Object.keys(by).length === 0);
      const either = path.some(step => step === 'targetPort' || step === 'port' || step === 'maxUnavailable' || step === 'maxSurge') || ['resources', 'limits', 'requests'].some(step => path.includes(step));
      if (another && !either && !said && !unjudged(object)) throw new Error(`${path.join('.')} of ${String(object['kind'])} is ${JSON.stringify(by)}, and nothing is said`);
    }
  });

  test('in many objects at once do not make a rule fall over', () => {
    const next = random(15);
    for (let i = 0; i < 30; i++) {
      const items = objects.map(object => (next(3) === 0 ? replaced(object, pick(pathsOf(object).slice(1), next), pick(others, next)) : object));
      expect(soundly({ files: [{ path: 'a.json', text: list(items) }], loadSchemas }).findings.length).toBeGreaterThan(0);
    }
  });

  test('in any place of any object, put together from parts of others, neither', () => {
    const next = random(16);
    for (let i = 0; i < 60; i++) {
      const items = objects.slice(0, 60).map(object => {
        const other = pick(objects, next);
        const from = pick(pathsOf(other).slice(1), next);
        return replaced(object, pick(pathsOf(object).slice(1), next), from.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], other));
      });
      expect(accounted(checked(list(items)))).toBe(true);
    }
  });
});
