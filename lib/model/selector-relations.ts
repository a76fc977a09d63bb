import { fieldAt } from './object';
import type { JsonObject } from './json';
import { matchLabelsOf } from './selector';

/** What a selector asks of the value of one label. */
interface Asked {
  /** Values of which one has to be there. */
  readonly among: ReadonlySet<string> | undefined;
  readonly not: ReadonlySet<string>;
  readonly present: boolean;
  readonly absent: boolean;
}

/**
 * Whether a selector selects everything that another one does, whatever labels there are. `false` where their words alone do not show it.
 *
 * @example includes({ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, { matchLabels: { app: 'web' } }) // true
 */
export function includes(outer: JsonObject, inner: JsonObject): boolean {
  const given = askedBy(inner);
  return [...askedBy(outer)].every(([key, wanted]) => implies(given.get(key) ?? nothingAsked, wanted));
}

/**
 * Whether nothing can be selected by both of two selectors, whatever labels there are. `false` where their words alone do not show it.
 *
 * @example areDisjoint({ matchLabels: { app: 'web' } }, { matchLabels: { app: 'db' } }) // true
 */
export function areDisjoint(one: JsonObject, other: JsonObject): boolean {
  const asked = askedBy(other);
  return [...askedBy(one)].some(([key, own]) => {
    const opposite = asked.get(key);
    return opposite !== undefined && isEmpty(both(own, opposite));
  });
}

const nothingAsked: Asked = { among: undefined, not: new Set(), present: false, absent: false };

function askedBy(selector: JsonObject): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  const add = (key: string, more: Partial<Asked>): void => void asked.set(key, both(asked.get(key) ?? nothingAsked, { ...nothingAsked, ...more }));
  for (const [key, value] of Object.entries(matchLabelsOf(selector))) add(key, { among: new Set([value]) });
  const expressions = selector['matchExpressions'];
  for (const expression of Array.isArray(expressions) ? expressions : []) {
    const [key, values] = [String(fieldAt(expression, 'key')), fieldAt(expression, 'values')];
    const named = new Set(Array.isArray(values) ? values.map(String) : []);
    switch (fieldAt(expression, 'operator')) {
      case 'In':
        add(key, { among: named });
        break;
      case 'NotIn':
        add(key, { not: named });
        break;
      case 'Exists':
        add(key, { present: true });
        break;
      case 'DoesNotExist':
        add(key, { absent: true });
        break;
      default:
        // The API server refuses it: it selects nothing.
        add(key, { present: true, absent: true });
    }
  }
  return asked;
}

function both(a: Asked, b: Asked): Asked {
  const among = a.among === undefined ? b.among : b.among === undefined ? a.among : new Set([...a.among].filter(value => b.among?.has(value)));
  return { among, not: new Set([...a.not, ...b.not]), present: a.present || b.present, absent: a.absent || b.absent };
}

function isEmpty({ among, not, present, absent }: Asked): boolean {
  return (absent && (present || among !== undefined)) || (among !== undefined && [...among].every(value => not.has(value)));
}

function implies({ among, not, present, absent }: Asked, wanted: Asked): boolean {
  const left = among === undefined ? undefined : [...among].filter(value => !not.has(value));
  const [isPresent, isAbsent] = [present || left !== undefined, absent];
  return (!wanted.present || isPresent)
    && (!wanted.absent || isAbsent)
    && (wanted.among === undefined || (left !== undefined && left.every(value => wanted.among?.has(value))))
    && (isAbsent || [...wanted.not].every(value => not.has(value) || (left !== undefined && !left.includes(value))));
}
