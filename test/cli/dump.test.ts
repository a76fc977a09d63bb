import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { main } from '../../lib/cli/main';
import type { JsonObject } from '../../lib/model/json';

interface Run { readonly code: number; readonly out: string; readonly err: string }
const sealane = (...args: readonly string[]): Run => {
  let [out, err] = ['', ''];
  const code = main(args, { out: text => (out += text), err: text => (err += text), colour: false });
  return { code, out, err };
};

/** Manifests as `kubectl get -o json` gives them back: a List of objects that a server has seen, one live Pod for each Deployment, and Secrets as the script of `collect` writes them. */
function dumpOf(files: readonly string[], folder: string): void {
  const written = files.flatMap(file => loadAll(readFileSync(file, 'utf8')) as JsonObject[]).filter(Boolean);
  const live = (object: JsonObject, i: number): JsonObject => ({ ...object, metadata: { creationTimestamp: '2026-01-01T00:00:00Z', resourceVersion: String(i), uid: `0000-${i}`, managedFields: [{ manager: 'kubectl' }], ...(object['metadata'] as object) }, status: {} });
  const pods = written.filter(({ kind }) => kind === 'Deployment').map((deployment): JsonObject => {
    const { metadata, spec } = deployment as { readonly metadata: { readonly name: string; readonly namespace: string }; readonly spec: { readonly template: { readonly metadata: object; readonly spec: object } } };
    return { apiVersion: 'v1', kind: 'Pod', metadata: { ...spec.template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name, controller: true }] }, spec: spec.template.spec };
  });
  const system: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } };
  const items = [...written, ...pods, system].map(live);
  writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items }));
  writeFileSync(join(folder, 'all-secrets.yaml'), '---\n{"apiVersion": "v1", "kind": "Secret",\n "metadata": {"name": "web-tls", "namespace": "shop", "uid": "7",\n  "labels": { "a": "b", } },\n "type": "kubernetes.io/tls"}\n');
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealane-dump-'));
  dumpOf(['test/fixtures/three-tiers/shop.yaml', 'test/fixtures/three-tiers/policies.yaml'], folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('is checked as what a server accepted', () => {
  const { code, out } = sealane('check', folder, '--format', 'json');
  const report = JSON.parse(out) as { readonly findings: readonly { readonly rule: string }[] };
  expect(code).not.toBe(2);
  expect(report.findings.filter(({ rule }) => rule.startsWith('api/'))).toEqual([]);
});

test('says the same of connections as the manifests', () => {
  const rows = (path: string): unknown => JSON.parse(sealane('connections', path, '--format', 'json', '--from', 'shop/', '--to', 'shop/').out);
  expect(rows(folder)).toEqual(rows('test/fixtures/three-tiers'));
});

test('names a pod, and says what shapes it', () => {
  const { code, out } = sealane('affects', 'shop/web-0', '-f', folder);
  expect(code).toBe(0);
  expect(out).toContain('Deployment shop/web, 1 pod');
  expect(out).toContain('NetworkPolicy shop/default-deny');
});

test('names a workload as data', () => {
  const { effects } = JSON.parse(sealane('affects', 'deploy/web', '-n', 'shop', '-f', folder, '--format', 'json').out) as { readonly effects: readonly { readonly group: string; readonly name: string; readonly file?: string }[] };
  expect(effects.find(({ group }) => group === 'services')).toMatchObject({ name: 'Service shop/web', file: join(folder, 'all.json') });
});

test('what nobody has is a misuse', () => {
  expect(sealane('affects', 'shop/wbe', '-f', folder)).toMatchObject({ code: 2, err: expect.stringContaining('name shop/web') as unknown });
  expect(sealane('affects', 'internet', '-f', folder).code).toBe(2);
});

test('facts are read off it', () => {
  expect(sealane('facts', folder).code).toBe(0);
});
