import type { Target } from '../question';

/** What shall become of a connection. */
export interface Assertion {
  /** As the report calls it. @default - `shop/web -> http://reviews works` */
  readonly name: string;
  /** As `sealane trace` takes it: `deploy/web`, `shop/web`, `ns/shop`, `internet`. */
  readonly from: string;
  /** Namespace of `from`, where it names none. */
  readonly namespace?: string;
  readonly to: Target;
  /** `works`: for all requests. `blocked`: for none. @default 'works' */
  readonly expect: 'works' | 'blocked';
  /** Code of the first failure of what is blocked: blocked for another reason is not what was meant. */
  readonly code?: string;
  /** Percent of requests that end at pods, by the name of their workload. Those that are not named may have the rest. */
  readonly shares?: Readonly<Record<string, number>>;
  /** Where it stands. */
  readonly file: string;
  readonly line: number;
}
