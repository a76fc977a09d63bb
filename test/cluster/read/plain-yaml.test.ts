import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { splitDocuments } from '../../../lib/cluster/read/documents';
import { PlainYaml } from '../../../lib/cluster/read/plain-yaml';
import { parseAnyYaml } from '../../../lib/cluster/read/yaml';

const plain = (text: string): unknown => new PlainYaml().read(text);
const whole = (text: string): unknown => {
  const parsed = parseAnyYaml(text);
  return 'message' in parsed ? parsed.message : parsed.faults.length > 0 ? parsed.faults : parsed.value;
};

describe('documents that are read plainly', () => {
  test.each<[string, string, unknown]>([
    ['maps in maps', 'a:\n  b:\n    c: 1\n  d: x\ne: z\n', { a: { b: { c: 1 }, d: 'x' }, e: 'z' }],
    ['lists below a key, and as far left as it', 'a:\n  - x\n  - 2\nb:\n- true\n- y\nc: 1\n', { a: ['x', 2], b: [true, true], c: 1 }],
    ['maps in lists', 'a:\n  - b: 1\n    c:\n    - d\n  -   e: 2\n      f: 3\n', { a: [{ b: 1, c: ['d'] }, { e: 2, f: 3 }] }],
    ['lists in lists', 'a:\n- - 1\n  - 2\n- - 3\n', { a: [[1, 2], [3]] }],
    ['an item in the lines after its dash', 'a:\n-\n  b: 1\n-\n- c\n', { a: [{ b: 1 }, null, 'c'] }],
    ['nothing', 'a:\nb:\n  c:\nd: ~\n', { a: null, b: { c: null }, d: null }],
    ['comments and empty lines', '# first\n\na: 1 # one\n  # deeper\nb: # below\n  # and more\n  c: x#y\n', { a: 1, b: { c: 'x#y' } }],
    ['quotes', `a: "x: \\"1\\"\\n"\nb: 'it''s # no comment'\n"c d": ''\n'e': "true"\n`, { a: 'x: "1"\n', b: "it's # no comment", 'c d': '', e: 'true' }],
    ['numbers as YAML 1.1 has them', 'a: 0777\nb: 1_000\nc: -1.5e3\nd: 2026-01-02\ne: 1:30\n', { a: 511, b: 1000, c: -1500, d: '2026-01-02', e: '1:30' }],
    ['texts over lines', 'a: |\n  one\n\n    two\n  # three\n\nb: |-\n   x\nc: d\n', { a: 'one\n\n  two\n# three\n', b: 'x', c: 'd' }],
    ['a text at the end without a break', 'a:\n- |\n one\n  two', { a: ['one\n two\n'] }],
    ['empty maps and lists, each its own', 'a: {}\nb: []\n', { a: {}, b: [] }],
    ['JSON', '{"a":[1,{"b":null}],\n "c":"x\\ny"}\n', { a: [1, { b: null }], c: 'x\ny' }],
  ])('%s', (_, text, value) => {
    expect(plain(text)).toEqual(value);
    expect(whole(text)).toEqual(value);
  });

  test('share no map with another that is written alike', () => {
    const reader = new PlainYaml();
    const [first, second] = ['a: {}\n', 'a: {}\n'].map(text => reader.read(text) as { readonly a: object });
    expect(first?.a).not.toBe(second?.a);
  });
});

