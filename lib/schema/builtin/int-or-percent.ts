import { has, refuse, type Place } from './place';
import { percentProblem } from './grammars';

/** A count or a percentage that is not negative. Source: Kubernetes 1.36, pkg/apis/apps/validation. */
export function countOrPercent(place: Place, key: string, most100 = false): void {
  const value = place.value[key];
  if (typeof value === 'number' && value < 0) refuse(place, key, 'range', `${value} must be 0 or more`);
  if (typeof value !== 'string') return;
  const wrong = percentProblem(value);
  if (wrong !== undefined) refuse(place, key, 'format', `"${value}" ${wrong}`);
  else if (most100 && Number(value.slice(0, -1)) > 100) refuse(place, key, 'range', `"${value}" must not be more than 100%`);
}

/** Whether the field is 0 or 0%; an absent one is what the server would fill in. */
export function isZero(place: Place, key: string, byDefault: number | string): boolean {
  const value = has(place, key) ? place.value[key] : byDefault;
  return value === 0 || typeof value === 'string' && (percentProblem(value) === undefined ? Number(value.slice(0, -1)) : Number.parseInt(value, 10) || 0) === 0;
}
