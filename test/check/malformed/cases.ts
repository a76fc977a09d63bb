/** What becomes of an input that is not as it should be. */
export type Outcome =
  /** An input error with file and line. */
  | 'error'
  /** Findings on the object. */
  | 'finding'
  /** Left out and counted: it claims to be no object. */
  | 'skipped';

/** One malformed input. */
export interface Malformed {
  readonly title: string;
  readonly text: string | Uint8Array;
  readonly outcome: Outcome;
}

const head = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const service = `${head}spec:\n  selector: {app: web}\n  ports:\n  - name: http\n    port: 80\n    targetPort: 8080\n`;
const json = JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } });
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array => Uint8Array.from(parts.flatMap(part => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));
const repeat = (count: number, text: (i: number) => string): string => Array.from({ length: count }, (_, i) => text(i)).join('');
const cases = (outcome: Outcome, table: readonly (readonly [title: string, text: string | Uint8Array])[]): readonly Malformed[] => table.map(([title, text]) => ({ title, text, outcome }));

/** Cut off in the middle of a token or a bracket. */
const truncated: readonly Malformed[] = [
  ...Array.from({ length: 27 }, (_, i): Malformed => ({ title: `JSON that ends after ${20 + i * 4} characters`, text: json.slice(0, 20 + i * 4), outcome: 'error' })),
  ...[service.indexOf('{app') + 3, service.indexOf('web}') + 2, service.indexOf('metadata') + 4, service.indexOf('spec:') + 3, service.indexOf('ports') + 2].map((end): Malformed => ({ title: `YAML that ends after ${end} characters`, text: service.slice(0, end), outcome: 'error' })),
  ...cases('error', [
    ['a quote that never closes', `${head}spec:\n  type: "ClusterIP\n`],
    ['a single quote that never closes', `${head}spec:\n  type: 'ClusterIP\n`],
    ['a bracket that never closes', `${head}spec: [\n`],
    ['the version alone', 'apiVersion: v1\n'],
    ['version and kind alone', 'apiVersion: v1\nkind: Service\n'],
    ['a kind without a name', 'apiVersion: v1\nkind: Service\nmetadata:\n'],
    ['a name that ends at its colon', 'apiVersion: v1\nkind: Service\nmetadata:\n  name:\n'],
    ['a document that ends in the next one\'s version', `${service}---\napiVersion: v1\n`],
    ['a stream of JSON that ends in its second value', `${json}\n${json.slice(0, 50)}`],
    ['an escape that ends early', `${head}data: {a: "\\u00"}\n`],
  ]),
];

const wrongShape = cases('error', [
  ...['3', '1.5', 'true', 'null', '[]', '{}', '""', '[v1]', '{a: b}'].map((value): [string, string] => [`apiVersion: ${value}`, `apiVersion: ${value}\nkind: Service\nmetadata: {name: web}\n`]),
  ...['3', '1.5', 'true', 'null', '[]', '{}', '""', '[Service]', '{a: b}'].map((value): [string, string] => [`kind: ${value}`, `apiVersion: v1\nkind: ${value}\nmetadata: {name: web}\n`]),
  ...['3', 'true', 'null', '[]', '{}', '""', 'web', '[name]', '[{name: web}]'].map((value): [string, string] => [`metadata: ${value}`, `apiVersion: v1\nkind: Service\nmetadata: ${value}\n`]),
  ...['3', '1e3', 'true', 'no', 'null', '[]', '{}', '""', '~', '[web]'].map((value): [string, string] => [`metadata.name: ${value}`, `apiVersion: v1\nkind: Service\nmetadata: {name: ${value}}\n`]),
  ...['3', 'true', 'x', '{a: b}'].map((value): [string, string] => [`items: ${value}`, `apiVersion: v1\nkind: List\nitems: ${value}\n`]),
  ...['3', 'null', 'x', '[]', '{}', '{a: b}', '{apiVersion: v1, kind: Service}', '{apiVersion: v1, metadata: {name: a}}', '{kind: Service, metadata: {name: a}}', '{apiVersion: v1, kind: Service, metadata: {name: 1}}', '{apiVersion: 1, kind: Service, metadata: {name: a}}'].map((value): [string, string] => [`an item ${value}`, `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount, metadata: {name: fine}}\n- ${value}\n`]),
  ['no version', 'kind: Service\nmetadata: {name: web}\nspec: {}\n'],
  ['no kind', 'apiVersion: v1\nmetadata: {name: web}\nspec: {}\n'],
  ['a kind in the wrong case', 'apiVersion: v1\nKind: Service\nmetadata: {name: web}\n'],
  ['a version in the wrong case', 'apiversion: v1\nkind: Service\nmetadata: {name: web}\n'],
  ['a bare list of objects', `- ${json}\n`],
  ['a bare list of objects in JSON', `[${json}]`],
]);

