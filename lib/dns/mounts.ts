import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';
import { containersOf } from './servers';

/** A folder of the containers of a pod, and what is in it. */
export interface Mount {
  readonly path: string;
  readonly namespace: string;
  /** ConfigMap whose keys are its files; absent: something else is mounted. */
  readonly configMap?: string;
  /** Files by the keys they are of, where not all keys are files of the same name. */
  readonly items?: ReadonlyMap<string, string>;
}

/** What is mounted into the containers of a workload. */
export function mountsOf(workload: Workload): readonly Mount[] {
  const volumes: readonly unknown[] = Array.isArray(workload.spec['volumes']) ? workload.spec['volumes'] : [];
  return containersOf(workload).flatMap(({ volumeMounts }) => (Array.isArray(volumeMounts) ? volumeMounts : []).filter(isObject).flatMap((mount): readonly Mount[] => {
    const path = mount['mountPath'];
    if (typeof path !== 'string') return [];
    const volume = volumes.find(each => fieldAt(each, 'name') === mount['name']);
    const [configMap, items] = [fieldAt(volume, 'configMap', 'name'), fieldAt(volume, 'configMap', 'items')];
    return [{
      path: path.replace(/\/+$/, ''),
      namespace: workload.namespace,
      ...(typeof configMap === 'string' ? { configMap } : {}),
      ...(Array.isArray(items) ? { items: new Map(items.map(item => [String(fieldAt(item, 'path')), String(fieldAt(item, 'key'))])) } : {}),
    }];
  }));
}

/**
 * Whether what a Corefile imports is there: among the files of a ConfigMap, `missing` from it, or `elsewhere` than anything is mounted.
 *
 * @param corefile the ConfigMap of the Corefile, whose folder paths are relative to
 */
export function mountedAt({ cluster }: World, mounts: readonly Mount[], corefile: ClusterObject, pattern: string): 'there' | 'missing' | 'elsewhere' | 'unknown' {
  const home = mounts.find(({ configMap }) => configMap === corefile.reference.name);
  if (home === undefined) return 'unknown';
  const path = normal(pattern.startsWith('/') ? pattern : `${home.path}/${pattern}`);
  const [mount] = mounts.filter(({ path: folder }) => path.startsWith(`${folder}/`)).sort((a, b) => b.path.length - a.path.length);
  if (mount === undefined) return 'elsewhere';
  const map = mount.configMap === undefined ? undefined : cluster.find('', 'ConfigMap', mount.namespace, mount.configMap);
  if (map === undefined) return 'unknown';
  const data = fieldAt(map.effective, 'data');
  const keys = mount.items === undefined ? (isObject(data) ? Object.keys(data) : []) : [...mount.items.keys()];
  const rest = path.slice(mount.path.length + 1);
  if (/[*?[]/.test(rest)) return rest.includes('/') ? 'missing' : 'there';
  return keys.includes(rest) ? 'there' : 'missing';
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
