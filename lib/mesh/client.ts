import type { Workload } from '../cluster/workload';
import type { Labels } from '../model/labels';

/** Who asks: the proxy that decides where a request goes. Rules of its namespace come first, and some objects select it by its labels. */
export interface Client {
  readonly namespace: string;
  readonly labels: Labels;
  /** A gateway follows rules for gateways, and reaches headless Services by their endpoints. @default 'sidecar' */
  readonly proxy?: 'sidecar' | 'gateway';
}

export function clientOf({ namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): Client {
  return { namespace, labels };
}
