import { gatewayParents } from '../../mesh/gateway-parents';
import { specOf, textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import { atLeast } from '../../model/version';
import type { Reported, Rule } from '../rule';

/**
 * Routes of connections that istiod does not read: UDPRoute never, and TCPRoute only as `v1alpha2` and with PILOT_ENABLE_ALPHA_GATEWAY_API. The Gateway API
 * serves that version no more in its standard channel since 1.6.
 */
export const routeUnserved: Rule = {
  id: 'expose/route-unserved',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const { cluster, facts } = view;
    if (facts.platform.mesh !== 'istio') return [];
    return [...cluster.of('gateway.networking.k8s.io', 'TCPRoute'), ...cluster.of('gateway.networking.k8s.io', 'UDPRoute')].flatMap(route => gatewayParents(view, route).flatMap(({ gateway, path }): readonly Reported[] => {
      if (gateway === undefined || !(textAt(specOf(gateway), 'gatewayClassName') ?? '').startsWith('istio')) return [];
      const udp = route.kind === 'UDPRoute';
      const standard = facts.platform.gatewayApi.channel === 'standard' && atLeast(facts.platform.gatewayApi.version, '1.6');
      return [{
        object: route,
        path,
        message: udp ? `${describe(route.reference)} attaches to ${describe(gateway.reference)}, and gateways of Istio pass on no UDP` : `istiod reads ${describe(route.reference)} only as v1alpha2 and with PILOT_ENABLE_ALPHA_GATEWAY_API${standard ? ', and this Gateway API does not serve that version' : ''}`,
        help: udp ? 'expose the Service by a LoadBalancer of its own' : 'use a VirtualService with tcp rules, or a TLSRoute',
        ...(udp ? { severity: 'error' as const } : { assumption: 'istiod is not installed with alpha features of the Gateway API' }),
      }];
    }));
  },
};
