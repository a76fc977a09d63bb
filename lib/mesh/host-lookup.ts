import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { lookup, type Lookup } from '../dns/lookup';
import { dnsCapture, type DnsCapture } from './dns-capture';
import { specOf, textsAt } from './fields';
import { visible } from './visibility';

/** Who answers when a pod looks up the host of a ServiceEntry, or any other name. */
export interface HostLookup {
  /** `proxy`: the pod's own, which captures DNS. `dns`: the cluster's DNS has it. `outside`: servers outside have the last word. `nobody`: it does not resolve. */
  readonly answered: 'proxy' | 'dns' | 'outside' | 'nobody' | 'unknown';
  /** A half sentence. */
  readonly reason: string;
  readonly capture: DnsCapture;
  /** The ServiceEntry that the pod sees for it. */
  readonly entry?: ClusterObject;
  /** What the cluster's DNS is asked; absent where a proxy answers. */
  readonly lookup?: Lookup;
}

const results: Readonly<Record<Lookup['result'], HostLookup['answered']>> = { found: 'dns', outside: 'outside', missing: 'nobody', node: 'unknown', unknown: 'unknown' };

/**
 * Who answers a name for the pods of a workload. A ServiceEntry alone gives no name: a proxy that captures DNS answers it, or a zone of the cluster's DNS, or public DNS.
 *
 * Source: "DNS Proxying" of Istio 1.31.
 *
 * @example hostLookup(world, workload, 'billing.global').answered // 'nobody' without capture and without a zone for it
 */
export function hostLookup(world: World, workload: Workload, host: string): HostLookup {
  const capture = dnsCapture(world, workload);
  const entry = entries(world).find(({ object, hosts, exportTo }) => hosts.some(each => means(each, host)) && visible(exportTo, object.reference.namespace ?? 'default', workload.namespace))?.object;
  const known = entry === undefined ? {} : { entry };
  if (entry !== undefined && capture.captured === 'yes') return { answered: 'proxy', reason: capture.reason, capture, ...known };
  const asked = lookup(world, workload, host);
  if (entry !== undefined && capture.captured === 'unknown' && asked.result !== 'found') return { answered: 'unknown', reason: capture.reason, capture, ...known, lookup: asked };
  return { answered: results[asked.result], reason: asked.last?.reason ?? asked.resolver.reason, capture, ...known, lookup: asked };
}

const entries = oncePerWorld(({ cluster }) => cluster.of('networking.istio.io', 'ServiceEntry').map(object => {
  const [hosts, exportTo] = [textsAt(specOf(object), 'hosts'), textsAt(specOf(object), 'exportTo')];
  return { object, hosts: hosts.map(host => host.toLowerCase()), exportTo: exportTo.length === 0 ? ['*'] : exportTo };
}));

function means(pattern: string, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return pattern === name || (pattern.startsWith('*.') && name.endsWith(pattern.slice(1)));
}
