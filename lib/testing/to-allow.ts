import { answersTo, type Answered } from '../explain/asked';
import { sentences } from '../explain/connection-sentences';
import { list, UsageError } from '../model/usage-error';
import { connectionList } from '../reach/connection-list';
import { formatConnections, intersection, isEmpty, minus, noConnections, portAt, union, type ConnectionSet } from '../reach/connection-set';
import { explainedPort } from '../reach/explained';
import { nameOf } from '../reach/pod-groups';
import { refuseUnknown, worldFor, type AskedWorld, type WorldOptions } from './checked';
import type { Outcome } from './outcome';

/** A connection by what people call its ends. */
export interface Connection {
  /** A workload as `namespace/name`, or an address. */
  readonly from: string;
  /** A workload or a Service as `namespace/name`, or an address. */
  readonly to: string;
  /** Port of the pods, of a Service one of its ports: `5432`, `'UDP/53'`, or a name. */
  readonly port: number | string;
}

/** Options of `toAllowExactly`. */
export interface ExactlyOptions extends WorldOptions {
  /** Only connections with an end in this namespace. @default - all of the input */
  readonly in?: string;
}

/** Whether a connection is open, whatever addresses pods have. */
export function toAllow(subject: unknown, connection: Connection, options: WorldOptions = {}): Outcome {
  return asked(subject, connection, options, 'yes', 'open');
}

/** Whether a connection is blocked, also if blocks of addresses mean pods. */
export function toBlock(subject: unknown, connection: Connection, options: WorldOptions = {}): Outcome {
  return asked(subject, connection, options, 'no', 'blocked');
}

function asked(subject: unknown, connection: Connection, options: WorldOptions, wanted: 'yes' | 'no', word: string): Outcome {
  refuseUnknown(options, []);
  const given = checkedConnection(connection);
  const { world, place } = worldFor(subject, options);
  // To prove that something is in reach, blocks mean no pods; that it is out of reach, they do.
  const { open, answers } = answersTo(world, given, { blocksMeanPods: wanted === 'yes' ? 'no' : 'yes' });
  return {
    pass: open === wanted,
    message: () => `expected ${describe(connection)} ${open === wanted ? 'not ' : ''}to be ${word}\n\n${told(answers.filter(({ part }) => open === wanted || part.open !== wanted), place)}`,
  };
}

/** Whether just these connections are open between workloads. */
export function toAllowExactly(subject: unknown, connections: readonly Connection[], options: ExactlyOptions = {}): Outcome {
  refuseUnknown(options, ['in']);
  if (!isList(connections)) throw new UsageError({ what: 'toAllowExactly without a list', fix: "give connections: [{ from: 'shop/web', to: 'shop/reviews', port: 'http' }]" });
  const { in: within, ...surroundings } = options;
  const { world, place } = worldFor(subject, surroundings);
  const missing: string[] = [];
  const declared = new Map<string, ConnectionSet>();
  for (const connection of connections) {
    const { open, answers } = answersTo(world, checkedConnection(connection), { blocksMeanPods: 'no' });
    for (const { from, to, part } of answers) {
      const key = `${from.name}\n${to.name}`;
      declared.set(key, union(declared.get(key) ?? noConnections, part.ports));
    }
    if (open !== 'yes') missing.push(`${describe(connection)} is not open\n${told(answers.filter(({ part }) => part.open !== 'yes'), place)}`);
  }
  const reach = connectionList(world, { blocksMeanPods: 'yes', ...(within === undefined ? {} : { within }) }).reachability;
  const extra: string[] = [];
  for (const { from, to, open, unknown } of reach.pairs()) {
    if (within !== undefined && from.namespace !== within && to.namespace !== within) continue;
    const beyond = minus(union(open, unknown), declared.get(`${nameOf(from)}\n${nameOf(to)}`) ?? noConnections);
    const [first] = beyond.spans;
    if (isEmpty(beyond) || first === undefined) continue;
    const part = { ...explainedPort(world, from, to, portAt(first), { blocksMeanPods: 'yes' }), ports: beyond };
    extra.push(`${nameOf(from)} → ${nameOf(to)} ${formatConnections(beyond)} is ${isEmpty(intersection(beyond, open)) ? 'not known to be closed' : 'open'}, and not expected\n${sentences({ name: nameOf(from), party: from }, { name: nameOf(to), party: to }, [part], place)}`);
  }
  const problems = [...missing, ...extra];
  return {
    pass: problems.length === 0,
    message: () => (problems.length === 0 ? `expected other connections than ${connections.length === 0 ? 'none' : list(connections.map(describe))}` : `expected ${connections.length === 0 ? 'no connections' : `just ${list(connections.map(describe))}`}${within === undefined ? '' : ` in namespace ${within}`}\n\n${problems.slice(0, 10).join('\n')}${problems.length > 10 ? `\nand ${problems.length - 10} more` : ''}`),
  };
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}

function told(answers: readonly Answered[], place: AskedWorld['place']): string {
  return answers.map(({ from, to, part }) => sentences(from, to, [part], place)).join('\n');
}

function describe({ from, to, port }: Connection): string {
  return `${from} → ${to} ${port}`;
}

function checkedConnection(connection: Connection): { readonly from: string; readonly to: string; readonly port: string } {
  const { from, to, port } = (connection) ?? {};
  if (typeof from !== 'string' || typeof to !== 'string' || (typeof port !== 'string' && typeof port !== 'number')) throw new UsageError({ what: `a connection ${JSON.stringify({ from, to, port })}`, fix: "give from, to and port: { from: 'shop/web', to: 'shop/reviews', port: 'http' }" });
  return { from, to, port: String(port) };
}
