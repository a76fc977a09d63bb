/** What a check spends its time on, in this order. */
export const parts = ['start', 'read', 'index', 'schema', 'rules', 'places', 'print'] as const;
export type Part = (typeof parts)[number];

/** Milliseconds of one check. */
export interface Timing {
  /**
   * `start`: until the program begins; `read`: files into objects; `index`: objects into a cluster and its facts; `schema`: what the API
   * server answers; `places`: lines of findings.
   */
  readonly parts: ReadonlyMap<Part, number>;
  /** By id. What several rules share is counted for the one that asks first. */
  readonly rules: ReadonlyMap<string, number>;
}

/** Does some work, and takes note of how long it took. */
export interface Stopwatch extends Timing {
  part<T>(name: Part, work: () => T): T;
  rule<T>(id: string, work: () => T): T;
}

/** A stopwatch that takes no note of anything. */
export const noStopwatch: Stopwatch = { parts: new Map(), rules: new Map(), part: (_name, work) => work(), rule: (_id, work) => work() };

/**
 * A stopwatch by a clock. Checks themselves have none: what they find depends on their input alone.
 *
 * @param now milliseconds since some moment
 * @param started what had passed before there was a stopwatch @default - not told
 * @example const watch = stopwatch(() => performance.now());
 */
export function stopwatch(now: () => number, started?: number): Stopwatch {
  const [spent, rules] = [new Map<Part, number>(), new Map<string, number>()];
  const taken = <K, T>(into: Map<K, number>, key: K, work: () => T): T => {
    const start = now();
    try {
      return work();
    } finally {
      into.set(key, (into.get(key) ?? 0) + now() - start);
    }
  };
  if (started !== undefined) spent.set('start', started);
  return { parts: spent, rules, part: (name, work) => taken(spent, name, work), rule: (id, work) => taken(rules, id, work) };
}

/** How many rules are named. */
const dearest = 10;

/** As lines: each part, and the dearest rules. */
export function formatTiming({ parts: spent, rules }: Timing): string {
  const line = (indent: string, name: string, milliseconds: number): string => `${milliseconds.toFixed(1).padStart(9)} ms  ${indent}${name}`;
  const sorted = [...rules].sort(([, a], [, b]) => b - a);
  const rest = sorted.slice(dearest);
  const named = [...sorted.slice(0, dearest), ...(rest.length === 0 ? [] : [[`${rest.length} others`, rest.reduce((sum, [, milliseconds]) => sum + milliseconds, 0)] as const])];
  return ['time:', ...parts.flatMap(part => [line('', part, spent.get(part) ?? 0), ...(part === 'rules' ? named.map(([id, milliseconds]) => line('  ', id, milliseconds)) : [])])].map(text => `${text}\n`).join('');
}
