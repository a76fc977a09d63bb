import { originsOf, targetOf, type RequestOptions } from '../explain/trace/ask';
import type { Assertion } from '../explain/trace/assertions/assertion';
import { judge } from '../explain/trace/assertions/judge';
import { codes, type TraceCode } from '../explain/trace/codes';
import { traceText } from '../explain/trace/formats/text';
import { list, UsageError } from '../model/usage-error';
import { refuseUnknown, worldFor, type WorldOptions } from './checked';
import type { Outcome } from './outcome';

/** One connection, and what shall become of it. */
export interface TracedConnection {
  /** Who asks: a workload as `shop/web` or `deploy/web`, `ns/shop` for all of a namespace, or `internet`. */
  readonly from: string;
  /** What is asked for, as the program has it: `http://reviews`, `tcp://db.data:5432`. */
  readonly to: string;
  /** Namespace of `from`, where it names none. */
  readonly namespace?: string;
  /** `works`: every request arrives. `blocked`: none does. @default 'works' */
  readonly expect?: 'works' | 'blocked';
  /** The first failure of what is blocked: `AUTHZ-NO-ALLOW`. @default - any */
  readonly code?: TraceCode;
  /** Percent of requests that end at pods, by the name of their workload: `{ 'reviews-v2': 10 }`. @default - any */
  readonly shares?: Readonly<Record<string, number>>;
  /** @default 'GET' */
  readonly method?: string;
  /** Given: these are all. @default - not known, so that rules which ask for one are branches of their own */
  readonly headers?: Readonly<Record<string, string>>;
}

const fields: readonly string[] = ['from', 'to', 'namespace', 'expect', 'code', 'shares', 'method', 'headers'] satisfies readonly (keyof TracedConnection)[];

/** Whether a connection works, or is blocked, through names, routes, policies, mutual TLS and authorization. */
export function toTrace(subject: unknown, connection: TracedConnection, options: WorldOptions = {}): Outcome {
  refuseUnknown(options, []);
  const assertion = assertionOf(connection);
  const { world, place } = worldFor(subject, options);
  // A name that nothing has is misuse, not a connection that is blocked.
  originsOf(world, assertion.from, assertion.namespace === undefined ? {} : { namespace: assertion.namespace });
  const { outcome, reason, traces } = judge(world, assertion);
  const texts = traces.map(each => traceText(each, { place })).join('\n');
  return {
    pass: outcome === 'holds',
    message: () => `expected ${assertion.name.replace(/ (works|blocked)$/, ` ${outcome === 'holds' ? 'not ' : ''}to be $1`).replace(/be works$/, 'work')}${reason === '' ? '' : `: ${outcome === 'undecided' ? 'not known: ' : ''}${reason}`}\n\n${texts}`,
  };
}

function assertionOf(connection: TracedConnection): Assertion {
  const { from, to, namespace, expect = 'works', code, shares, method, headers } = connection ?? {};
  const unknown = Object.keys(connection ?? {}).filter(key => !fields.includes(key));
  if (unknown.length > 0) throw new UsageError({ what: `a traced connection has no ${list(unknown)}`, fix: `there are ${list(fields)}` });
  if (typeof from !== 'string' || typeof to !== 'string') throw new UsageError({ what: `a connection ${JSON.stringify({ from, to })}`, fix: "give from and to: { from: 'shop/web', to: 'http://reviews' }" });
  if (!isExpected(expect)) throw new UsageError({ what: `expect: ${JSON.stringify(expect)}`, fix: "say 'works' or 'blocked'" });
  if (expect === 'works' && code !== undefined) throw new UsageError({ what: 'a code of what works', fix: "say expect: 'blocked'" });
  if (expect === 'blocked' && shares !== undefined) throw new UsageError({ what: 'shares of what is blocked', fix: 'leave one of them out' });
  if (code !== undefined && !Object.hasOwn(codes, code)) throw new UsageError({ what: `"${code}", which is no code of a trace`, fix: 'use one of docs/trace' });
  const request: RequestOptions = { ...(method === undefined ? {} : { method }), ...(headers === undefined ? {} : { headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`) }) };
  return {
    name: `${from} -> ${to} ${expect}`, from, to: targetOf(to, request), expect, file: '', line: 0,
    ...(namespace === undefined ? {} : { namespace }), ...(code === undefined ? {} : { code }), ...(shares === undefined ? {} : { shares }),
  };
}

function isExpected(value: string): value is 'works' | 'blocked' {
  return value === 'works' || value === 'blocked';
}
