import { DefaultDeny, MutualTls, type Edge } from 'sealane';
import { Sidecar } from 'sealane/imports/istio-networking';
import type { Cluster } from '../cluster';

/** Nothing is open but declared connections and what pods need to live; and between pods everything is encrypted, with a name at both ends. */
export function close({ net, shop, edge, egress, eastwest, guard }: Cluster, edges: readonly Edge[]): void {
  // In the shop, an identity may call what an edge says and nothing else. The stages before, permissive and enforce, are how a running shop gets here.
  new MutualTls(shop.chart, 'mtls', { network: net, namespace: shop.namespace, stage: 'lockdown' });
  new DefaultDeny(shop.chart, 'deny', { network: net, namespace: shop.namespace, edges });

  for (const { chart, namespace } of [edge, egress, eastwest, guard]) {
    new MutualTls(chart, 'mtls', { network: net, namespace, stage: 'enforce' });
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [] });
  }

  // What no pattern covers is written beside them, with typed constructs, and checked with them: proxies of the shop are told of the shop, the control
  // plane and the way out, not of every Service of the cluster.
  new Sidecar(shop.chart, 'sidecar', { metadata: { name: 'default' }, spec: { egress: [{ hosts: ['./*', 'istio-system/*', 'egress/*'] }] } });
}
