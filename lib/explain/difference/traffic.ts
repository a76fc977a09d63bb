import type { World } from '../../cluster/cluster';
import type { Client } from '../../mesh/client';
import { destinationRule, rulesFor, type EffectiveRule } from '../../mesh/destination-rule';
import { hostFor, hosts, type Host, type HostPort } from '../../mesh/hosts';
import { locality } from '../../mesh/locality';
import { defaultLocality, defaultTrafficPolicy, outboundMode } from '../../mesh/mesh-config';
import { destinationsByHost } from '../../mesh/named-destinations';
import { trafficPolicy } from '../../mesh/traffic-policy';
import type { AreaReader, Ground, Part, Statement } from './change';
import { rulingClasses, shortHost } from './clients';
import { readsFor } from './kinds';
import { leaves } from './route-words';

/** How proxies send requests to a host: load balancing, limits, ejection, places, client TLS. */
export const traffic: AreaReader = {
  area: 'traffic',
  reads: readsFor('traffic'),
  statements: (world, both) => [...ofMesh(world), ...[...hosts(world)].filter(([name]) => both.some(each => rulesFor(each, name).length > 0)).flatMap(([name, [host]]) => (host === undefined ? [] : ofHost(world, both, name, host)))],
};

/** What holds where no object says otherwise. */
function ofMesh(world: World): readonly Statement[] {
  const parts = [...leaves('connection pool and outlier detection by default', defaultTrafficPolicy(world)), ...leaves('localityLbSetting', defaultLocality(world)), { name: 'hosts that no registry knows', value: outboundMode(world) }];
  return [{ key: 'mesh', subject: 'every request of the mesh', parts, grounds: [] }];
}

function ofHost(world: World, both: readonly World[], name: string, host: Host): readonly Statement[] {
  const classes = rulingClasses(both, name);
  return classes.flatMap(({ name: title, client }) => {
    const seen = hostFor(world, name, client.namespace);
    if (seen === undefined) return [];
    const rule = destinationRule(world, client, seen);
    const subsets = (rule?.subsets ?? []).filter(({ name: subset }) => isRouted(world, name, subset));
    return host.ports.flatMap(port => [undefined, ...subsets.map(subset => subset.name)].map((subset): Statement => ({
      key: `${shortHost(world, name)}:${port.number} ${subset ?? ''} ${title}`, subject: `requests to ${shortHost(world, name)}:${port.number}${subset === undefined ? '' : ` ${subset}`}`,
      who: { name: title, of: classes.length }, ...partsOf(world, client, seen, port, rule, subset), onlyInBoth: true,
    })));
  });
}

/** Policies of a subset that no route leads to do nothing. */
function isRouted(world: World, host: string, subset: string): boolean {
  return (destinationsByHost(world).get(host) ?? []).some(destination => destination.subset === subset);
}

function partsOf(world: World, client: Client, host: Host, port: HostPort, rule: EffectiveRule | undefined, subset: string | undefined): Pick<Statement, 'parts' | 'grounds'> {
  const policy = trafficPolicy(world, rule, port.number, subset);
  const grounds: Ground[] = [];
  const parts: Part[] = [];
  for (const setting of ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'] as const) {
    const traced = policy[setting];
    // Of a headless Service a sidecar does not choose among endpoints.
    if (traced === undefined || (setting === 'loadBalancer' && host.resolution === 'headless')) continue;
    parts.push(...leaves(setting, traced.value));
    if (traced.object !== undefined) grounds.push({ object: traced.object, path: traced.path });
  }
  const { mode, leavesSickPlace, reason, ejection } = locality(world, client, host, port, subset);
  parts.push({ name: 'places', value: mode === 'off' ? 'are not looked at' : mode }, { name: 'a place whose endpoints are sick', value: leavesSickPlace === 'yes' ? `is left: ${reason}` : leavesSickPlace === 'no' ? `is not left: ${reason}` : `may be left: ${reason}`, detail: 'changes' });
  if (ejection.setting !== undefined) parts.push({ name: 'endpoints that may be ejected', value: ejection.atMost === undefined ? `${ejection.percent} percent` : `${ejection.atMost} of ${ejection.endpoints ?? 0}`, detail: 'changes' });
  if (rule !== undefined) grounds.push(...rule.objects.map((object): Ground => ({ object, path: ['spec', 'trafficPolicy'] })));
  return { parts: rule?.orderKnown === false ? [...parts, { name: 'which DestinationRule leads', value: 'is not known: several disagree, and the oldest does' }] : parts, grounds: [...grounds, { object: host.object, path: ['spec'] }] };
}
