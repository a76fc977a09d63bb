import type { ExposeIntent } from '../../intents/exposure';
import type { Intent } from '../../intents/intents';
import type { GatewaySubject } from '../../intents/subjects';
import type { Accept } from '../../model/finding';
import type { Leaf } from '../../model/leaf';
import { hostnameProblem, subdomainProblem } from '../../model/names';
import { applicationProtocol } from '../../model/port';
import { UsageError } from '../../model/usage-error';
import { Edge } from '../../network/edge';
import type { Gateway } from '../../network/gateway';
import { undeclared } from '../../network/namespace';
import type { Network, Pattern } from '../../network/network';
import type { ServicePort } from '../../network/service-port';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { entrancesOf } from '../canary/entrances';
import { positive } from '../canary/values';
import { checkAccepts, requireProps } from '../props';
import { pathOf } from './path';
import type { ExposureProps, ExposureRule, IngressClass } from './props';

/** The props once types no longer matter: callers from JavaScript get the same errors as words. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly gateway?: Gateway;
  readonly ingressClass?: IngressClass;
  readonly tls?: { readonly secret: Leaf<string> } | 'plaintext';
  readonly rules: readonly ExposureRule[];
}

/**
 * Hosts for outsiders: each host and path leads to a port of a Service, through a gateway of the network or an ingress controller. The
 * edges from its pods are declared with it, and a canary of the Service holds for outsiders too.
 *
 * @throws UsageError for hosts that no listener serves, malformed paths, ports without requests, retired controllers, and options that the
 *   platform cannot do
 * @example exposure({ network: net, gateway, rules: [{ hosts: ['shop.example'], to: web.port('http') }] })
 */
export function exposure<P extends Platform, L extends string>(props: ExposureProps<P, L>): Pattern {
  const { network, accept = [], gateway, ingressClass, tls, rules } = props as unknown as Loose;
  checkAccepts(accept);
  demand(network.platform, 'exposure', accept);
  if (ingressClass !== undefined) demand(network.platform, 'exposure.ingress', accept);
  if (gateway !== undefined && ingressClass !== undefined) throw new UsageError({ what: `exposure: gateway ${gateway.name} and ingress class ${ingressClass.name} at once`, fix: 'use a pattern for each' });
  if (ingressClass === undefined) requireProps('exposure', { gateway });
  if (!Array.isArray(rules) || rules.length === 0) throw new UsageError({ what: 'exposure: no rules given', fix: "give at least one, such as { hosts: ['shop.example'], to: web.port('http') }" });
  const intents = ingressClass === undefined ? byGateway(gateway as Gateway, tls, rules, network.platform) : byIngress(ingressClass, tls, rules, network.platform);
  return { pattern: 'exposure', network, intents, accepts: accept };
}

function byGateway(gateway: Gateway, tls: Loose['tls'], rules: readonly ExposureRule[], platform: Platform): readonly Intent[] {
  if (tls !== undefined) throw new UsageError({ what: `exposure: tls beside gateway ${gateway.name}, whose listeners have the certificates`, fix: 'set secret on the listener, and leave tls out' });
  const exposed = rules.flatMap((rule): readonly ExposeIntent[] => {
    const where = whereOf(rule, `gateway ${gateway.name}`);
    const { to, path = { prefix: '/' }, timeout, allowOverride = false, listener } = rule;
    const common = { kind: 'expose' as const, gateway, path: pathOf(where, path), service: to.service, port: to.port, override: allowOverride, ...(timeout === undefined ? {} : { timeout: positive(`${where}: timeout`, timeout) }) };
    const entrances = entrancesOf(where, { gateway, hosts: rule.hosts, ...(listener === undefined ? {} : { listener }) }, platform);
    return entrances.flatMap(entrance => entrance.hosts.map(host => ({ ...common, listener: entrance.listener, host })));
  });
  return [...exposed, ...edges(gateway, rules)];
}

/** `spec.controller` of the community's ingress-nginx; its class name is also the default of another controller. */
const retired = 'k8s.io/ingress-nginx';

