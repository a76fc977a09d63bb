import fc from 'fast-check';
import { SharedParts } from '../../../lib/cluster/read/shared-parts';
import { parseYaml } from '../../../lib/cluster/read/yaml';
import { fieldAt } from '../../../lib/model/object';

/** The value of a document that is read after two others which it repeats. */
function third(documents: readonly string[]): unknown {
  const parts = new SharedParts();
  return documents.map(document => parts.parse(document)).at(-1);
}

const service = (namespace: string): string => `# ${namespace}\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  ports: [{port: 80}]\n`;
const repeated = (document: (name: string) => string): readonly string[] => ['a', 'b', 'c'].map(document);

test('documents that differ in their metadata alone share the rest, and keep their own metadata', () => {
  const parts = new SharedParts();
  const [, second, last] = ['shop', 'edge', 'data'].map(namespace => parts.parse(service(namespace).replace(/^#.*\n/, ''))).map(result => ('message' in result ? undefined : result.value));
  expect(fieldAt(second, 'spec')).toBe(fieldAt(last, 'spec'));
  expect(last).toEqual({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'data' }, spec: { ports: [{ port: 80 }] } });
  expect(Object.keys(last as object)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
});

describe('what is read in parts is what is read as a whole', () => {
  test.each<[string, (name: string) => string]>([
    ['a comment in the metadata', name => `kind: A\nmetadata:\n  name: ${name}\n# note\n  labels: {a: b}\nspec: {x: 1}\n`],
    ['a text in the metadata that ends in blank lines', name => `kind: A\nmetadata:\n  name: ${name}\n  annotations:\n    a: |+\n      text\n\n\nspec: {x: 1}\n`],
    ['a quote that is open where the next key begins', name => `kind: A\nmetadata:\n  name: "${name}\nspec: {x: 1}\n  b"\n`],
    ['an open bracket before the metadata', name => `a: {\nmetadata:\n  name: ${name}\n  }\nspec: 1\n`],
    ['an open quote before the metadata', name => `a: "x\nmetadata:\n  name: ${name}\nb": 1\nspec: 1\n`],
    ['an anchor in the metadata', name => `kind: A\nmetadata:\n  name: &n ${name}\nspec: {x: *n}\n`],
    ['an alias without an anchor', name => `kind: A\nmetadata:\n  name: ${name}\nspec: {x: *n}\n`],
    ['metadata twice', name => `kind: A\nmetadata:\n  name: ${name}\nspec: 1\nmetadata:\n  name: other\n`],
    ['a key twice in the metadata', name => `kind: A\nmetadata:\n  name: ${name}\n  name: other\nspec: 1\n`],
    ['a key twice in the rest', name => `kind: A\nmetadata:\n  name: ${name}\nspec: {a: 1, a: 2}\n`],
    ['metadata that are a list', name => `kind: A\nmetadata:\n- ${name}\nspec: 1\n`],
    ['metadata that are null', name => `# ${name}\nkind: A\nmetadata:\nspec: 1\n`],
    ['metadata first', name => `metadata:\n  name: ${name}\nkind: A\nspec: 1\n`],
    ['an end mark', name => `kind: A\nmetadata:\n  name: ${name}\nspec: 1\n...\n`],
    ['Windows line ends', name => `kind: A\r\nmetadata:\r\n  name: ${name}\r\nspec: 1\r\n`],
    ['a fault in the rest', name => `kind: A\nmetadata:\n  name: ${name}\nspec: [\n`],
    ['a fault in the metadata', name => `kind: A\nmetadata:\n  name: [${name}\nspec: 1\n`],
  ])('%s', (_title, document) => {
    const documents = repeated(document);
    expect(third(documents)).toEqual(parseYaml(documents.at(-1) ?? ''));
  });

  test('of any lines', () => {
    const line = fc.constantFrom('kind: A', 'metadata:', '  name: x', '  labels: {a: b}', 'spec:', '  a: "', '  b: \'', 'c: "x', 'y"', '  - 1', '- 2', '# c', '', '  {', '}', '  d: |', '   text', 'e: >-', '  f: [', '  ]', '"g": 1', '...', '? h', ': i');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { maxLength: 6 }), (before, after) => {
        const documents = ['x', 'y', 'z'].map(name => [...before, 'metadata:', `  name: ${name}`, ...after, ''].join('\n'));
        expect(third(documents)).toEqual(parseYaml(documents.at(-1) ?? ''));
      }),
      { numRuns: 2000 },
    );
  });
});