describe('documents that are left to a reader of the whole language', () => {
  test.each<[string, string]>([
    ['a key that stands twice', 'a: 1\na: 2\n'], ['a key that stands twice in JSON', '{"a":1,"a":2}'], ['a word as a key', 'yes: 1\n'], ['a key for the prototype', '__proto__: 1\n'], ['anchors', 'a: &x 1\nb: *x\n'],
    ['tags', 'a: !!str 1\n'], ['folded texts', 'a: >\n  x\n'], ['kept breaks', 'a: |+\n  x\n\n'], ['an indent that is said', 'a: |2\n   x\n'], ['a text whose first line is blank but not empty', 'a: |\n     \n  x\n'],
    ['lists and maps in brackets', 'a: [1]\nb: {c: 1}\n'], ['scalars over lines', 'a: x\n  y\n'], ['scalars below their key', 'a:\n  x\n'], ['quotes over lines', 'a: "x\n  y"\n'], ['a map in a scalar', 'a: b: c\n'],
    ['tabs', 'a:\t1\n'], ['carriage returns', 'a: 1\r\nb: 2\r\n'], ['breaks of YAML 1.1', 'a: "x\u2028y"\n'], ['what is no number', 'a: .nan\n'], ['complex keys', '? a\n: b\n'], ['a merge', '<<: 1\n'],
    ['a line between two indents', 'a:\n  - b: 1\n   c: 2\n'], ['a line deeper than the rest', 'a: 1\n b: 2\n'], ['a list where a map goes on', 'a: 1\n- b\n'], ['a map where a list goes on', 'a:\n  - b\n  c: 1\n'],
    ['a list', '- a\n'], ['a scalar', 'a\n'], ['nothing', ''], ['an escape that only JSON has', '{"a":"\\/"}'], ['a number that only JSON has', '{"a":-0}'], ['JSON with a comment', '{"a":1} # x\n'], ['a directive', '%YAML 1.1\na: 1\n'],
    ['a dash before more blanks than text', 'a: - 1\n'], ['more depth than manifests have', Array.from({ length: 150 }, (__, i) => `${' '.repeat(i)}a:\n`).join('')],
  ])('%s', (_, text) => {
    expect(plain(text)).toBeUndefined();
  });
});

describe('what is read plainly, a reader of the whole language reads alike', () => {
  const depth = Number(process.env['SEALANE_YAML_DEPTH'] ?? 400);
  const agree = (text: string): boolean => {
    const value = plain(text);
    if (value === undefined) return false;
    const other = whole(text);
    expect({ text, value }).toEqual({ text, value: other });
    // Their order too: rules say what they find in it.
    expect(JSON.stringify(value)).toBe(JSON.stringify(other));
    return true;
  };

  test('values as a program writes them', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.constantFrom('yes', '0x1f', 'a: b', 'x #y', '- z', "it's", 'line\nline', '1_0', '~', 'http://x:1', '', ' x ', '2026-01-01'));
    const { value } = fc.letrec(tie => ({ value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.oneof(fc.constantFrom('a', 'b-c', 'app.kubernetes.io/name', 'y', 'null', '8080'), fc.string()), tie('value'), { maxKeys: 4 })) }));
    const style = fc.record({ indent: fc.integer({ min: 2, max: 4 }), noArrayIndent: fc.boolean(), forceQuotes: fc.boolean(), lineWidth: fc.constantFrom(-1, 80) });
    fc.assert(fc.property(fc.dictionary(fc.string(), value), style, (object, options) => void agree(dump(object, options))), { numRuns: depth });
    fc.assert(fc.property(fc.dictionary(fc.string(), value), fc.constantFrom(undefined, 2), (object, indent) => void agree(JSON.stringify(object, undefined, indent))), { numRuns: depth });
  });

  test('lines put together by chance', () => {
    const words = ['a', 'b', 'a:', 'b: 1', 'c: x', '- ', '- a', '-', '- b: 2', '- - 1', ' ', '  ', '   ', '    ', '# c', ' # c', '|', 'd: |', '- |-', 'e: |-', '{}', '[]', 'f: {}', '"x"', "'y'", 'g: "x"', ': ', ':', '"', "'", '~', 'null', 'h: - 1', '{', '}', '"k":', "'l': m", 'n: o p', '.', '...', '%', '=', '\u00a0', 'é: ü', 'x:y'];
    fc.assert(fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, { weight: 2, arbitrary: fc.constant('\n') }), { maxLength: 24 }), parts => void agree(parts.join(''))), { numRuns: depth * 10 });
    const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...words.filter(word => word.trim() !== ''))).map(([indent, word]) => `${' '.repeat(indent)}${word}`), { maxLength: 8 });
    fc.assert(fc.property(lines, all => void agree(all.join('\n'))), { numRuns: depth * 10 });
  });

  test('every document of the fixtures and examples', () => {
    const root = join(__dirname, '../../..');
    const files = ['test/fixtures', 'examples'].flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(file => /\.ya?ml$/.test(file) && !file.includes('node_modules')).map(file => join(root, folder, file)));
    const documents = files.flatMap(file => splitDocuments(readFileSync(file, 'utf8')).documents).filter(({ text }) => text.length < 20_000);
    const read = documents.filter(({ text }) => agree(text));
    expect(read.length).toBeGreaterThan(100);
  });
});
