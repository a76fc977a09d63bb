import { canonical, type JsonObject } from '../../model/json';
import type { Platform } from '../../platform/platform';
import type { Contribution, PeerAuthenticationShare } from '../../systems/contribution';
import { manifest } from '../../systems/emitted';
import { security } from '../../systems/istio/kinds';
import { composed, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';
import { mergeWanted } from '../merge';

/**
 * One PeerAuthentication per workload and one per namespace: of two, Istio obeys the older and says nothing. Selectors are never merged:
 * two under one name are two objects, and a conflict.
 */
export function ownPeerAuthentications(contributions: readonly Contribution<PeerAuthenticationShare>[], platform: Platform): Owned {
  const results = groupBy(contributions, ({ share }) => `${share.namespace}/${share.name} ${canonical(share.selector)}`).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { namespace, name } = first.share;
    const reference = { apiVersion: security, kind: 'PeerAuthentication', namespace, name };
    const merged = mergeWanted(reference, group.map(({ share, origin }) => ({ value: wantedSpec(share), origin })), 'keep one of the two', ['spec']);
    const { selected, ...rest } = merged.value as JsonObject;
    const spec = { ...(selected === undefined ? {} : { selector: { matchLabels: selected } }), ...rest };
    const stage = selected === undefined ? 'mode' : 'exception';
    return { objects: [composed(manifest(platform, { apiVersion: security, kind: 'PeerAuthentication', name, namespace, spec }), stage, group)], findings: merged.findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}

function wantedSpec({ selector, mode, ports }: PeerAuthenticationShare): JsonObject {
  return {
    ...(selector === undefined ? {} : { selected: selector }),
    ...(mode === undefined ? {} : { mtls: { mode } }),
    ...(ports === undefined ? {} : { portLevelMtls: Object.fromEntries(Object.entries(ports).map(([port, portMode]) => [port, { mode: portMode }])) }),
  };
}
