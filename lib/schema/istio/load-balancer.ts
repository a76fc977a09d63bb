import { child, children, entries, has, texts, type Place } from '../builtin/place';
import { anyDuration, atLeastZero, duration } from './fields';
import { localityProblem, localitiesOverlap } from './localities';
import { amount, count, filled, refuse, warn, written } from './place';

/** How clients choose among endpoints. Failover needs ejection at the same level, `ejects`. */
export function loadBalancer(place: Place | undefined, ejects: boolean): void {
  if (place === undefined) return;
  consistentHash(child(place, 'consistentHash'));
  if (has(place, 'localityLbSetting') && has(place, 'zoneAwareLbSetting')) refuse(place, 'localityLbSetting', '"localityLbSetting" and "zoneAwareLbSetting" must not both be given');
  locality(child(place, 'localityLbSetting'), ejects);
  zoneAware(child(place, 'zoneAwareLbSetting'), ejects);
  anyDuration(place, 'warmupDurationSecs');
  const warmup = child(place, 'warmup');
  if (warmup === undefined) return;
  if (!has(warmup, 'duration')) refuse(warmup, 'duration', '"duration" must be given');
  duration(warmup, 'duration');
  if ((amount(warmup, 'minimumPercent') ?? 0) > 100) refuse(warmup, 'minimumPercent', `${String(amount(warmup, 'minimumPercent'))} must be at most 100`);
  if (has(warmup, 'aggression') && (amount(warmup, 'aggression') ?? 1) <= 0) refuse(warmup, 'aggression', `${String(amount(warmup, 'aggression'))} must be more than 0`);
}

function consistentHash(place: Place | undefined): void {
  if (place === undefined) return;
  const cookie = child(place, 'httpCookie');
  if (cookie !== undefined) {
    if (!filled(cookie, 'name')) refuse(cookie, 'name', '"name" must be given');
    anyDuration(cookie, 'ttl');
    const seen = new Set<string>();
    for (const attribute of children(cookie, 'attributes')) {
      const name = written(attribute, 'name');
      if (name === undefined) continue;
      if (name === '') refuse(attribute, 'name', '"name" must be given');
      else if (seen.has(name)) refuse(attribute, 'name', `"${name}" is there already`);
      seen.add(name);
    }
  }
  atLeastZero(place, 'minimumRingSize');
  const ring = child(place, 'ringHash');
  if (ring !== undefined) atLeastZero(ring, 'minimumRingSize');
  const ringSize = amount(place, 'minimumRingSize') !== 0;
  const algorithm = ['ringHash', 'maglev'].find(key => has(place, key));
  if (ringSize) warn(place, 'minimumRingSize', '"minimumRingSize" is deprecated', 'write ringHash: { minimumRingSize: … }');
  if (ringSize && algorithm !== undefined) refuse(place, 'minimumRingSize', `"minimumRingSize" and "${algorithm}" must not both be given`);
  const maglev = child(place, 'maglev');
  const size = maglev === undefined ? undefined : amount(maglev, 'tableSize');
  if (maglev === undefined || size === undefined) return;
  if (size >= 5000011) refuse(maglev, 'tableSize', `${size} must be less than 5000011`);
  else if (!isPrime(size)) refuse(maglev, 'tableSize', has(maglev, 'tableSize') ? `${size} must be a prime number` : '"tableSize" must be given, a prime number');
}

/** As Envoy counts: 1 is one. */
function isPrime(value: number): boolean {
  if (value > 0 && value < 4) return true;
  if (value < 0 || value % 2 === 0) return false;
  for (let factor = 3; factor * factor <= value; factor += 2) if (value % factor === 0) return false;
  return true;
}

const places = new Set(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']);

/** Shares by place, or where to go when endpoints fail. */
function locality(place: Place | undefined, ejects: boolean): void {
  if (place === undefined) return;
  if (count(place, 'distribute') > 0 && count(place, 'failover') > 0) return refuse(place, 'failover', '"distribute" and "failover" must not both be given');
  const label = count(place, 'failover') > 0 ? texts(place, 'failoverPriority').find(([one]) => places.has(one)) : undefined;
  if (label !== undefined) return refuse(place, ['failoverPriority', label[1]], `"${label[0]}" and "failover" must not both be given`);
  if (!distribution(place)) return;
  failover(place, ejects);
}

/** Whether it is worth looking further: istiod stops at a weight that is wrong. */
function distribution(place: Place): boolean {
  const from: [string, Place][] = [];
  for (const one of children(place, 'distribute')) {
    from.push([written(one, 'from') ?? 'at deploy', one]);
    const to = entries(one, 'to');
    const wrong = to.find(([, weight]) => typeof weight === 'number' && (weight < 1 || weight > 100));
    if (wrong !== undefined) {
      refuse(one, ['to', wrong[0]], `${String(wrong[1])} must be from 1 to 100`);
      return false;
    }
    const sum = to.reduce((before, [, weight]) => before + (typeof weight === 'number' ? weight : NaN), 0);
    if (sum !== 100 && !Number.isNaN(sum)) {
      refuse(one, 'to', `the weights sum up to ${sum}, they must be 100 together`);
      return false;
    }
    destinations(one, to.map(([name]) => name));
  }
  for (const [i, [name, one]] of from.entries()) {
    const before = from.slice(0, i).find(([other]) => localitiesOverlap(other, name));
    const problem = localityProblem(name) ?? (before === undefined ? undefined : `overlaps "${before[0]}", which is there already`);
    if (problem !== undefined) refuse(one, 'from', `"${name}" ${problem}`);
  }
  return true;
}

/** istiod reads them in no order, so that some that overlap are refused one time and not the other. */
function destinations(one: Place, names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    const before = names.slice(0, i).find(other => localitiesOverlap(other, name) || localitiesOverlap(name, other));
    const problem = localityProblem(name) ?? (before === undefined ? undefined : `overlaps "${before}"`);
    if (problem !== undefined) refuse(one, ['to', name], `"${name}" ${problem}`);
  }
}

function zoneAware(place: Place | undefined, ejects: boolean): void {
  if (place === undefined) return;
  atLeastZero(place, 'minClusterSize');
  for (const [label, i] of texts(place, 'failoverPriority')) if (places.has(label)) refuse(place, ['failoverPriority', i], `"${label}" is what is looked at in any case`);
  failover(place, ejects);
}

function failover(place: Place, ejects: boolean): void {
  const key = ['failover', 'failoverPriority'].find(one => count(place, one) > 0);
  if (key !== undefined && !ejects) warn(place, key, `"${key}" needs "outlierDetection" beside the load balancer: without it nothing is found to fail`, 'add outlierDetection');
  for (const one of children(place, 'failover')) {
    const [from, to] = [written(one, 'from'), written(one, 'to')];
    if (from === undefined || to === undefined) continue;
    if (from === to) refuse(one, 'to', `"${to}" is the region that fails`);
    for (const [end, region] of [['from', from], ['to', to]] as const) {
      if (region.includes('/')) refuse(one, end, `"${region}" must be a region, not a part of one`);
      if (region.includes('*')) refuse(one, end, `"${region}" must be one region, without "*"`);
    }
  }
}
