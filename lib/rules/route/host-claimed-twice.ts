import type { World } from '../../cluster/cluster';
import { ageKnown } from '../../mesh/age';
import { claimedHosts } from '../../mesh/route';
import { seenTogether } from '../../mesh/sidecar-scope';
import type { RouteSet } from '../../mesh/routes';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Two routes of the mesh for one host, of which clients read one and ignore the other as a whole. */
export const hostClaimedTwice: Rule = {
  id: 'route/host-claimed-twice',
  codes: ['CAN-05', 'IST0109', 'KIA1106'],
  severity: 'error',
  reads: 'effective',
  check: world => [...claimedHosts(world)].flatMap(([host, claims]) => (claims.length < 2 ? [] : ofHost(world, host, claims))),
};

function ofHost(world: World, host: string, claims: readonly RouteSet[]): readonly Reported[] {
  const routed = claims.filter(({ http }) => http.length > 0);
  return routed.flatMap((claim, i): readonly Reported[] => {
    const rival = routed.slice(0, i).find(other => rivals(other, claim) && seenTogether(world, host, other.namespace, claim.namespace));
    if (rival === undefined) return [];
    const known = rival.api === claim.api && ageKnown(rival.object, claim.object);
    const path = claim.hosts.find(({ name }) => name === host)?.path ?? ['spec', 'hosts'];
    return [{
      object: claim.object,
      path,
      message: known
        ? `${describe(rival.object.reference)} is older and routes ${host} too, so that this one is ignored`
        : `${describe(rival.object.reference)} routes ${host} too; clients read one of the two and ignore the other`,
      help: `put the rules into one object, or name different hosts`,
      near: [{ object: rival.object, path: rival.hosts.find(({ name }) => name === host)?.path ?? ['spec', 'hosts'] }],
    }];
  });
}

/**
 * Whether some client has both before it and nothing but chance, or age, decides. A private route before a public one is meant to win at home, and a consumer's HTTPRoute before the
 * producer's. Routes that differ in whom they speak for, or on which ports, need not meet.
 */
function rivals(a: RouteSet, b: RouteSet): boolean {
  if (a.object === b.object || narrow(a) || narrow(b) || !portsMeet(a, b)) return false;
  if (a.api === 'gateway' && b.api === 'gateway') return false;
  const [publicA, publicB] = [a.exportTo.includes('*'), b.exportTo.includes('*')];
  if (publicA !== publicB) return false;
  return publicA || reach(a).some(namespace => reach(b).includes(namespace));
}

function reach({ exportTo, namespace }: RouteSet): readonly string[] {
  return exportTo.map(target => (target === '.' ? namespace : target));
}

/** Every rule asks who the client is. */
function narrow({ http }: RouteSet): boolean {
  return http.every(({ matches }) => matches.length > 0 && matches.every(({ sourceLabels, sourceNamespace, gateways }) => Object.keys(sourceLabels).length > 0 || sourceNamespace !== undefined || (gateways.length > 0 && !gateways.includes('mesh'))));
}

/** Ports that rules are limited to; `undefined`: all. */
function portsOf({ http }: RouteSet): ReadonlySet<number> | undefined {
  const ports = http.flatMap(({ matches }) => (matches.length === 0 ? [undefined] : matches.map(({ port }) => port)));
  return ports.includes(undefined) ? undefined : new Set(ports.filter(port => port !== undefined));
}

function portsMeet(a: RouteSet, b: RouteSet): boolean {
  const [first, second] = [portsOf(a), portsOf(b)];
  return first === undefined || second === undefined || [...first].some(port => second.has(port));
}
