import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { Client } from './client';
import { destinationRule, hostOfRule, rulesFor, type EffectiveRule } from './destination-rule';
import { endpointsOf, havingLabels, type Endpoints } from './endpoints';
import { namespaceOf } from './fields';
import { isWildcard } from './host-name';
import { hosts, type Host, type HostPort } from './hosts';
import { rootNamespace } from './mesh-config';
import { modeIn, trafficPolicy, type TlsMode } from './traffic-policy';

/** What a DestinationRule tells its clients to send to a port of a host, and where it says so. */
export interface RuledTls {
  readonly rule: ClusterObject;
  readonly path: FieldPath;
  readonly mode: TlsMode;
  /** Whether the rule names the host itself, or a wildcard over it. */
  readonly byName: boolean;
  readonly host: Host;
  readonly port: HostPort;
  readonly subset: string | undefined;
  /** Endpoints that it holds for. */
  readonly endpoints: Endpoints;
}

/** TLS modes of all DestinationRules towards all hosts that they hold for, as clients of the rule's own namespace follow them. */
export const ruledTls = oncePerWorld((world): readonly RuledTls[] => [...hosts(world).values()].flat().flatMap(host =>
  rulesFor(world, host.name).flatMap(object => {
    const rule = destinationRule(world, clientFor(world, object, host), host);
    // Another rule holds, or which one leads is not known.
    return rule?.orderKnown === true && rule.objects.includes(object) ? towards(world, object, rule, host) : [];
  }),
));

/** A rule of the root namespace, or of the host's, holds for clients everywhere: those beside the host are as good as others. */
function clientFor(world: World, rule: ClusterObject, host: Host): Client {
  const namespace = namespaceOf(rule);
  const selector = rule.effective['spec'] as { readonly workloadSelector?: { readonly matchLabels?: Client['labels'] } } | undefined;
  return { namespace: namespace === rootNamespace(world) ? host.namespace : namespace, labels: selector?.workloadSelector?.matchLabels ?? {} };
}

function towards(world: World, object: ClusterObject, rule: EffectiveRule, host: Host): readonly RuledTls[] {
  return host.ports.flatMap(port => [undefined, ...rule.subsets.filter(subset => subset.trafficPolicy !== undefined)].flatMap((subset): readonly RuledTls[] => {
    const said = modeIn(trafficPolicy(world, rule, port.number, subset?.name).tls);
    if (said?.object !== object || (subset !== undefined && said.path[1] !== 'subsets')) return [];
    const endpoints = endpointsOf(world, host, port);
    return [{ rule: object, path: said.path, mode: said.mode, byName: !isWildcard(hostOfRule(world, object)), host, port, subset: subset?.name, endpoints: subset === undefined ? endpoints : havingLabels(endpoints, subset.labels) }];
  }));
}
