import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import type { CorefileImage } from '../corefile/table';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt } from '../model/object';
import type { Version } from '../model/version';

/** Containers of a pod that run to its end. */
export function containersOf({ spec }: Pick<Workload, 'spec'>): readonly JsonObject[] {
  const containers = spec['containers'];
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

/** Workloads whose pods have a ConfigMap among their volumes, those that project it with others too. */
export function workloadsWith(world: World, { reference: { namespace = 'default', name } }: ClusterObject): readonly Workload[] {
  return mounting(world).get(`${namespace}/${name}`) ?? [];
}

const mounting = oncePerWorld(({ cluster }): ReadonlyMap<string, readonly Workload[]> => {
  const found = new Map<string, Workload[]>();
  for (const workload of cluster.workloads) {
    for (const name of new Set(mountedConfigMaps(workload))) {
      const key = `${workload.namespace}/${name}`;
      const there = found.get(key);
      if (there === undefined) found.set(key, [workload]);
      else there.push(workload);
    }
  }
  return found;
});

function mountedConfigMaps({ spec }: Workload): readonly string[] {
  const volumes = spec['volumes'];
  if (!Array.isArray(volumes)) return [];
  return volumes.flatMap((volume): readonly unknown[] => {
    const sources = fieldAt(volume, 'projected', 'sources');
    return [fieldAt(volume, 'configMap', 'name'), ...(Array.isArray(sources) ? sources.map(source => fieldAt(source, 'configMap', 'name')) : [])];
  }).filter(name => typeof name === 'string');
}

const images = (workloads: readonly Workload[]): readonly string[] => workloads.flatMap(workload => containersOf(workload).map(container => fieldAt(container, 'image'))).filter(image => typeof image === 'string');

/** Whose plugins there are: the image of the pods says, or the name of the ConfigMap and the words that only NodeLocal DNSCache replaces. */
export function imageOf({ reference: { name } }: ClusterObject, workloads: readonly Workload[], text: string): CorefileImage {
  if (images(workloads).some(image => image.includes('node-cache'))) return 'node-cache';
  return workloads.length === 0 && (name.startsWith('node-local-dns') || text.includes('__PILLAR__')) ? 'node-cache' : 'coredns';
}

/** The release that the tag of CoreDNS's image names, `v1.11.1-eksbuild.4` too. */
export function releaseOf(workloads: readonly Workload[]): Version | undefined {
  for (const image of images(workloads)) {
    const release = /(?:^|\/)coredns(?:-coredns)?:v?(\d+\.\d+\.\d+)(?![\d.])/.exec(image)?.[1];
    if (release !== undefined) return release as Version;
  }
  return undefined;
}
