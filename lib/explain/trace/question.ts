import type { Workload } from '../../cluster/workload';

/** Who asks. */
export type Origin =
  | { readonly kind: 'workload'; readonly workload: Workload }
  /** Somebody outside of the cluster, through whatever lets them in. */
  | { readonly kind: 'internet' };

/** What is asked for. */
export interface Target {
  /** As somebody wrote it. */
  readonly written: string;
  readonly scheme: 'http' | 'https' | 'grpc' | 'tcp';
  /** A name as the program has it, `reviews`, `reviews.shop`, `api.example.com`; or an address. */
  readonly host: string;
  /** Whether `host` is an address. */
  readonly isAddress: boolean;
  readonly port: number;
  /** With the query. `undefined` for what has no requests. */
  readonly path?: string;
  /** @default 'GET', for what has requests */
  readonly method?: string;
  /** Lower-case names. Given: these are all. Absent: they are not known, and rules that ask for one become branches of their own. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One connection that is asked about. */
export interface Question {
  readonly from: Origin;
  readonly to: Target;
}
