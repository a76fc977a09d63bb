import { isObject } from '../../model/json';
import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { specOf, textAt } from '../../mesh/fields';
import { listeners } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

const ofCore = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']);

/** A listener of a protocol that nobody speaks there: a slip of the pen, or UDP at a gateway of Istio. Protocols with a domain in front belong to implementations. */
export const protocolUnsupported: Rule = {
  id: 'expose/protocol-unsupported',
  codes: ['GWAPI:UnsupportedProtocol'],
  severity: 'error',
  reads: 'effective',
  check: view => listeners(view).filter(({ api }) => api === 'gateway').flatMap(({ gateway, object, path, name, protocol }): readonly Reported[] => {
    const written = protocol.includes('/');
    if (written || (ofCore.has(protocol) && !(protocol === 'UDP' && ofIstio(view, gateway))) || (protocol === 'HBONE' && ofIstio(view, gateway))) return [];
    const core = ofCore.has(protocol);
    return [{
      object,
      path: [...path, 'protocol'],
      message: `listener "${name ?? ''}" of ${describe(object.reference)} speaks ${protocol}, which ${core ? 'gateways of Istio do not' : 'is no protocol of the Gateway API'}`,
      help: core ? 'expose the Service by a LoadBalancer of its own' : 'use HTTP, HTTPS, TLS, TCP or UDP',
      ...(core || !ofIstio(view, gateway) ? { severity: core ? ('error' as const) : ('warning' as const) } : {}),
      ...(core || ofIstio(view, gateway) ? {} : { assumption: `the controller of class ${textAt(specOf(gateway), 'gatewayClassName') ?? ''} has no protocol of that name` }),
    }];
  }),
};

/** Whether the controller of a Gateway is istiod: by the class in the input, else by the names that Istio's own classes have. */
function ofIstio({ cluster }: World, gateway: ClusterObject): boolean {
  const name = textAt(specOf(gateway), 'gatewayClassName') ?? '';
  const declared = cluster.find('gateway.networking.k8s.io', 'GatewayClass', undefined, name);
  const controller = declared === undefined || !isObject(declared.effective) ? undefined : textAt(specOf(declared), 'controllerName');
  return controller === undefined ? name === 'istio' || name === 'istio-waypoint' || name === 'istio-east-west' : controller.startsWith('istio.io/');
}
