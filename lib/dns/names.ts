import type { World } from '../cluster/cluster';
import { isComplete } from '../cluster/facts';
import type { ClusterObject } from '../cluster/object';
import { describe, fieldAt, textAt } from '../model/object';

/** Whether a name of the cluster is there. */
export interface Existence {
  readonly outcome: 'exists' | 'none' | 'unknown';
  /** A half sentence. */
  readonly reason: string;
  readonly object?: ClusterObject;
}

/**
 * Whether `kubernetes` has a name: of a Service, of an endpoint of a headless one, of a port, or of the address of a pod.
 *
 * Source: "Kubernetes DNS-Based Service Discovery" 1.1.
 *
 * @param name absolute and in lower case
 * @param zone the zone of the plugin that holds it
 * @param pods its option `pods`
 */
export function existsInCluster(world: World, name: string, zone: string, pods: string): Existence {
  if (/(?:in-addr|ip6)\.arpa\.$/.test(zone)) return { outcome: 'unknown', reason: 'addresses are given out by the cluster' };
  const labels = name.slice(0, -zone.length).split('.').filter(label => label !== '');
  const [kind, namespace, ...rest] = [...labels].reverse();
  if (kind === undefined || (kind === 'dns-version' && namespace === undefined)) return { outcome: 'exists', reason: 'it is the domain itself' };
  if (kind === 'pod') return ofPod(namespace, rest, pods);
  if (kind !== 'svc') return { outcome: 'none', reason: `names of the cluster end in svc.${zone.replace(/\.$/, '')}, or in pod` };
  if (namespace === undefined) return { outcome: 'exists', reason: 'it is above the names of Services' };
  const [service, ...parts] = rest;
  const known = isComplete(world.facts, namespace);
  const absent = (reason: string): Existence => ({ outcome: known ? 'none' : 'unknown', reason: known ? reason : `${reason} in the input` });
  if (service === undefined) return world.cluster.namespaces.has(namespace) ? { outcome: 'exists', reason: `namespace ${namespace} is there` } : absent(`there is no namespace ${namespace}`);
  const object = world.cluster.find('', 'Service', namespace, service);
  if (object === undefined) return absent(`there is no Service ${namespace}/${service}`);
  return parts.length === 0 ? { outcome: 'exists', reason: `it is ${describe(object.reference)}`, object } : below(object, parts);
}

/** `_http._tcp` of a Service, or a pod behind a headless one. */
function below(object: ClusterObject, parts: readonly string[]): Existence {
  const [last, before, ...more] = parts;
  const ports: unknown = fieldAt(object.effective, 'spec', 'ports');
  if (last?.startsWith('_') === true) {
    const found = more.length === 0 && Array.isArray(ports) && ports.some(port => `_${(textAt(port, 'protocol') ?? 'TCP').toLowerCase()}` === last && `_${textAt(port, 'name') ?? ''}` === before);
    return { outcome: found ? 'exists' : 'none', reason: `${describe(object.reference)} has ${found ? 'that' : 'no such'} port`, object };
  }
  if (parts.length > 1 || fieldAt(object.effective, 'spec', 'clusterIP') !== 'None') return { outcome: 'none', reason: `${describe(object.reference)} is not headless, so that its pods have no names`, object };
  return { outcome: 'unknown', reason: `which pods stand behind ${describe(object.reference)} changes`, object };
}

function ofPod(namespace: string | undefined, [address, ...more]: readonly string[], pods: string): Existence {
  if (pods === 'disabled') return { outcome: 'none', reason: 'pods disabled: addresses have no names' };
  if (namespace === undefined || address === undefined) return { outcome: 'exists', reason: 'it is above the names of pods' };
  if (more.length > 0 || !/^(?:\d+-){3}\d+$|^[\da-f-]*--?[\da-f-]*$/.test(address)) return { outcome: 'none', reason: 'it names no address of a pod' };
  return pods === 'insecure' ? { outcome: 'exists', reason: 'pods insecure answers for any address' } : { outcome: 'unknown', reason: 'which addresses pods have changes' };
}
