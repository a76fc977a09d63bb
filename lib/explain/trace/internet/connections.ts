import type { ClusterObject } from '../../../cluster/object';
import type { GatewayConnection } from '../../../mesh/gateway-connection';
import { describe } from '../../../model/object';
import { evidence, type Hop } from '../hop';
import { choiceLegs } from '../rule-legs';
import type { Leg, Way } from '../way';
import { whole } from './way-inside';

/** Where a gateway sends connections whose requests it does not read: by the name that TLS asks for, or by the port alone. */
export function connectionLegs(way: Way, gateway: ClusterObject, { listens, host, rules, matched, tls }: GatewayConnection): readonly Leg[] {
  const { target } = way;
  const at = [evidence(gateway, 'routes', 'spec')];
  const unknown = (text: string, missing: string): Hop => ({ id: 'route', status: 'unknown', text, evidence: at, missing: [missing] });
  const open = listens === 'unknown' ? [unknown(`whether a route may attach to ${describe(gateway.reference)} hangs on labels of namespaces that are not in the input`, 'Namespace')] : [];
  if (rules.length === 0) {
    const hop: Hop = matched === 'unknown'
      ? unknown(`${describe(gateway.reference)} sends TLS on by the name alone, which says the Service`, 'the cluster behind')
      : { id: 'route', status: 'fail', code: 'GW-NO-ROUTE', text: `no ${tls === 'passed on' ? 'TLS' : 'TCP'} route is bound to ${describe(gateway.reference)} for ${host ?? target.host} on ${target.port}`, evidence: at };
    return [{ ...whole, to: undefined, hops: open.length > 0 ? open : [hop] }];
  }
  if (matched === 'yes') return choiceLegs(way, { choices: rules, all: rules.map(({ rule }) => rule), itself: undefined }).map(leg => ({ ...leg, hops: [...leg.hops, ...open] }));
  return [{ ...whole, to: undefined, hops: [...open, unknown(`which of ${rules.map(({ rule }) => describe(rule.object.reference)).join(', ')} has the connection is not settled: the oldest, where it may attach`, 'creation times')] }];
}
