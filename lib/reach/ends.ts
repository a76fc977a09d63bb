import { parseCidr } from '../model/cidr';
import type { Protocol } from '../model/port';
import { UsageError } from '../model/usage-error';
import { nearest } from '../model/spelling';
import { formatRange, rangeOf, type AddressRange } from './address-range';
import { protocols } from './connection-set';
import { nameOf, type PodGroup } from './pod-groups';

/** An end of connections as somebody names it. */
export type End = { readonly groups: readonly PodGroup[] } | { readonly range: AddressRange; readonly text: string };

/**
 * The pods that a text names: `shop/web`, `web`, `shop/web[Deployment]`, by immediate or outer owner; `shop/` for all of a namespace; or addresses: `10.0.0.0/8`, `10.1.2.3`.
 *
 * @throws UsageError where nothing has the name
 */
export function endOf(text: string, groups: readonly PodGroup[]): End {
  const block = parseCidr(text);
  if (!('problem' in block)) return { range: rangeOf(block), text: formatRange(rangeOf(block)) };
  const [, namespace, name = '', kind] = /^(?:([^/[\]]*)\/)?([^/[\]{}]*)(?:\[([^\]]*)\])?$/.exec(text) ?? [];
  const found = groups.filter(group => nameOf(group) === text
    || ((namespace === undefined || group.namespace === namespace)
      && (name === '' ? namespace !== undefined : [group.name, group.workload.name].includes(name))
      && (kind === undefined || [group.kind, group.workload.kind].some(own => own.toLowerCase() === kind.toLowerCase()))));
  if (found.length > 0) return { groups: found };
  const near = nearest(text, groups.flatMap(group => [`${group.namespace}/${group.name}`, group.name]));
  throw new UsageError({ what: `no workload "${text}" in the input`, fix: near === undefined ? 'name it as namespace/name, or give an address' : `use ${near}` });
}

/**
 * `5432`, `TCP/5432` or `53/udp`; with `name`, the port of that name.
 *
 * @throws UsageError for what is no port
 */
export function portAsked(text: string): { readonly protocol?: Protocol; readonly number: number } | { readonly protocol?: Protocol; readonly name: string } {
  const parts = text.split(/[/ ]/);
  const protocol = protocols.find(each => parts.some(part => part.toUpperCase() === each));
  const [rest = '', ...more] = parts.filter(part => part.toUpperCase() !== protocol);
  const number = /^\d+$/.test(rest) ? Number(rest) : undefined;
  if (more.length > 0 || rest === '' || (number !== undefined && (number < 1 || number > 65_535))) throw new UsageError({ what: `port "${text}"`, fix: 'write a number from 1 to 65535, such as 5432, TCP/5432 or UDP/53, or the name of a port' });
  return { ...(protocol === undefined ? {} : { protocol }), ...(number === undefined ? { name: rest } : { number }) };
}
