import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type Event } from 'js-yaml-5';
import type { FieldPath } from '../../model/finding';
import { scalarOf } from './scalar';

/**
 * Where keys of a YAML document stand twice in one map, each once: kubectl takes the last value and says nothing, the API server refuses the object.
 *
 * Reads the document a second time, so it is for documents that are known to repeat a key.
 */
export function repeatedKeys(document: string): readonly FieldPath[] {
  try {
    const found = keysIn(document, parseEvents(document, { maxDepth: 1000 }));
    return found.length > 0 ? found : [[]];
  } catch {
    // The second reader refuses more than the first: then the object as a whole is to blame.
    return [[]];
  }
}

function keysIn(document: string, events: readonly Event[]): readonly FieldPath[] {
  const found: FieldPath[] = [];
  let at = 1;
  const closes = (): boolean => events[at] === undefined || events[at]?.type === EVENT_ID.POP;
  const visit = (path: FieldPath): void => {
    const type = events[at++]?.type;
    if (type === EVENT_ID.SEQUENCE) for (let i = 0; !closes(); i++) visit([...path, i]);
    else if (type === EVENT_ID.MAPPING) visitMap(path);
    else return;
    at++;
  };
  const visitMap = (path: FieldPath): void => {
    const seen = new Map<string, number>();
    while (!closes()) {
      const key = textOf(document, events[at]);
      visit(path);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count === 2 && key !== '<<') found.push([...path, key]);
      visit([...path, key]);
    }
  };
  visit([]);
  return found;
}

function textOf(document: string, event: Event | undefined): string {
  if (event?.type !== EVENT_ID.SCALAR) return '';
  const text = getScalarValue(document, event);
  if (event.style !== SCALAR_STYLE.PLAIN || text === '<<') return text;
  // `yes` and `true` are one key.
  const value = scalarOf(text);
  return typeof value === 'string' ? value : String(value);
}
