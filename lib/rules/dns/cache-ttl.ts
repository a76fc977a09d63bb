import { optionsOf, usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { numberOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Times of a cache that save nothing, or keep the cluster's names too long. */
export const cacheTtl = serverRule('dns/cache-ttl', 'warning', [], server => {
  const cluster = clusterZonesOf(server);
  return usesIn(server, 'cache').flatMap((use): readonly CorefileRemark[] => {
    const [first] = use.words;
    const time = numberOf(first);
    const cached = cluster !== undefined && optionsOf(use, 'disable').length === 0;
    return [
      ...(time !== undefined && first !== undefined && time < 5 ? [{ at: first, message: `cache ${time} keeps answers for ${time} s at most: nearly every question goes upstream`, help: 'use 30 or more: a time only caps, so no answer is kept longer than its own' }] : []),
      ...(time !== undefined && first !== undefined && time >= 5 && cached && time < cluster.ttl ? [{ at: first, message: `cache ${time} keeps names of the cluster for less than the ${cluster.ttl} s that clients keep them, so few of them are asked again in time`, help: 'leave names of the cluster out with "disable success", and give the rest a longer time' }] : []),
      ...(cached && cluster.ttl > 60 ? [{ at: cluster.use.name, message: `names of the cluster, and that there are none, are kept for ${cluster.ttl} s, here and by clients: a Service that was just made does not exist for as long`, help: 'set ttl to 30, or 5 where pods behind headless Services come and go' }] : []),
    ];
  });
});
