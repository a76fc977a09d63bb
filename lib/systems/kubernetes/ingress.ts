import { ofKind, type Recorded } from '../../intents/intents';
import type { Contribution } from '../contribution';
import { textOf } from '../exposed';

/** Exposed hosts as Ingresses: one per class, host and namespace, because its backends are of its own namespace only. */
export function emitIngresses(recorded: readonly Recorded[]): readonly Contribution[] {
  return ofKind(recorded, 'expose-by-ingress').map(({ intent: { className, host, path, secret, service, port }, origin }): Contribution => ({
    share: {
      owner: 'ingress',
      namespace: service.namespace.name,
      name: `${className}-${host.replace('*', 'wildcard').replaceAll('.', '-')}`,
      className,
      host,
      ...(secret === undefined ? {} : { secret }),
      path: { path: textOf(path), pathType: 'exact' in path ? 'Exact' : 'Prefix', backend: { service: { name: service.name, port: { number: port.port } } } },
    },
    origin,
  }));
}
