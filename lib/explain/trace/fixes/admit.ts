import type { JsonObject } from '../../../model/json';
import { selectorPeer } from './peer';
import type { Admission } from '../../../reach/admission';
import type { AdmittedEnd } from '../admission-hop';
import type { Fix } from '../fix';

/**
 * A policy of its own that admits one connection at one end: what is there stays as it is, so that nothing else opens. Only for NetworkPolicies, and for ends that can be
 * named by labels or an address.
 */
export function admitting({ decider, selecting }: Admission, { direction, name, other, port }: AdmittedEnd): readonly Fix[] {
  const [policy] = selecting;
  const peer = selectorPeer(other, policy?.namespace);
  if (decider !== 'network policy' || policy === undefined || peer === undefined) return [];
  const [namespace = 'default', pods = ''] = name.split('/');
  const object: JsonObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${pods}-${direction}-${port.number}`, namespace },
    spec: {
      podSelector: podSelectorFor(selecting),
      policyTypes: [direction === 'egress' ? 'Egress' : 'Ingress'],
      [direction]: [{ [direction === 'egress' ? 'to' : 'from']: [peer], ports: [{ protocol: port.protocol, port: port.number }] }],
    },
  };
  return [{ text: `admit ${port.protocol} ${port.number} at ${name}`, changes: [{ how: 'create', object }] }];
}

/** The narrowest selector among those that select the pods already. */
function podSelectorFor(selecting: Admission['selecting']): JsonObject {
  return selecting.map(({ selector }) => selector).sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0] ?? {};
}
