import { dump } from 'js-yaml';
import type { Cluster } from '../cluster/cluster';
import { observe } from './observe';

/** A `sealane.yaml` with what the objects show of the platform, for `sealane facts`. Nothing is in it that was not seen. */
export function configurationOf(cluster: Cluster): string {
  const platform = observe(cluster);
  const missing = (['mesh', 'kubernetesVersion', 'clusterDomain', 'cni'] as const).filter(option => platform[option] === undefined);
  return [
    '# What the objects show of the platform. Written by sealane facts; correct it where you know better.',
    ...(missing.length === 0 ? [] : [`# Not to be seen in the input: ${missing.join(', ')}.`]),
    dump({ platform }, { sortKeys: true, lineWidth: 120, quotingType: "'" }),
  ].join('\n');
}
