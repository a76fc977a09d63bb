import { parseCidr } from '../../model/cidr';
import { plain } from '../../model/leaf';
import { subdomainProblem } from '../../model/names';
import { portProblem } from '../../model/port';
import { UsageError } from '../../model/usage-error';
import type { ForwardedZone } from '../../intents/cluster-dns';
import type { Platform } from '../../platform/platform';
import { requireProps } from '../props';
import type { StubDomain } from './props';

/** What the kubelet puts into pods with `dnsPolicy: Default`: the servers of the node. */
const nodeFile = '/etc/resolv.conf';

/** The most that one `forward` takes. */
const most = 15;

/**
 * Judges upstreams: addresses that are not the asker itself, and files only where they may be.
 *
 * @throws UsageError with the address
 */
export function checkUpstreams(where: string, upstreams: readonly string[], platform: Platform, files: boolean): void {
  requireProps(where, { upstreams });
  if (upstreams.length === 0) throw new UsageError({ what: `${where}: no upstreams`, fix: 'list addresses' });
  if (upstreams.length > most) throw new UsageError({ what: `${where}: ${upstreams.length} upstreams, CoreDNS takes ${most}`, fix: 'leave some out' });
  for (const upstream of upstreams) {
    if (upstream === nodeFile && files) continue;
    if (upstream.startsWith('/')) {
      throw upstream === nodeFile
        ? new UsageError({ what: `${where}: upstream "${upstream}" is a file of the node, which lists the servers of everything else, by address`, fix: 'list addresses' })
        : new UsageError({ what: `${where}: upstream "${upstream}" is no file that is in the pods of the DNS, and CoreDNS would take it for a name`, fix: `list addresses, or use ${nodeFile}` });
    }
    const { address, port } = partsOf(upstream);
    const parsed = parseCidr(address);
    if (address.includes('/') || 'problem' in parsed || portProblem(port) !== undefined) throw new UsageError({ what: `${where}: upstream "${upstream}" is no address`, fix: 'use an address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53' });
    if (parsed.text.startsWith('127.') || parsed.text === '::1/128') throw new UsageError({ what: `${where}: upstream "${upstream}" is the pod itself, so that questions would go round in a loop`, fix: 'use the address of another server; for systemd-resolved set resolvConf of the kubelet' });
    const own = [platform.dns.clusterIP, platform.dns.nodeLocalIP].map(ip => (ip === undefined ? undefined : plain(ip))).filter(ip => ip !== undefined);
    if (own.map(ip => textOf(ip)).includes(parsed.text)) throw new UsageError({ what: `${where}: upstream "${upstream}" is the cluster's own DNS, so that questions would go round in a loop`, fix: 'use the address of another server' });
  }
}

function textOf(address: string): string {
  const parsed = parseCidr(address);
  return 'problem' in parsed ? address : parsed.text;
}

/** `192.0.2.53:53`, `[2001:db8::53]:53`, or either without the port. */
function partsOf(upstream: string): { readonly address: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(upstream);
  if (match === null) return { address: upstream, port: 53 };
  return { address: match[1] ?? match[2] ?? '', port: match[3] === undefined ? 53 : Number(match[3]) };
}

/**
 * Zones that are answered elsewhere. A server block takes every name below its zone, so none may stand above, at or below the cluster's own.
 *
 * @throws UsageError for zones that would take names of the cluster, or are named twice
 */
export function forwardedZones(where: string, stubDomains: readonly StubDomain[], platform: Platform): readonly ForwardedZone[] {
  return stubDomains.map(({ zone, upstreams, forceTcp = false }, i) => {
    const at = `${where}: stub domain "${zone}"`;
    const problem = subdomainProblem(zone);
    if (problem !== undefined) throw new UsageError({ what: `${at} ${problem}`, fix: 'use a domain such as "corp.example"' });
    const taken = [platform.clusterDomain, 'in-addr.arpa', 'ip6.arpa'].find(own => covers(zone, own) || (own === platform.clusterDomain && covers(own, zone)));
    if (taken !== undefined) throw new UsageError({ what: `${at} would take names of ${taken} away from the cluster`, fix: 'name a zone that has nothing to do with it' });
    if (stubDomains.findIndex(other => other.zone === zone) !== i) throw new UsageError({ what: `${at} is there twice`, fix: 'list all its upstreams once' });
    checkUpstreams(at, upstreams, platform, false);
    return { zone, upstreams, forceTcp };
  });
}

/** Whether the names of one zone are all of another. */
function covers(zone: string, inner: string): boolean {
  return inner === zone || inner.endsWith(`.${zone}`);
}