function byIngress({ name, controller }: IngressClass, tls: Loose['tls'], rules: readonly ExposureRule[], platform: Platform): readonly Intent[] {
  const problem = subdomainProblem(name);
  if (problem !== undefined) throw new UsageError({ what: `exposure: ingress class "${name}" ${problem}`, fix: 'use the name of an IngressClass, from "kubectl get ingressclass"' });
  if (typeof controller !== 'string' || controller === '') throw new UsageError({ what: `exposure: ingress class ${name} without controller`, fix: 'give spec.controller of the IngressClass, from "kubectl get ingressclass"' });
  if (controller === retired) {
    throw new UsageError({ what: `exposure: ingress class ${name} is served by ${retired}, which was archived in March 2026 and gets no security fixes`, fix: 'use a gateway, or another controller' });
  }
  if (tls === undefined) throw new UsageError({ what: `exposure: ingress class ${name} without tls`, fix: "set tls: { secret: '…' }, or tls: 'plaintext' if the hosts are meant to be readable on the way" });
  const { ingress } = platform;
  if (ingress === undefined) throw new UsageError({ what: `exposure: nobody says which pods serve ingress class ${name}`, fix: 'set ingress on the platform' });
  const pods: GatewaySubject = { type: 'gateway', name, namespace: undeclared(ingress.namespace), created: false, listeners: [], pods: ingress };
  const exposed = rules.flatMap(rule => {
    const where = whereOf(rule, `ingress class ${name}`);
    const alien = (['listener', 'timeout', 'allowOverride'] as const).find(option => rule[option] !== undefined);
    if (alien !== undefined) throw new UsageError({ what: `${where}: an Ingress cannot say ${alien}`, fix: 'use a gateway, or leave it out' });
    const path = pathOf(where, rule.path ?? { prefix: '/' });
    const { service, port } = rule.to;
    return rule.hosts.map((host): Intent => ({ kind: 'expose-by-ingress', className: name, host: hostOf(where, host), path, service, port, ...(tls === 'plaintext' ? {} : { secret: tls.secret }) }));
  });
  return [...exposed, ...edges(pods, rules)];
}

/** The gateway's pods call every port that is exposed, each once. */
function edges(from: GatewaySubject, rules: readonly ExposureRule[]): readonly Intent[] {
  const ports = new Map(rules.map(({ to }) => [`${to.service.namespace.name}/${to.service.name}/${to.port.name}`, to]));
  return [...ports.values()].map(to => ({ kind: 'edge', edge: new Edge(from, to) }));
}

/** Protocols that a proxy which routes requests cannot speak to the pods. */
const connections: readonly (string | undefined)[] = ['tcp', 'tls', 'mongo', 'mysql', 'redis'];

/** How messages name a rule, once what every rule needs is there. */
function whereOf({ hosts, to }: ExposureRule, entrance: string): string {
  if (typeof to !== 'object' || to === null || !('port' in to)) throw new UsageError({ what: `exposure: a rule leads to ${JSON.stringify(to) ?? 'nothing'}`, fix: "pass a port of a Service, such as web.port('http')" });
  const where = `exposure of ${to.service.namespace.name}/${to.service.name}`;
  if (!Array.isArray(hosts) || hosts.length === 0) throw new UsageError({ what: `${where}: ${entrance} without hosts`, fix: 'name the hosts that outsiders use' });
  checkPort(where, to);
  return where;
}

function checkPort(where: string, { port }: ServicePort): void {
  const protocol = applicationProtocol(port);
  if (port.protocol !== 'TCP' || connections.includes(protocol)) {
    throw new UsageError({ what: `${where}: port "${port.name}" carries ${port.protocol === 'TCP' ? protocol ?? '' : port.protocol}, and hosts and paths are those of requests`, fix: 'expose a port of requests, or correct its name or appProtocol' });
  }
  if (protocol === 'https') throw new UsageError({ what: `${where}: port "${port.name}" expects TLS from its clients, and the way in ends it`, fix: 'expose a port that speaks http' });
}

function hostOf(where: string, host: string): string {
  const problem = hostnameProblem(host);
  if (problem !== undefined) throw new UsageError({ what: `${where}: host "${host}" ${problem}`, fix: 'use a host such as "shop.example"' });
  return host;
}
