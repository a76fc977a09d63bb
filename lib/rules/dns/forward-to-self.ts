import { usesIn } from '../../corefile/reading';
import { servedAt } from '../../dns/addresses';
import { forwardsOf, type Upstream } from '../../dns/upstreams';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** Upstreams that are this server again, by the address of its Service or one that it binds. */
export const forwardToSelf = corefileRule('dns/forward-to-self', 'error', [], (corefile, view) => {
  const { servers } = corefile.reading;
  const bound = new Map(servers.flatMap(server => usesIn(server, 'bind').flatMap(({ words }) => words.filter(({ open }) => open !== true).map(({ text }): [string, string] => [text, 'which it binds']))));
  const own = new Map([...bound, ...(corefile.image === 'node-cache' ? [] : servedAt(view, corefile.workloads))]);
  if (own.size === 0) return [];
  const same = ({ kind, transport, port, host }: Upstream): boolean => kind === 'address' && transport === 'dns' && own.has(host) && port === '53';
  return servers.flatMap(server => forwardsOf(server).flatMap(({ to }) => to.filter(same).map(({ word, host }): CorefileRemark => ({
    at: word,
    message: `upstream ${word.text} is the server itself, ${own.get(host) ?? ''}: questions go round in a loop`,
    help: 'use the address of another server',
  }))));
});
