import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { hasZoneFor } from '../dns/named';
import { dnsCapture } from './dns-capture';
import { hasProxy } from './capture';
import { specOf, textsAt } from './fields';
import { proxyMetadata } from './mesh-config';
import { visible } from './visibility';

/**
 * Who answers a name that only a ServiceEntry knows: proxies that capture DNS, or a zone of the cluster's DNS. `yes`: somebody does, as far as the input
 * shows; `no`: nobody in it does, and callers that are not in it may.
 */
export function nameAnswered(world: World, entry: ClusterObject, host: string): boolean {
  const { facts: { platform } } = world;
  if (host.endsWith(`.${platform.clusterDomain}`)) return true;
  if (platform.mesh === 'istio' && platform.dataPlane === 'ambient') return true;
  if (String(proxyMetadata(world)['ISTIO_META_DNS_CAPTURE']) === 'true') return true;
  const exportTo = textsAt(specOf(entry), 'exportTo');
  return capturingNamespaces(world).some(namespace => visible(exportTo.length === 0 ? ['*'] : exportTo, entry.reference.namespace ?? 'default', namespace)) || hasZoneFor(world, host);
}

/** Namespaces with a workload whose proxy answers names. */
const capturingNamespaces = oncePerWorld(world => [...new Set(world.cluster.workloads.filter(workload => hasProxy(world, workload).captured !== 'no' && dnsCapture(world, workload).captured !== 'no').map(({ namespace }) => namespace))]);
