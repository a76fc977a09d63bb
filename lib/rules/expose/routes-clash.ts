import type { World } from '../../cluster/cluster';
import { ageKnown, older } from '../../mesh/age';
import { grouped } from '../../mesh/grouping';
import type { ConnectionRule, RouteRule, RouteSet } from '../../mesh/routes';
import { virtualServices } from '../../mesh/virtual-services';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * Two VirtualServices for one host at one gateway. Their rules are read as one list, the older object's first: that is how paths are spread over objects. Two rules for every request, and two for
 * one name of TLS, cannot both be read.
 */
export const routesClash: Rule = {
  id: 'expose/routes-clash',
  codes: ['KIA1106'],
  severity: 'error',
  reads: 'effective',
  check: world => [...grouped(bound(world), ({ gateway, host }) => [`${gateway} ${host}`]).values()].flatMap(claims => (claims.length < 2 ? [] : ofHost([...claims].sort((a, b) => older(a.set.object, b.set.object))))),
};

interface Claim {
  readonly set: RouteSet;
  readonly gateway: string;
  readonly host: string;
}

function bound(world: World): readonly Claim[] {
  return virtualServices(world).flatMap(set => set.gateways.filter(gateway => gateway !== 'mesh').flatMap(gateway => set.hosts.map(({ name }) => ({ set, gateway, host: name }))));
}

function ofHost(claims: readonly Claim[]): readonly Reported[] {
  return claims.flatMap((claim, i): readonly Reported[] => {
    for (const rival of claims.slice(0, i)) {
      if (rival.set.object === claim.set.object) continue;
      const found = both(rival, claim);
      if (found !== undefined) return [told(rival, claim, found)];
    }
    return [];
  });
}

interface Clash {
  readonly mine: FieldPath;
  readonly theirs: FieldPath;
  readonly what: string;
}

function both(rival: Claim, claim: Claim): Clash | undefined {
  const [theirs, mine] = [everything(rival), everything(claim)];
  if (theirs !== undefined && mine !== undefined) return { mine: mine.path, theirs: theirs.path, what: `a rule for every request to ${claim.host}` };
  const taken = new Map(names(rival));
  const twice = names(claim).find(([key]) => taken.has(key));
  const rule = twice === undefined ? undefined : taken.get(twice[0]);
  return twice === undefined || rule === undefined ? undefined : { mine: twice[1].path, theirs: rule.path, what: `a rule for TLS to ${twice[0].split(' ')[0] ?? claim.host}` };
}

/** The rule that takes whatever is left. */
function everything({ set: { http }, gateway }: Claim): RouteRule | undefined {
  return http.find(({ matches }) => matches.length === 0 || matches.some(match => onlyGateways(match, gateway)));
}

/** A match that asks for nothing but the gateway. */
function onlyGateways({ uri, method, authority, scheme, headers, withoutHeaders, queryParams, port, gateways, sourceLabels, sourceNamespace }: RouteRule['matches'][number], gateway: string): boolean {
  const asked = uri ?? method ?? authority ?? scheme ?? port ?? sourceNamespace;
  return asked === undefined && [headers, withoutHeaders, queryParams, sourceLabels].every(map => Object.keys(map).length === 0) && gateways.includes(gateway);
}

/** Rules by the names in the handshake that they take, and their ports. */
function names({ set: { tls }, gateway }: Claim): readonly (readonly [string, ConnectionRule])[] {
  return tls.flatMap(rule => rule.matches.filter(({ gateways }) => gateways.length === 0 || gateways.includes(gateway)).flatMap(({ sniHosts, port }) => sniHosts.map(name => [`${name.toLowerCase()} ${port ?? 'any port'}`, rule] as const)));
}

function told({ set: rival }: Claim, { set: { object }, gateway }: Claim, { mine, theirs, what }: Clash): Reported {
  return {
    object,
    path: mine,
    message: `${describe(rival.object.reference)} has ${what} at gateway ${gateway} too: ${ageKnown(rival.object, object) ? 'that one is older and is read, this one never' : 'that of the older object is read, the other never'}`,
    help: 'put the rules into one object, or ask for something in one of them',
    near: [{ object: rival.object, path: theirs }],
  };
}
