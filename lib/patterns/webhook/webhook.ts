import { UsageError } from '../../model/usage-error';
import type { Pattern } from '../../network/network';
import type { ServicePort } from '../../network/service-port';
import type { Platform } from '../../platform/platform';
import { demand, type Requires } from '../../platform/supported';
import { containerPort } from '../../systems/kubernetes/peers';
import { checkAccepts, requireProps, type PatternProps } from '../props';

/** Props of `Webhook`. */
export interface WebhookProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'webhook'>;
  /** The port that the API server calls: `clientConfig.service` of a webhook or conversion, `spec.service` of an APIService. */
  readonly port: ServicePort;
}

/**
 * A Service that the API server calls: an admission or conversion webhook, or an aggregated API. Its calls carry no identity of a mesh and come from
 * addresses that are often unknowable, so the port takes plaintext, is authorized by number, and is opened in a closed namespace.
 *
 * @throws UsageError for ports that no policy can name, and in a mesh for a Service whose workloads nobody names
 * @example webhook({ network: net, port: validator.port('https') })
 */
export function webhook<P extends Platform>(props: WebhookProps<P>): Pattern {
  const { port: to, accept = [] } = props;
  const { network } = props as PatternProps<P>;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'webhook', accept);
  requireProps('webhook', { port: to });
  if (!('service' in to)) throw new UsageError({ what: 'webhook: port is no port of a Service', fix: "pass a port of a Service, such as validator.port('https')" });
  const { service, port } = to;
  const where = `webhook ${service.namespace.name}/${service.name}`;
  if (port.protocol !== 'TCP') throw new UsageError({ what: `${where}: port "${port.name}" carries ${port.protocol}, and the API server speaks HTTPS`, fix: 'use a TCP port' });
  if (platform.mesh !== 'none') {
    if (service.workloads.length === 0) throw new UsageError({ what: `${where}: nobody says which workloads are behind the Service, and exceptions are theirs`, fix: 'give it a workload or versions' });
    const unknown = service.workloads.find(workload => containerPort(workload, port) === undefined);
    if (unknown !== undefined) throw new UsageError({ what: `${where}: nobody says which number port "${String(port.targetPort)}" has in ${unknown.name}`, fix: 'list the ports of the workload, or give targetPort as a number' });
  }
  return { pattern: 'webhook', network, intents: [{ kind: 'control-plane-call', service, port }], accepts: accept };
}
