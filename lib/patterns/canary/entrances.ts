import type { Entrance } from '../../intents/split';
import { hostnameProblem } from '../../model/names';
import { list, UsageError } from '../../model/usage-error';
import { covers, listenerFor } from '../../network/gateway';
import type { Platform } from '../../platform/platform';
import type { CanaryEntrance } from './props';

/** Where outsiders come in: one entrance per host, each at the listener that serves it. */
export function entrancesOf(where: string, { gateway, hosts, listener, allowOverride = false }: CanaryEntrance, platform: Platform): readonly Entrance[] {
  if (hosts.length === 0) throw new UsageError({ what: `${where}: gateway ${gateway.name} without hosts`, fix: 'name the hosts that outsiders use' });
  return hosts.map(host => {
    const problem = hostnameProblem(host);
    if (problem !== undefined) throw new UsageError({ what: `${where}: host "${host}" ${problem}`, fix: 'use a host such as "reviews.shop.example"' });
    const chosen = listenerFor(gateway, listener, host);
    const others = gateway.listeners.filter(other => other !== chosen && !other.redirect && covers(other.hostname, host));
    if (platform.routing === 'istio' && others.length > 0) {
      const names = list([chosen, ...others].map(other => other.name));
      throw new UsageError({
        what: `${where}: a VirtualService cannot choose between the listeners ${names} of gateway ${gateway.name}, it would serve on all`,
        fix: 'let the plain one redirect, or give it another hostname',
      });
    }
    return { gateway, listener: chosen, hosts: [host], override: allowOverride };
  });
}
