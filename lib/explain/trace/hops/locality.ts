import { objectsAt, textAt } from '../../../mesh/fields';
import { locality, type Locality, type LocalityMode } from '../../../mesh/locality';
import { evidence, type Hop, type HopEvidence } from '../hop';
import type { Leg, Way } from '../way';

const words: Readonly<Record<LocalityMode, string>> = {
  'off': 'places are not looked at',
  'places': 'the nearest place first',
  'distribute': 'shares of places are fixed',
  'failover': 'the nearest place first, then the one that failover names',
  'priority': 'endpoints with the same labels first',
  'zone-aware': 'mostly the own zone',
  'same-zone': 'the own zone first',
  'same-node': 'the own node first',
};

/** How requests are spread over places, and whether they leave a sick one. */
export function localityHops({ world, sender: { client } }: Way, { host, port, subset }: NonNullable<Leg['to']>): readonly Hop[] {
  if (world.facts.mesh === 'none' || host.external) return [{ id: 'locality', status: 'skipped', text: world.facts.mesh === 'none' ? 'no mesh' : 'the host is outside of the mesh', evidence: [] }];
  const found = locality(world, client, host, port, subset);
  const { setting, mode } = found;
  if (setting?.object === undefined) return [{ id: 'locality', status: 'skipped', text: 'no localityLbSetting for this host', evidence: [] }];
  const says = [evidence(setting.object, 'says', ...setting.path)];
  const own: Hop = { id: 'locality', status: 'ok', text: `${words[mode]}: ${destinationsOf(found) ?? found.reason}`, evidence: says };
  const warnings = [...together(found, says), ...withoutOutlier(found, says)];
  return warnings.length > 0 ? warnings : [own];
}

function destinationsOf({ mode, setting, reason }: Locality): string | undefined {
  if (mode === 'distribute') return objectsAt(setting?.value, 'distribute').map(entry => `from ${textAt(entry, 'from') ?? '*'} to ${Object.entries(entry['to'] ?? {}).map(([place, weight]) => `${place} ${String(weight)} %`).join(', ')}`).join('; ');
  if (mode === 'failover') return `${objectsAt(setting?.value, 'failover').map(entry => `${textAt(entry, 'from') ?? '?'} to ${textAt(entry, 'to') ?? '?'}`).join(', ')}; ${reason}`;
  return undefined;
}

function together({ setting }: Locality, says: readonly HopEvidence[]): readonly Hop[] {
  const both = objectsAt(setting?.value, 'distribute').length > 0 && objectsAt(setting?.value, 'failover').length > 0;
  return both ? [{ id: 'locality', status: 'warn', code: 'LOC-BOTH', text: 'distribute and failover stand together: istiod refuses the DestinationRule, and what was before it stays', evidence: says }] : [];
}

/** A failover that is written down, and has nothing that would notice a sick place. */
function withoutOutlier({ setting, ejection }: Locality, says: readonly HopEvidence[]): readonly Hop[] {
  const meant = objectsAt(setting?.value, 'failover').length > 0 || (Array.isArray(setting?.value['failoverPriority']) && setting.value['failoverPriority'].length > 0);
  if (!meant || ejection.setting?.object !== undefined) return [];
  return [{ id: 'locality', status: 'warn', code: 'LOC-NO-OUTLIER', text: 'failover is written down, and without outlierDetection in the DestinationRule it never happens', evidence: says }];
}
