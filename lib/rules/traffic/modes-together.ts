import { objectAt, objectsAt, textsAt } from '../../mesh/fields';
import { localitySettings, type LocalitySetting } from '../../mesh/places';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** `topology.istio.io/network` combines; these say the same as `failover`. */
const topology = /^topology\.kubernetes\.io\/(?:region|zone)$|^topology\.istio\.io\/subzone$/;

/** Two ways to choose a place in one setting. Source: `validateLocalityLbSetting` of Istio 1.31. */
export const modesTogether: Rule = {
  id: 'traffic/modes-together',
  codes: ['LOC-01', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(judge),
};

function judge({ rule, level, setting, path }: LocalitySetting): readonly Reported[] {
  const [distribute, failover, priority] = [objectsAt(setting, 'distribute').length > 0, objectsAt(setting, 'failover').length > 0, textsAt(setting, 'failoverPriority')];
  const places = priority.filter(label => topology.test(label.split('=')[0] ?? ''));
  const found: Reported[] = [];
  if (objectAt(level.policy, 'loadBalancer', 'zoneAwareLbSetting') !== undefined) {
    found.push({ object: rule, path, message: 'localityLbSetting stands beside zoneAwareLbSetting, and Istio refuses the two together', help: 'keep one of the two' });
  }
  if (distribute && failover) found.push({ object: rule, path: [...path, 'failover'], message: 'failover stands beside distribute, and Istio refuses the two together; where no webhook looks, failover is ignored', help: 'keep distribute, or failover with outlierDetection' });
  if (distribute && priority.length > 0) found.push({ object: rule, path: [...path, 'failoverPriority'], codes: ['LOC-01'], severity: 'warning', message: 'failoverPriority stands beside distribute and is ignored', help: 'keep one of the two' });
  if (failover && places.length > 0) found.push({ object: rule, path: [...path, 'failoverPriority'], message: `failoverPriority has ${list(places)} beside failover, and Istio refuses labels of places there`, help: 'keep failover, or failoverPriority' });
  return found;
}
