import type { Token } from './token';

/** Texts by their path; what `import` names is found among them. */
export type ImportedFiles = Readonly<Record<string, string>>;

/** The files that a pattern names, in order; `undefined` when it names a plain file that is not there. */
export function importedBy(pattern: string, from: Token, files: ImportedFiles): readonly string[] | undefined {
  const path = pattern.startsWith('/') ? pattern : join(folderOf(from.file ?? ''), pattern);
  const wild = /[*?[\]]/.test(path);
  if (!wild) return Object.hasOwn(files, path) ? [path] : undefined;
  const expression = new RegExp(`^${path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
  return Object.keys(files).filter(file => expression.test(file)).sort();
}

/** Why a pattern is refused whatever there is. */
export function patternProblem(pattern: string): string | undefined {
  const many = (char: string): boolean => pattern.split(char).length > 2;
  return many('*') || many('?') || (pattern.includes('[') && pattern.includes(']')) ? `import takes a pattern with one "*", and "${pattern}" has more wildcards` : undefined;
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${folder.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}
