import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml-5';
import type { FieldPath } from '../../model/finding';

/**
 * Where keys of a YAML document stand twice in one map, each once: kubectl takes the last value and says nothing, the API server refuses the object.
 *
 * Reads the document a second time, so it is for documents that are known to repeat a key.
 */
export function repeatedKeys(document: string): readonly FieldPath[] {
  try {
    return keysIn(document, parseEvents(document, { maxDepth: 1000 }));
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
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(document, event) : '';
}
