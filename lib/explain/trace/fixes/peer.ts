import type { JsonObject } from '../../../model/json';
import { formatRange, rangeOf } from '../../../reach/address-range';
import type { Party } from '../../../reach/peer';

/** An entry of `from` or `to` that means a party; `undefined` for those that no entry can name. */
export function selectorPeer(party: Party, own: string | undefined): JsonObject | undefined {
  if ('namespace' in party) {
    const podSelector = { matchLabels: party.labels };
    return party.namespace === own ? { podSelector } : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': party.namespace } }, podSelector };
  }
  if ('block' in party) return { ipBlock: { cidr: formatRange(rangeOf(party.block)).replace(/^([\d.]+)$/, '$1/32').replace(/^([\da-f:]+)$/i, '$1/128') } };
  return 'outside' in party ? { ipBlock: { cidr: '0.0.0.0/0' } } : undefined;
}
