import { locality } from '../../../mesh/locality';
import { evidence, type Hop, type HopEvidence } from '../hop';
import type { Leg, Way } from '../way';

/** How requests spread over places, and whether a place is ever left. */
export function localityHops({ world, sender }: Way, { host, port, subset }: NonNullable<Leg['to']>): readonly Hop[] {
  if (world.facts.mesh !== 'istio') return [];
  const { mode, setting, leavesSickPlace, reason, ejection } = locality(world, sender.client, host, port, subset);
  if (setting?.object === undefined) return [{ id: 'locality', status: 'skipped', text: 'no locality setting for this host', evidence: [] }];
  const at: readonly HopEvidence[] = [evidence(setting.object, 'says', ...setting.path)];
  const both = 'distribute' in setting.value && 'failover' in setting.value;
  const hops: Hop[] = [];
  if (both) hops.push({ id: 'locality', status: 'warn', code: 'LOC-BOTH', text: `distribute and failover stand together in ${setting.object.reference.name}: istiod refuses it`, evidence: at });
  if (('failover' in setting.value || 'failoverPriority' in setting.value) && ejection.setting === undefined) hops.push({ id: 'locality', status: 'warn', code: 'LOC-NO-OUTLIER', text: `failover in ${setting.object.reference.name} without outlierDetection never happens`, evidence: at });
  return hops.length > 0 ? hops : [{ id: 'locality', status: 'ok', text: `${mode}: ${reason}${leavesSickPlace === 'yes' ? '; a sick place is left' : ''}`, evidence: at }];
}
