import { isObject } from '../../model/json';
import { fieldAt, textAt } from '../../model/object';
import { parseYaml } from './yaml';

/** Paths of the files that a kustomization uses as patches: parts of objects, which nobody applies by themselves. */
export function patchesOf(folder: string, text: string): readonly string[] {
  const parsed = parseYaml(text);
  const value = 'message' in parsed ? undefined : parsed.value;
  const entries = (field: string): readonly unknown[] => {
    const list = fieldAt(value, field);
    return Array.isArray(list) ? list : [];
  };
  return [
    ...entries('patchesStrategicMerge').filter(entry => typeof entry === 'string' && !entry.includes('\n')),
    ...[...entries('patches'), ...entries('patchesJson6902'), ...entries('replacements')].map(entry => (isObject(entry) ? textAt(entry, 'path') : undefined)),
  ]
    .filter((path): path is string => typeof path === 'string')
    .map(path => joinPath(folder, path));
}

/** The folder of the nearest kustomization at or above a folder, if there is one. */
export function layerOf(folder: string, kustomizations: ReadonlyMap<string, unknown>): string | undefined {
  if (kustomizations.size === 0) return undefined;
  for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
    if (kustomizations.has(at)) return at;
    if (at === '') return undefined;
  }
}

/** Joins two relative paths with forward slashes. */
function joinPath(folder: string, path: string): string {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
