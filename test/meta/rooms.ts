import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Root of the project. */
export const root = resolve(__dirname, '../..');

/** The rooms of lib, in the order in which they may use each other: a room imports rooms before it, never after. */
export const rooms = ['model', 'platform', 'metrics', 'schema', 'corefile', 'intents', 'systems', 'compose', 'network', 'patterns', 'cluster', 'configuration', 'reach', 'dns', 'mesh',
  'rules', 'check', 'explain'] as const;

/** The shells stand below all rooms and beside each other; those that read from disks use `files`. */
export const shells = ['files', 'cdk8s', 'pulumi', 'testing', 'cli'] as const;

export interface Source {
  /** From the root of the project, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** What it imports, as written. */
  readonly imports: readonly string[];
}

/** Files below a folder whose name ends so. */
export function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** The sources of lib. */
export function sources(): readonly Source[] {
  return filesIn('lib', '.ts').map(file => {
    const text = readFileSync(join(root, file), 'utf8');
    return { file, text, imports: importsOf(text) };
  });
}

/** Module names of imports, re-exports, `import()` types and `require` calls. */
export function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire(?:\.resolve)?\(\s*)(['"])(?<module>[^'"]+)\1/g)].map(match => match.groups?.['module'] ?? '');
}

/** The room or shell of a file of lib; `undefined` for files that stand in lib itself. */
export function roomOf(file: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(file)?.[1];
}
