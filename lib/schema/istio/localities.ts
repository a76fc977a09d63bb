/** What is wrong with a locality, `region/zone/subzone`, of which the end may be `*`. */
export function localityProblem(locality: string): string | undefined {
  const star = locality.indexOf('*');
  if (star >= 0 && star < locality.length - 1) return 'may have "*" only once, and at the end';
  return partsOf(locality).includes('') ? 'has an empty part' : undefined;
}

/**
 * Whether istiod finds that a later locality overlaps an earlier one: a region has its zones, a zone its subzones. A wildcard behind what it
 * has within goes unseen, except where it is a whole region.
 *
 * Source: Istio 1.31, validateLocalities.
 */
export function localitiesOverlap(earlier: string, later: string): boolean {
  if (localityProblem(earlier) !== undefined || localityProblem(later) !== undefined) return false;
  const [region, zone, subzone] = partsOf(earlier);
  const [toRegion, toZone, toSubzone] = partsOf(later);
  if (region === '*') return true;
  if (region !== toRegion) return false;
  if (toZone === undefined || zone === undefined || zone === '*') return true;
  if (zone !== toZone) return false;
  return toSubzone === undefined || subzone === undefined || subzone === '*' || subzone === toSubzone;
}

function partsOf(locality: string): readonly string[] {
  const [region = '', zone, ...rest] = locality.split('/');
  return [region, ...(zone === undefined ? [] : [zone]), ...(rest.length === 0 ? [] : [rest.join('/')])];
}
