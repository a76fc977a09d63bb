import { splitPort } from '../corefile/addresses';
import type { PluginUse, ReadServer } from '../corefile/reading';
import type { Token } from '../corefile/token';

/** An address that CoreDNS listens on beside its questions. */
export interface Listener {
  readonly plugin: 'health' | 'ready' | 'prometheus' | 'pprof';
  readonly host: string;
  readonly port: number;
  readonly at: Token;
  readonly use: PluginUse;
}

/** Where plugins listen that nobody told where. */
const defaults = { health: ':8080', ready: ':8181', prometheus: 'localhost:9153', pprof: 'localhost:6053' } as const;

/** What plugins of server blocks listen on; addresses that a variable names are left out. */
export function listenersOf(servers: readonly ReadServer[]): readonly Listener[] {
  return servers.flatMap(({ uses }) => uses.flatMap((use): readonly Listener[] => {
    const plugin = (Object.keys(defaults) as (keyof typeof defaults)[]).find(name => name === use.name.text);
    const [word] = use.words;
    if (plugin === undefined || word?.open === true) return [];
    const split = splitPort(word?.text ?? defaults[plugin]);
    const port = Number(split?.port);
    return split === undefined || split.port === '' || !Number.isInteger(port) ? [] : [{ plugin, host: split.host, port, at: word ?? use.name, use }];
  }));
}

/** Whether an address is of the pod itself, so that nobody else reaches it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^127\./.test(host) || host === '::1';
}

/** Whether two listeners of one process want the same port. */
export function overlap(a: Pick<Listener, 'host' | 'port'>, b: Pick<Listener, 'host' | 'port'>): boolean {
  const any = (host: string): boolean => host === '' || host === '0.0.0.0' || host === '::';
  return a.port === b.port && (any(a.host) || any(b.host) || a.host === b.host || (isLoopback(a.host) && isLoopback(b.host)));
}