const wrongField = cases('finding', [
  ...['3', 'x', 'true', '[]', '[a]'].map((value): [string, string] => [`spec: ${value}`, `${head}spec: ${value}\n`]),
  ...['3', 'x', 'true', '{}', '[3]', '[x]', '[[]]', '[null]', '[{}]', '[{port: x}]', '[{port: 0}]', '[{port: 70000}]', '[{port: 80, protocol: HTTP}]', '[{port: 80.5}]', '[{port: "80"}]', '[{port: 80}, {port: 80}]', '[{port: 80, targetPort: {}}]', '[{port: 80, name: Web_1}]', '[{prt: 80}]'].map((value): [string, string] => [`ports: ${value}`, `${head}spec:\n  ports: ${value}\n`]),
  ...['3', 'x', '[a]', '{a: 1}', '{a: true}', '{a: {}}', '{a: [b]}', '{"a b": c}'].map((value): [string, string] => [`selector: ${value}`, `${head}spec:\n  ports: [{port: 80}]\n  selector: ${value}\n`]),
  ...['3', 'x', '[a]', '{a: 1}', '{a: on}', '{"-": a}', '{a: "x y"}'].map((value): [string, string] => [`labels: ${value}`, `${head}  labels: ${value}\nspec:\n  ports: [{port: 80}]\n`]),
  ...['3', 'x', '[a]', '{a: 1}', '{a: {b: c}}'].map((value): [string, string] => [`annotations: ${value}`, `${head}  annotations: ${value}\nspec:\n  ports: [{port: 80}]\n`]),
  ...['3', '[a]', '{}', 'Web_1', '"a b"', 'true'].map((value): [string, string] => [`namespace: ${value}`, `${head}  namespace: ${value}\nspec:\n  ports: [{port: 80}]\n`]),
  ...['3', 'true', '[]', 'x', '{a: b}'].map((value): [string, string] => [`containers: ${value}`, `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: ${value}\n`]),
  ...['3', 'x', '[]', '{spec: 3}', '{spec: {containers: [3]}}', '{spec: {containers: [{name: a, ports: 3}]}}', '{metadata: 3}', '{metadata: {labels: 3}}'].map((value): [string, string] => [`template: ${value}`, `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template: ${value}\n`]),
  ...['3', 'x', '[3]', '[{route: 3}]', '[{route: [3]}]', '[{route: [{destination: 3}]}]', '[{route: [{destination: {host: 3}}]}]', '[{match: 3}]', '[{match: [3]}]', '[{timeout: soon}]'].map((value): [string, string] => [`http: ${value}`, `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\nspec:\n  hosts: [web]\n  http: ${value}\n`]),
  ...['3', 'x', '[3]', '[{from: 3}]', '[{from: [3]}]', '[{from: [{ipBlock: {cidr: x}}]}]', '[{ports: 3}]', '[{ports: [{port: {}}]}]', '[{from: [{podSelector: 3}]}]'].map((value): [string, string] => [`ingress: ${value}`, `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\nspec:\n  podSelector: {}\n  ingress: ${value}\n`]),
  ['a key that stands twice', `${head}spec:\n  ports: [{port: 80}]\n  type: ClusterIP\n  type: NodePort\n`],
  ['two keys that stand twice', `${head}spec:\n  ports: [{port: 80}, {port: 81, port: 82}]\n  type: ClusterIP\n  type: NodePort\n`],
  ['a key that stands twice under two spellings', `${head}  labels: {yes: a, "true": b}\nspec: {ports: [{port: 80}]}\n`],
  ['a key that stands twice in JSON', json.replace('"port":80', '"port":80,"port":81')],
  ['a key that is merged and then stands twice', `${head}spec:\n  ports: [{port: 80}]\n  selector:\n    <<: &x {a: b}\n    a: c\n    a: d\n`],
  ['prose before an object', `This is how the Service looks:\n\n${service}`],
  ['the same object twice', `${service}---\n${service}`],
  ['a version that was removed', 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web}\n'],
  ['a text of a megabyte as a name', `${head.replace('web', 'a'.repeat(1_000_000))}spec: {ports: [{port: 80}]}\n`],
]);

