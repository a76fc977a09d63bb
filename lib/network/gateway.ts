import type { GatewaySubject, ListenerSubject, NamespaceSubject } from '../intents/subjects';
import type { Labels } from '../model/labels';
import type { Leaf } from '../model/leaf';
import { dnsLabelProblem, hostnameProblem } from '../model/names';
import { portProblem } from '../model/port';
import { list, UsageError } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { Edge, type EdgeOptions } from './edge';
import type { Namespace } from './namespace';
import type { Registry } from './registry';
import type { ServicePort } from './service-port';

/** A listener: where outsiders arrive. */
export interface ListenerOptions {
  /** `shop.example` or `*.shop.example`. */
  readonly hostname: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** @default 443 for HTTPS, 80 for HTTP */
  readonly port?: number;
  /** Port of the gateway pods behind it. @default the listener's port */
  readonly podPort?: number;
  /** Name of the TLS Secret in the gateway's namespace. Required for HTTPS. */
  readonly secret?: Leaf<string>;
  /** Answer every request with a redirect to https; HTTP only. @default false */
  readonly redirect?: boolean;
}

/** How a gateway is declared. */
export interface GatewayOptions<L extends string> {
  readonly name: string;
  readonly namespace: Namespace;
  /** Listeners by name. */
  readonly listeners: Readonly<Record<L, ListenerOptions>>;
  /** The Gateway is written elsewhere. @default false */
  readonly existing?: boolean;
  /**
   * The pods that serve it. @default - with `routing: 'gateway'` on Istio those that istiod deploys for it; else `platform.ingress`
   */
  readonly pods?: { readonly namespace?: string; readonly labels: Labels; readonly serviceAccount: string };
}

/**
 * A gateway: the way in from outside. Minted by `net.gateway`.
 *
 * @example
 * const edge = net.gateway({ name: 'public', namespace: ingress,
 *   listeners: { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: 'shop-tls' } } });
 */
export class Gateway<L extends string = string> implements GatewaySubject {
  readonly type = 'gateway';
  readonly name: string;
  readonly namespace: NamespaceSubject;
  readonly created: boolean;
  readonly listeners: readonly ListenerSubject[];
  readonly pods: { readonly namespace: string; readonly labels: Labels; readonly serviceAccount: string };
  /** Carries the names of the listeners in the type. @internal */
  declare readonly names: { readonly listener: L };

  /** @internal */
  constructor(registry: Registry, { name, namespace, listeners, existing = false, pods }: GatewayOptions<L>) {
    const problem = dnsLabelProblem(name);
    if (problem !== undefined) throw new UsageError({ what: `gateway name "${name}" ${problem}`, fix: 'use a DNS label such as "public"' });
    const entries = Object.entries<ListenerOptions>(listeners);
    if (entries.length === 0) throw new UsageError({ what: `gateway ${name} has no listeners`, fix: "name at least one, such as { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: 'shop-tls' } }" });
    if (!existing && registry.platform.routing === 'gateway' && registry.platform.gatewayApi.className === '') {
      throw new UsageError({ what: `gateway ${name}: the platform names no GatewayClass, so no controller would serve it`, fix: "set gatewayApi: { className: '…' } on the platform" });
    }
    this.name = name;
    this.namespace = namespace;
    this.created = !existing;
    this.listeners = entries.map(([listener, options]) => listenerOf(name, listener, options));
    this.pods = pods === undefined ? podsOf(registry.platform, name, namespace.name) : { namespace: namespace.name, ...pods };
    const clash = this.listeners.find((a, i) => this.listeners.some((b, j) => j < i && a.port === b.port && (a.hostname === b.hostname || a.protocol !== b.protocol)));
    if (clash !== undefined) throw new UsageError({ what: `gateway ${name}: listener ${clash.name} shares port ${clash.port} with another of the same host or another protocol`, fix: 'give it another port or hostname' });
    registry.usesNamespace(namespace.name, `Gateway ${name}`);
    registry.usesNamespace(this.pods.namespace, `the pods of Gateway ${name}`);
  }

