import { objectsAt, textAt } from '../../mesh/fields';
import { localitySettings } from '../../mesh/places';
import type { FieldPath } from '../../model/finding';
import type { Rule } from '../rule';

/** A failover that names no two regions, or a second one from the same region. */
export const failoverMalformed: Rule = {
  id: 'traffic/failover-malformed',
  codes: ['LOC-05', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: world => localitySettings(world).flatMap(({ rule, setting, path }) => {
    const entries = objectsAt(setting, 'failover').map((entry, i) => ({ from: textAt(entry, 'from') ?? '', to: textAt(entry, 'to') ?? '', path: [...path, 'failover', i] as FieldPath }));
    return entries.flatMap(({ from, to, path: at }, i) => {
      const wrong = entryProblem(from, to);
      const problem = wrong ?? (entries.slice(0, i).some(earlier => earlier.from === from) ? `region "${from}" fails over twice, and only one of the two is read` : undefined);
      return problem === undefined ? [] : [{ object: rule, path: at, ...(wrong === undefined || wrong.endsWith('is empty') ? { codes: ['LOC-05'] } : {}), message: problem, help: 'name two different regions, each region once as from' }];
    });
  }),
};

function entryProblem(from: string, to: string): string | undefined {
  for (const [field, region] of [['from', from], ['to', to]] as const) {
    if (region === '') return `${field} of the failover is empty`;
    if (region.includes('/') || region.includes('*')) return `${field} of the failover is "${region}", and failover goes from region to region`;
  }
  return from === to ? `the failover goes from region "${from}" to itself` : undefined;
}
