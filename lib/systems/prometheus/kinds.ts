import type { RulesSpec } from '../../metrics/rules';
import type { Labels } from '../../model/labels';

/** API of prometheus-operator. */
export const monitoring = 'monitoring.coreos.com/v1';

export type PrometheusRuleSpec = RulesSpec;

export interface ServiceMonitorSpec {
  readonly selector: { readonly matchLabels: Labels };
  readonly namespaceSelector: { readonly matchNames: readonly string[] };
  readonly jobLabel: string;
  readonly sampleLimit: number;
  readonly scrapeClass?: string;
  readonly serviceDiscoveryRole?: 'EndpointSlice';
  readonly endpoints: readonly {
    /** Name of the Service port. A number of the container port would select declared ports only. */
    readonly port: string;
    readonly path: string;
    readonly interval: string;
    readonly scrapeTimeout: string;
    readonly scheme?: 'https';
    readonly tlsConfig?: { readonly caFile: string; readonly certFile: string; readonly keyFile: string; readonly insecureSkipVerify: true };
  }[];
}
