import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectScript } from '../../lib/explain/collect/collect';
import { addedKinds, builtInKinds } from '../../lib/explain/collect/kinds';
import { sources } from '../meta/rooms';
import { shellcheckProblems, shellcheckTest } from '../support/shellcheck';

const kinds = [...builtInKinds, ...addedKinds];

test('every kind that the code looks up is collected', () => {
  const read = new Set(sources().filter(({ file }) => !/^lib\/(?:explain|network|systems|compose|pulumi|schema)\//.test(file))
    .flatMap(({ text }) => [...text.matchAll(/\b(?:of|find)\('([a-z0-9.-]*)', '([A-Z]\w+)'/g)].map(([, group = '', kind = '']) => `${group}/${kind}`)));
  const collected = new Set([...kinds.map(({ group, kind }) => `${group}/${kind}`), '/Secret', 'apiextensions.k8s.io/CustomResourceDefinition']);
  // Endpoints are what EndpointSlices are, in a form that is going away.
  expect([...read].filter(kind => !collected.has(kind))).toEqual(['/Endpoints']);
});

test.each([
  ['NetworkPolicy', 'networkpolicies.networking.k8s.io'], ['Ingress', 'ingresses.networking.k8s.io'], ['Prometheus', 'prometheuses.monitoring.coreos.com'], ['EndpointSlice', 'endpointslices.discovery.k8s.io'],
  ['ServiceEntry', 'serviceentries.networking.istio.io'], ['Gateway', 'gateways.networking.istio.io'], ['HTTPRoute', 'httproutes.gateway.networking.k8s.io'], ['IngressClass', 'ingressclasses.networking.k8s.io'],
])('kubectl names %s %s', (kind, resource) => {
  expect(kinds.find(each => each.kind === kind)?.resource).toBe(resource);
});

test('only reads', () => {
  const verbs = [...collectScript().matchAll(/\bkubectl (?!\(\))(?:--\S+ )*([a-z-]+)/g)].map(([, verb]) => verb);
  expect([...new Set(verbs)].sort()).toEqual(['api-resources', 'get']);
});

test('a name that is no namespace is refused, not put in a shell', () => {
  expect(() => collectScript({ namespaces: ['shop; rm -rf /'] })).toThrow('is no name of a namespace');
});

describe('beside a cluster', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'sealane-collect-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A kubectl that serves some added kinds, forbids some kinds, and writes down what it was asked. */
  const run = (script: string, { served, forbidden = [] }: { readonly served: readonly string[]; readonly forbidden?: readonly string[] }): { readonly files: readonly string[]; readonly err: string; readonly asked: readonly string[] } => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/kubectl'), [
      '#!/bin/sh', `echo "$*" >> ${folder}/asked`, 'case "$*" in', `  *api-resources*) printf '%s\\n' ${served.join(' ')};;`, ...forbidden.map(kind => `  *${kind}*) echo "Error: ${kind} is forbidden" >&2; exit 1;;`),
      '  *go-template*) echo \'---\';;', '  *) echo \'{"kind": "List", "apiVersion": "v1", "items": []}\';;', 'esac', ''].join('\n'));
    chmodSync(join(folder, 'bin/kubectl'), 0o755);
    const { stderr, status } = spawnSync('sh', ['-s', join(folder, 'dump')], { input: script, encoding: 'utf8', env: { ...process.env, PATH: `${folder}/bin:${process.env['PATH'] ?? ''}` } });
    expect(status).toBe(0);
    return { files: readdirSync(join(folder, 'dump')).sort(), err: stderr, asked: readFileSync(join(folder, 'asked'), 'utf8').split('\n') };
  };

  test('kinds that the cluster does not serve are not asked for', () => {
    const { files, err } = run(collectScript(), { served: ['sidecars.networking.istio.io', 'gatewayclasses.gateway.networking.k8s.io'] });
    expect(files).toEqual(['all-secrets.yaml', 'all-sidecars.networking.istio.io.json', 'all.json', 'cluster-gatewayclasses.gateway.networking.k8s.io.json', 'cluster.json']);
    expect(err).not.toContain('not collected');
  });

  test('what may not be read is named, and the rest is there', () => {
    const { files, err } = run(collectScript(), { served: [], forbidden: ['nodes', 'secrets'] });
    expect(err).toContain('not collected: nodes (Error: nodes is forbidden)');
    expect(err).toContain('not collected: secrets -A');
    expect(files).toContain('cluster-namespaces.json');
    expect(files).not.toContain('cluster-nodes.json');
    expect(files).not.toContain('all-secrets.yaml');
  });

  test('a namespace is read with those that rule over it, in the context that was named', () => {
    const { asked } = run(collectScript({ namespaces: ['shop'], context: 'eu one' }), { served: [] });
    expect(asked.filter(line => line.includes('pods')).map(line => line.replace(/get \S+/, 'get'))).toEqual(['shop', 'istio-system', 'kube-system'].map(name => `--context eu one get -n ${name} -o json`));
  });
});

shellcheckTest('shellcheck finds nothing', () => {
  expect(shellcheckProblems([collectScript(), collectScript({ namespaces: ['shop', 'pay'], context: "it's", folder: 'a b' })])).toBe('');
});
