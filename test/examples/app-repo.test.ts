import { loadAll } from 'js-yaml';
import { reviewed, synth, type Output } from './example';

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly selector?: unknown };
}

let output: Output;

beforeAll(() => {
  output = synth('examples/app-repo/main.ts');
}, 120_000);

const objects = (): readonly (readonly [file: string, objects: readonly Written[]])[] => [...output].map(([file, text]) => [file, loadAll(text) as Written[]]);

test('it writes the files that were reviewed, and no others', () => {
  expect([...output.keys()]).toEqual([...reviewed('app-repo', output).keys()]);
});

test.each(['eu/00-network.k8s.yaml', 'eu/edge.k8s.yaml', 'eu/shop.k8s.yaml'])('%s is what was reviewed (UPDATE_EXAMPLES=1 replaces it)', file => {
  expect(output.get(file)).toBe(reviewed('app-repo', output).get(file));
});

test('a second synth gives the same bytes', () => {
  expect(synth('examples/app-repo/main.ts', ['--transpile-only'])).toEqual(output);
}, 60_000);

test('no name carries a hash, and no value is null', () => {
  for (const [, text] of output) {
    expect(text.split('\n').filter(line => /\bnull\b|~$/.test(line))).toEqual([]);
    expect(text.split('\n').filter(line => /name: \S*-(?:c[0-9a-f]{7}|[0-9a-f]{8})$/.test(line))).toEqual([]);
  }
});

test('every object has an explicit namespace, or is a Namespace', () => {
  for (const [, written] of objects()) {
    expect(written.filter(({ kind, metadata }) => kind !== 'Namespace' && !('namespace' in metadata))).toEqual([]);
  }
});

test('within a file, what makes comes before what breaks: rules before routes, allows before denies', () => {
  for (const [, written] of objects()) {
    const order = written.filter(({ kind, metadata }) => kind !== 'NetworkPolicy' && metadata.labels?.['app.kubernetes.io/managed-by'] === 'sealane').map(({ kind }) => kind);
    const wanted = ['Namespace', 'Deployment', 'StatefulSet', 'Service', 'Gateway', 'DestinationRule', 'VirtualService', 'PeerAuthentication'];
    expect(order).toEqual([...order].sort((a, b) => wanted.indexOf(a) - wanted.indexOf(b)));

    const policies = written.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(policies.length === 0 || policies.at(-1) === 'default-deny').toBe(true);
  }
});