  /** The edge from the gateway's pods to a port of a Service. It has an effect once it is given to a pattern. */
  calls(port: ServicePort, options?: EdgeOptions): Edge<ServicePort> {
    return new Edge(this, port, options);
  }
}

function listenerOf(gateway: string, name: string, { hostname, protocol, port = protocol === 'HTTPS' ? 443 : 80, podPort = port, secret, redirect = false }: ListenerOptions): ListenerSubject {
  const where = `gateway ${gateway}: listener ${name}`;
  const label = dnsLabelProblem(name);
  if (label !== undefined) throw new UsageError({ what: `${where}: its name ${label}`, fix: 'use a name such as "https"' });
  const host = hostnameProblem(hostname);
  if (host !== undefined) throw new UsageError({ what: `${where}: hostname "${hostname}" ${host}`, fix: 'use a host such as "shop.example" or "*.shop.example"' });
  for (const number of [port, podPort]) {
    const problem = portProblem(number);
    if (problem !== undefined) throw new UsageError({ what: `${where}: port ${number} ${problem}`, fix: 'correct the port' });
  }
  if (protocol === 'HTTPS' && secret === undefined) throw new UsageError({ what: `${where} is HTTPS without a certificate`, fix: 'set secret to the name of a TLS Secret in the gateway\'s namespace' });
  if (protocol === 'HTTP' && secret !== undefined) throw new UsageError({ what: `${where} is HTTP with a certificate that nothing would use`, fix: "set protocol: 'HTTPS', or leave secret out" });
  if (protocol === 'HTTPS' && redirect) throw new UsageError({ what: `${where} redirects https to itself`, fix: 'set redirect on the HTTP listener' });
  return { name, port, podPort, protocol, hostname, redirect, ...(secret === undefined ? {} : { secret }) };
}

/** istiod deploys pods for a Gateway of class `istio`: label and service account carry its name (Istio, "Automated deployment"). */
function podsOf(platform: Platform, name: string, namespace: string): Gateway['pods'] {
  const deployed = platform.mesh === 'istio' && platform.routing === 'gateway';
  if (deployed) return { namespace, labels: { 'gateway.networking.k8s.io/gateway-name': name }, serviceAccount: `${name}-${platform.gatewayApi.className}` };
  if (platform.ingress !== undefined) return platform.ingress;
  throw new UsageError({ what: `gateway ${name}: nobody says which pods serve it`, fix: 'set pods on the gateway, or ingress on the platform' });
}

/** The listener that a host of a route goes to: the named one, else the only one that does not redirect and carries the host. */
export function listenerFor(gateway: GatewaySubject, name: string | undefined, host: string): ListenerSubject {
  const serving = gateway.listeners.filter(listener => !listener.redirect);
  const names = list(serving.map(listener => `${listener.name} (${listener.hostname})`));
  const chosen = name === undefined ? serving.filter(listener => covers(listener.hostname, host)) : serving.filter(listener => listener.name === name);
  const [listener, second] = chosen;
  if (listener === undefined) throw new UsageError({ what: `gateway ${gateway.name} has no listener ${name === undefined ? `for host "${host}"` : `"${name}" that routes requests`}`, fix: `use a host or listener of ${names}` });
  if (!covers(listener.hostname, host)) throw new UsageError({ what: `listener ${listener.name} of gateway ${gateway.name} serves ${listener.hostname}, host "${host}" is not among them`, fix: `use a host of ${names}` });
  if (second !== undefined) throw new UsageError({ what: `host "${host}" fits the listeners ${list(chosen.map(candidate => candidate.name))} of gateway ${gateway.name}`, fix: 'name the listener, and let the other one redirect' });
  return listener;
}

/** Whether a listener of this hostname serves the host. */
export function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1);
}
