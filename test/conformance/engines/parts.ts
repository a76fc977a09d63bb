import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `conformance/build.mjs` provides: engines, and the folders of schemas they read. */
export type PartName = 'crds' | 'schemas' | 'objects' | 'apiserver' | 'istio' | 'injector' | 'corefile' | 'policy' | 'kubeconform' | 'kubeconform-cli' | 'promtool';

/** A built part has a path, a part that was left out has the reason. */
export interface Part {
  readonly path?: string;
  readonly missing?: string;
  /** The etcd beside the API server. */
  readonly etcd?: string;
}

const root = join(__dirname, '..', '..', '..', 'conformance');

/** The folder of the Go modules and their scripts. */
export const conformanceFolder = root;

/** Reads afresh, because a test run may follow a build in the same process. */
export function partOf(name: PartName): Part {
  const file = join(root, '.cache', 'engines.json');
  if (!existsSync(file)) return { missing: 'nothing is built; run node conformance/build.mjs' };
  const parts = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Part>>;
  const part = parts[name] ?? { missing: 'not built; run node conformance/build.mjs' };
  return part.path === undefined || existsSync(part.path) ? part : { missing: `${part.path} is gone; run node conformance/build.mjs` };
}

/** The path of a part that must be there. */
export function pathOf(name: PartName): string {
  const { path, missing } = partOf(name);
  if (path === undefined) throw new Error(`${name} is not available: ${missing ?? 'no path'}`);
  return path;
}

/**
 * `describe` for tests that need engines. If one was left out, the tests are skipped and the title says why; with
 * `CONFORMANCE=all` they run, and fail.
 */
export function describeWith(needs: readonly PartName[], title: string, body: () => void): void {
  const reasons = needs.flatMap(name => {
    const { missing } = partOf(name);
    return missing === undefined ? [] : [`${name} left out: ${missing}`];
  });
  if (reasons.length === 0 || process.env['CONFORMANCE'] === 'all') {
    describe(title, body);
    return;
  }
  process.stderr.write(`skipped: ${title} (${reasons.join('; ')})\n`);
  describe.skip(`${title} (${reasons.join('; ')})`, body);
}
