import type { SplitIntent } from '../intents/split';
import { ofKind, type Recorded } from '../intents/intents';
import type { ExposeIntent, RoutePath } from '../intents/exposure';
import type { GatewaySubject, NamespaceSubject } from '../intents/subjects';
import { compare } from '../model/json';

/** What both routing APIs need to know about an exposed host. */

/** The split of the exposed Service's port: outsiders get it as well. */
export function splitOf(recorded: readonly Recorded[], { service, port }: ExposeIntent): SplitIntent | undefined {
  return ofKind(recorded, 'split').find(({ intent }) => intent.service === service && intent.port.name === port.name)?.intent;
}

/**
 * The namespace of the one route of a gateway and host: that of a canary which is entered there, else that of the Service behind the
 * broadest path.
 */
export function routeHome(recorded: readonly Recorded[], gateway: GatewaySubject, host: string): NamespaceSubject | undefined {
  const entered = ofKind(recorded, 'split').filter(({ intent }) => intent.entrances.some(entrance => entrance.gateway === gateway && entrance.hosts.includes(host)));
  const exposed = ofKind(recorded, 'expose').filter(({ intent }) => intent.gateway === gateway && intent.host === host);
  const breadth = ({ intent: { path, service } }: Recorded<ExposeIntent>): string => `${'exact' in path ? 1 : 0}${String(textOf(path).length).padStart(5, '0')}${service.namespace.name}`;
  const [broadest] = [...exposed].sort((a, b) => compare(breadth(a), breadth(b)));
  return (entered[0] ?? broadest)?.intent.service.namespace;
}

/** `/cart`, without what tells a prefix from a single path. */
export function textOf(path: RoutePath): string {
  return 'exact' in path ? path.exact : path.prefix;
}

/** Absent for the prefix `/`, which is every path: a rule without a match. */
export function narrowing(path: RoutePath): { readonly path?: RoutePath } {
  return 'prefix' in path && path.prefix === '/' ? {} : { path };
}
