import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { isComplete } from '../cluster/facts';
import type { Certainty } from '../model/certainty';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';
import { annotationsOf, labelsOf, namespaceOf, objectAt, objectsAt, textAt } from './fields';
import { listeners } from './listeners';
import { meshNetworks, rootNamespace } from './mesh-config';
import { localNetwork } from './remote-entries';

/** How a cluster knows of another: the object that says so, or its platform. */
export interface Sight {
  /** A half sentence: `Secret istio-system/us names it`. */
  readonly reason: string;
  readonly object?: ClusterObject;
}

/**
 * What shows that the control plane of a cluster reads another: its declared peers, a remote Secret, or a network that names it. `undefined`: nothing in the
 * input does.
 *
 * Source: Istio 1.31, `pkg/kube/multicluster/secretcontroller.go`: Secrets with label `istio/multiCluster=true`; each key of their data is the name of a cluster.
 */
export function sees(world: World, name: string): Sight | undefined {
  if (world.facts.platform.peers.some(({ cluster }) => cluster === name)) return { reason: `its platform has ${name} among its peers` };
  const secret = remoteSecrets(world).find(candidate => namesOf(candidate).includes(name));
  if (secret !== undefined) return { reason: `Secret ${namespaceOf(secret)}/${secret.reference.name} names it`, object: secret };
  const network = Object.entries(meshNetworks(world)).find(([, value]) => objectsAt(value, 'endpoints').some(endpoint => textAt(endpoint, 'fromRegistry') === name));
  return network === undefined ? undefined : { reason: `network ${network[0]} of its mesh configuration is that of ${name}` };
}

function remoteSecrets({ cluster }: World): readonly ClusterObject[] {
  return cluster.of('', 'Secret').filter(secret => labelsOf(secret)['istio/multiCluster'] === 'true');
}

function namesOf(secret: ClusterObject): readonly string[] {
  const annotated = annotationsOf(secret)['networking.istio.io/cluster'];
  const keys = ['data', 'stringData'].flatMap(field => (isObject(fieldAt(secret.effective, field)) ? Object.keys(objectAt(secret.effective, field) ?? {}) : []));
  return annotated === undefined ? keys : [annotated, ...keys];
}

/** Whether the input shows all that a cluster knows of others, so that what is missing there is missing. */
export function showsItsPeers(world: World): Certainty {
  if (world.facts.known.has('peers') || isComplete(world.facts, rootNamespace(world))) return 'yes';
  return remoteSecrets(world).length > 0 ? 'yes' : 'unknown';
}

/** Whether clusters are of one mesh: one of them reads the other, or each has a gateway for other networks. Clusters that are only checked together are none. */
export function areOneMesh(a: World, b: World): boolean {
  if (a.facts.mesh !== 'istio' || b.facts.mesh !== 'istio') return false;
  const [first, second] = [a.cluster.name, b.cluster.name];
  if (first === undefined || second === undefined) return false;
  return sees(a, second) !== undefined || sees(b, first) !== undefined || (passesOn(a) && passesOn(b));
}

/** Other clusters of the mesh of this one. */
export function fleetOf(world: World): readonly World[] {
  return (world.others ?? []).filter(other => areOneMesh(world, other));
}

function passesOn(world: World): boolean {
  return listeners(world).some(({ tls }) => textAt(tls, 'mode') === 'AUTO_PASSTHROUGH' || textAt(tls, 'options', 'gateway.istio.io/listener-protocol') === 'auto-passthrough');
}

/** Whether pods of two clusters reach each other without a gateway. `unknown` where a network is not said. */
export function shareNetwork(a: World, b: World): Certainty {
  const [first, second] = [localNetwork(a), localNetwork(b)];
  if (first === undefined || second === undefined) return 'unknown';
  return first === second ? 'yes' : 'no';
}

/** `us`; only clusters with a name are ever looked at together. */
export function nameOf({ cluster }: World): string {
  return cluster.name ?? '';
}
