import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../cluster/read/decode';
import type { InputFile } from '../cluster/read/read';
import { compare } from '../model/json';
import { UsageError } from '../model/usage-error';

/** Files of these endings are read from folders; a file that is named itself is read whatever its ending. */
const ending = /\.(?:ya?ml|json)$|^Kustomization$/i;
/** Folders that hold other people's files. */
const leftOut = new Set(['node_modules', '.git', '.terraform', '.cache']);
/** V8 cannot hold a longer text; a dump of that size is better split by namespace. */
const largest = 500_000_000;

/**
 * The files that paths name: files, folders with all below them, globs (`*`, `**`, `?`, `{a,b}`), and `-` for standard input. In the order of their paths, each once.
 *
 * @throws UsageError for a path that names nothing
 * @example inputFiles(['manifests', 'extra/*.yaml'])
 */
export function inputFiles(paths: readonly string[]): readonly InputFile[] {
  const files = new Map(paths.flatMap(path => (path === '-' ? ['-'] : expand(path))).map(file => [shown(file), file]));
  return [...files].sort(([a], [b]) => compare(a, b)).map(([path, file]) => ({ path, text: file === '-' ? textOf(0, '-') : textOf(file, path) }));
}

/**
 * The text of one file that somebody names.
 *
 * @param fix what to do where there is none
 * @throws UsageError for a file that does not exist
 */
export function textOfFile(file: string, fix: string): string {
  if (!existsSync(file)) throw new UsageError({ what: `${file} does not exist`, fix });
  return textOf(file, file) ?? '';
}

/** The text of one file, or of standard input where it is called `-`. @throws UsageError for a file that does not exist */
export function inputText(file: string, fix: string): string {
  return file === '-' ? textOf(0, '-') ?? '' : textOfFile(file, fix);
}

function textOf(file: string | 0, name: string): string | undefined {
  if (file !== 0 && statSync(file).size > largest) throw new UsageError({ what: `${name} is larger than ${largest / 1_000_000} MB`, fix: 'split it, by namespace for example' });
  try {
    return decode(readFileSync(file));
  } catch (error) {
    throw new UsageError({ what: `cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`, fix: 'check the path and its permissions' });
  }
}

/** As given, with forward slashes and without `./`. */
function shown(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

function expand(path: string): readonly string[] {
  if (existsSync(path)) return statSync(path).isDirectory() ? below(path) : [path];
  if (!/[*?{]/.test(path)) throw new UsageError({ what: `${path} does not exist`, fix: 'name a file, a folder, a glob in quotes, or - for standard input' });
  const root = path.slice(0, path.search(/[*?{]/)).replace(/[^/]*$/, '');
  const pattern = globPattern(shown(path));
  const found = existsSync(root === '' ? '.' : root) ? below(root === '' ? '.' : root, () => true).filter(file => pattern.test(shown(file))) : [];
  if (found.length === 0) throw new UsageError({ what: `${path} matches no file`, fix: 'check the glob' });
  return found;
}

/** Files below a folder. Links to folders are not followed: they may lead back up. */
function below(folder: string, wanted: (name: string) => boolean = name => ending.test(name)): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : below(path, wanted);
    if (entry.isSymbolicLink()) return existsSync(path) && statSync(path).isFile() && wanted(entry.name) ? [path] : [];
    return entry.isFile() && wanted(entry.name) && entry.name !== 'sealane.yaml' ? [path] : [];
  });
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{([^}]*)\}|[.+^$()|[\]\\]/g, (token, options: string | undefined) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return options === undefined ? `\\${token}` : `(?:${options.split(',').map(option => option.replaceAll(/[.+^$()|[\]\\]/g, '\\$&')).join('|')})`;
  });
  return new RegExp(`^${source}$`);
}
