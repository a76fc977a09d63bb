import type { World } from '../../cluster/cluster';
import { isComplete } from '../../cluster/complete';
import { isDump } from '../../cluster/namespaces';
import { labelsAt, labelsOf, objectAt, objectsAt, textAt } from '../../mesh/fields';
import { meshConfigMap, meshNetworks, rootNamespace } from '../../mesh/mesh-config';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

const builtIn = ['Kubernetes', 'External', 'Mock'];

/** A network whose endpoints come from a registry that nobody has: its gateways are not used for anything. */
export const registryUnknown: Rule = {
  id: 'multicluster/registry-unknown',
  codes: ['IST0126'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const map = meshConfigMap(world);
    if (map === undefined) return [];
    return Object.keys(meshNetworks(world)).flatMap(name => objectsAt(objectAt(meshNetworks(world), name), 'endpoints').flatMap((endpoint): readonly (Reported | Unsettled)[] => {
      const registry = textAt(endpoint, 'fromRegistry');
      const known = registries(world);
      if (registry === undefined || builtIn.includes(registry) || known.includes(registry)) return [];
      // The cluster's own name, and Secrets of other clusters, are seldom among manifests.
      const shown = known.length > 0 || isComplete(world.facts, rootNamespace(world)) || isDump(world);
      if (!shown) return [{ object: map, unknown: 'the Secrets of other clusters are not in the input' }];
      return [{
        object: map,
        path: ['data', 'meshNetworks'],
        message: `network "${name}" takes its endpoints from registry "${registry}", which is none of ${list([...builtIn, ...known])}`,
        help: 'name the cluster as its Secret with label istio/multiCluster=true does',
        assumption: 'no other Secret names the cluster',
      }];
    }));
  },
};

/** Clusters by the keys of their Secrets, this one, and its peers. */
function registries({ cluster, facts }: World): readonly string[] {
  const secrets = cluster.of('', 'Secret').filter(secret => labelsOf(secret)['istio/multiCluster'] === 'true').flatMap(secret => [...Object.keys(labelsAt(secret.effective, 'data')), ...Object.keys(labelsAt(secret.effective, 'stringData'))]);
  return secrets.length === 0 && facts.platform.peers.length === 0 ? [] : [...secrets, facts.platform.cluster, ...facts.platform.peers.map(peer => peer.cluster)];
}
