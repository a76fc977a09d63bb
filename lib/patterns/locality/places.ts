import type { RegionFailover } from '../../intents/locality';
import { labelKeyProblem, labelValueProblem } from '../../model/labels';
import { list, UsageError } from '../../model/usage-error';
import type { LocalityShare } from './props';

/** The language of places: `region/zone/subzone`, and what modes make of it. */

const steps = ['region', 'zone', 'subzone'] as const;

/** What is wrong with a place, or `undefined`. istiod takes `eu*` and four parts as well, and neither ever matches. */
export function placeProblem(place: string): string | undefined {
  const parts = place.split('/');
  if (parts.length > steps.length) return `has ${parts.length} parts, a place is region/zone/subzone`;
  const empty = parts.findIndex(part => part === '');
  if (empty >= 0) return `has an empty ${steps[empty] ?? 'part'}`;
  const wild = parts.findIndex(part => part.includes('*'));
  if (wild >= 0 && parts[wild] !== '*') return `has a "*" beside other characters in "${parts[wild] ?? ''}", which is matched literally`;
  if (wild >= 0 && wild < parts.length - 1) return 'has a "*" before its last part';
  return parts.filter(part => part !== '*').map(labelValueProblem).find(problem => problem !== undefined);
}

/** Whether some locality is meant by both: `eu` is `eu/*`, and holds all its zones. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === '*' || right[i] === '*') return true;
    if (left[i] !== right[i]) return false;
  }
  return true;
}

function checkPlaces(where: string, places: readonly string[], knownRegions: readonly string[]): void {
  for (const place of places) {
    const problem = placeProblem(place);
    if (problem !== undefined) throw new UsageError({ what: `${where}: "${place}" ${problem}`, fix: 'write it as "eu-1", "eu-1/a", "eu-1/*" or "*"' });
    known(where, place.split('/')[0] ?? '', knownRegions);
  }
  const pair = places.flatMap((place, i) => places.slice(i + 1).map(other => [place, other] as const)).find(([place, other]) => overlaps(place, other));
  if (pair !== undefined) throw new UsageError({ what: `${where}: ${pair[0]} and ${pair[1]} overlap, so which one holds is up to chance`, fix: 'make every place belong to one of them only' });
}

function known(where: string, region: string, knownRegions: readonly string[]): void {
  if (region === '*' || knownRegions.length === 0 || knownRegions.includes(region)) return;
  throw new UsageError({ what: `${where}: region "${region}" is not among knownRegions, so nothing would match it`, fix: `use ${list(knownRegions)}` });
}

/** Shares of `distribute`: sums, weights, places; checked in whatever order they stand. */
export function sharesOf(where: string, shares: readonly LocalityShare[], knownRegions: readonly string[]): readonly LocalityShare[] {
  if (shares.length === 0) throw new UsageError({ what: `${where}: distribute is empty`, fix: 'say where requests of a place go' });
  checkPlaces(`${where}: distribute.from`, shares.map(({ from }) => from), knownRegions);
  for (const { from, to } of shares) {
    const at = `${where}: distribute of ${from}`;
    const seen = Object.entries(to).map(([place, weight]) => `${place}: ${weight}`).join(', ');
    checkPlaces(at, Object.keys(to), knownRegions);
    if (Object.values(to).some(weight => !Number.isInteger(weight) || weight < 1 || weight > 100)) {
      throw new UsageError({ what: `${at}: weights { ${seen} } are not whole numbers from 1 to 100`, fix: 'leave a place out to send it nothing' });
    }
    const sum = Object.values(to).reduce((total, weight) => total + weight, 0);
    if (sum !== 100) throw new UsageError({ what: `${at}: weights { ${seen} } add up to ${sum}`, fix: 'make them parts of 100' });
  }
  return shares;
}

/** Pairs of `failover`: whole regions, two different ones, each region left once. */
export function failoverOf(where: string, pairs: readonly RegionFailover[], knownRegions: readonly string[]): readonly RegionFailover[] {
  for (const { from, to } of pairs) {
    for (const region of [from, to]) {
      const problem = region === '' ? 'is empty' : region.includes('/') ? 'is a zone' : region.includes('*') ? 'is a wildcard' : labelValueProblem(region);
      if (problem !== undefined) throw new UsageError({ what: `${where}: failover from "${from}" to "${to}": "${region}" ${problem}`, fix: 'name whole regions, such as "eu-1"' });
      known(`${where}: failover`, region, knownRegions);
    }
    if (from === to) throw new UsageError({ what: `${where}: failover from "${from}" to itself`, fix: 'name another region' });
  }
  const twice = pairs.find(({ from }, i) => pairs.some((other, j) => j < i && other.from === from));
  if (twice !== undefined) throw new UsageError({ what: `${where}: two failovers from "${twice.from}", of which the first is used`, fix: 'name one region to go to' });
  return pairs;
}

/** Labels of `failoverPriority`: keys that client and endpoint share, or keys with the value that endpoints have. */
export function prioritiesOf(where: string, labels: readonly string[]): readonly string[] {
  if (labels.length === 0) throw new UsageError({ what: `${where}: failoverPriority is empty`, fix: 'name a label, such as "topology.kubernetes.io/region"' });
  for (const label of labels) {
    const [key = '', value] = label.split('=', 2);
    const problem = labelKeyProblem(key) ?? (value === undefined ? undefined : labelValueProblem(value));
    if (problem !== undefined || value === '') throw new UsageError({ what: `${where}: failoverPriority "${label}": ${problem ?? 'the value is empty'}`, fix: 'use a label key, or key=value' });
  }
  const keys = labels.map(label => label.split('=')[0]);
  const twice = labels.find((label, i) => keys.indexOf(label.split('=')[0]) < i);
  if (twice !== undefined) throw new UsageError({ what: `${where}: failoverPriority names "${twice.split('=')[0] ?? ''}" twice`, fix: 'name each label once' });
  return labels;
}
