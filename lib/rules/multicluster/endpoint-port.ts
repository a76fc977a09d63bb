import type { World } from '../../cluster/cluster';
import { gatewayPorts, isAddress, remoteEntries, speaksMutualTls, type ListedEndpoint, type RemoteEntry } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** An endpoint in another cluster at a port that its gateway does not pass on. Where a gateway of the network is registered, istiod puts its address there. */
export const endpointPort: Rule = {
  id: 'multicluster/endpoint-port',
  codes: ['MC-03'],
  severity: 'error',
  reads: 'effective',
  check: view => remoteEntries(view).flatMap(entry => entry.endpoints.flatMap(endpoint => judge(view, entry, endpoint))),
};

function judge(world: World, { object }: RemoteEntry, endpoint: ListedEndpoint): readonly Reported[] {
  // Without an address it is the gateway that istiod knows of the network.
  if (endpoint.address === undefined) return [];
  const right = gatewayPorts(world);
  const wrong = [...endpoint.ports].filter(([, { number }]) => !right.has(number));
  // A pod or machine by its address may be reached directly, or be replaced by the gateway of its network.
  const perhaps = endpoint.network !== undefined && isAddress(endpoint.address) && speaksMutualTls(endpoint);
  return wrong.map(([name, { number, path }]) => ({
    object,
    path,
    message: `endpoint ${endpoint.address ?? ''} of ${describe(object.reference)} is asked at port ${number} for port "${name}"; gateways between clusters listen on ${list([...right].map(String))}`,
    help: `write ports: { ${name === '' ? 'NAME' : name}: ${[...right].at(-1) ?? 15443} } at the endpoint`,
    ...(perhaps ? { severity: 'warning' as const, assumption: `no gateway is registered for network ${endpoint.network ?? ''}, and its addresses are not reached directly` } : {}),
  }));
}