const notYaml = cases('error', [
  ['a tab as indentation', `${head}spec:\n\ttype: ClusterIP\n`],
  ['a line of a tab', `${head}\t\nspec: {ports: [{port: 80}]}\n`],
  ['a line of blanks and a tab', `${head}spec:\n  type: ClusterIP\n \t\n  ports: []\n`],
  ['a tab before a comment', `${head}\t# why\nspec: {}\n`],
  ['a tab after a dash', `${head}spec:\n  ports:\n  -\tport: 80\n`],
  ['null as a key', `${head}spec:\n  null: a\n`],
  ['~ as a key', `${head}spec: {~: a}\n`],
  ['no key', `${head}spec:\n  : a\n`],
  ['no key in brackets', `${head}spec: {: a}\n`],
  ['a list as a key', `${head}spec:\n  ? [a]\n  : b\n`],
  ['a map as a key', `${head}spec:\n  ? {a: b}\n  : c\n`],
  ['an escape of JSON', `${head}spec: {a: "\\/"}\n`],
  ['an unknown escape', `${head}spec: {a: "\\q"}\n`],
  ['a line separator outside quotes', `${head}spec: {}\nx: a\u2028b\n`],
  ['a paragraph separator outside quotes', `${head}spec: {}\nx: a\u2029b\n`],
  ['a next line outside quotes', `${head}spec: {}\nx: a\u0085b\n`],
  ['a NUL', `${head}data: {a: "\0"}\n`],
  ['a delete', `${head}x: a\u007f\n`],
  ['a bell', `${head}x: a\u0007\n`],
  ['an unknown alias', `${head}spec: *nothing\n`],
  ['an alias that holds itself', `${head}spec: &x {a: *x}\n`],
  ['a merge of no map', `${head}spec:\n  <<: 3\n`],
  ['not a number', `${head}spec: {a: .nan}\n`],
  ['infinity', `${head}spec: {a: -.inf}\n`],
  ['a colon too few', `${head}spec\n`],
  ['a colon too many', `${head}spec: a: b\n`],
  ['a list in a map', `${head}spec:\n  a: b\n  - c\n`],
  ['a map in a list', `${head}spec:\n  - a\n  b: c\n`],
  ['indentation that returns to nowhere', `${head}spec:\n    a: b\n  c: d\n`],
  ['a percent sign at the beginning', `${head}%spec: {}\n`],
  ['an at sign at the beginning', `${head}@spec: {}\n`],
  ['a backtick at the beginning', `${head}spec: \`x\`\n`],
  ['a tag that cannot be read', `${head}spec: !<x a\n`],
  ['something after a separator', `${service}--- more\n${service}`],
  ['a document that ends and goes on', `${service}...\nmore: b\n`],
  ['objects without separators', `${service}${service.replace('name: web', 'name: api')}`],
  ['prose after an object', `${service}\nThat was it.\n`],
  ['a fence of Markdown', `# Install\n\n\`\`\`yaml\n${service}\`\`\`\n`],
  ['a conflict of Git', `${head}<<<<<<< ours\nspec: {}\n=======\nspec: {a: b}\n>>>>>>> theirs\n`],
  ['JSON with a comma too many', json.replace('}]', '},]').replace('"spec"', '"spec" "x"')],
  ['JSON with something behind it', `${json} trailing`],
  ['JSON after YAML without a separator', `${service}${json}\n`],
]);

const hostile = cases('error', [
  ['a bomb of aliases', `${head}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${repeat(9, i => `a${i + 1}: &a${i + 1} [${repeat(10, () => `*a${i},`)}]\n`)}`],
  ['a bomb of merges', `${head}a0: &a0 {k: [x, x, x, x, x, x, x, x, x, x]}\n${repeat(9, i => `a${i + 1}: &a${i + 1} {<<: *a${i}, ${repeat(10, j => `k${j}: *a${i},`)}}\n`)}`],
  ['brackets, 200,000 deep', `${head}x: ${'['.repeat(200_000)}\n`],
  ['brackets that close, 3,000 deep', `${head}x: ${'['.repeat(3000)}${']'.repeat(3000)}\n`],
  ['braces, 3,000 deep', `${head}x: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}\n`],
  ['dashes, 3,000 deep', `${head}x:\n  ${'- '.repeat(3000)}a\n`],
  ['indentation, 700 deep', `${head}x:\n${repeat(700, i => `${' '.repeat(i + 1)}a:\n`)}`],
  ['JSON, 200,000 deep', `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['JSON, 1,000 deep', `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"data":${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}}`],
  ['a List of Lists, 600 deep', `${'{"apiVersion":"v1","kind":"List","items":['.repeat(600)}${']}'.repeat(600)}`],
]);

const skipped = cases('skipped', [
  ['prose', 'Dear all,\n\nplease find attached.\n'],
  ['a number', '42\n'],
  ['a list of numbers', '[1, 2, 3]\n'],
  ['values of a chart', 'image: {tag: x}\nreplicas: 3\n'],
  ['JSON of something else', '{"name": "x", "version": "1.0.0"}'],
  ['broken YAML of something else', 'a: [\n'],
  ['a diff', service.split('\n').map(line => `+${line}`).join('\n')],
  ['HTML', '<!doctype html>\n<html><body>404: not found</body></html>\n'],
  ['a shell script', '#!/bin/sh\nset -e\nkubectl apply -f "$1"\n'],
  ['a picture', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
  ['a gzip', bytes([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
  ['Latin-1', bytes(head, 'x: caf', [0xe9], '\n')],
  ['UTF-16 without a mark', bytes(...[...service].map(character => [character.charCodeAt(0), 0]))],
  ['UTF-8 that breaks off', bytes(service, [0xf0, 0x9f])],
  ['a NUL after text', bytes(service, [0])],
]);

/** Inputs that are wrong, by hand and by table. */
export const malformed: readonly Malformed[] = [...truncated, ...wrongShape, ...wrongField, ...notYaml, ...hostile, ...skipped];

/** Inputs that only look wrong, each of one Service. */
export const unusual: readonly (readonly [title: string, text: string | Uint8Array])[] = [
  ['CRLF', service.replaceAll('\n', '\r\n')],
  ['a byte order mark', bytes([0xef, 0xbb, 0xbf], service)],
  ['UTF-16 with a mark', bytes([0xff, 0xfe], ...[...service].map(character => [character.charCodeAt(0), 0]))],
  ['no newline at the end', service.trimEnd()],
  ['separators around it', `---\n---\n${service}---\n# nothing\n---\n`],
  ['tabs inside brackets', service.replace('{app: web}', '{\n\t\tapp: web\n  }')],
  ['tabs at the end of lines', service.replaceAll('\n', '\t\n').replaceAll('\t\n', ' \t\n')],
  ['a line separator inside quotes', `${service.replace('name: web\n', 'name: web\n  annotations: {a: "x\u2028y"}\n')}`],
  ['an alias', service.replace('{app: web}', '&labels {app: web}').replace('name: web\n', 'name: web\n  labels: {app: web}\n')],
  ['quoted keys', service.replace('kind:', '"kind":').replace('apiVersion:', "'apiVersion':")],
  ['a List', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [JSON.parse(json)] })],
  ['an empty List beside it', `${service}---\napiVersion: v1\nkind: List\nitems: []\n`],
];
