import type { World } from '../../cluster/cluster';
import { compare } from '../../model/json';

/** What a trace had to go by. */
export interface TraceInput {
  readonly objects: number;
  /** Objects by kind. */
  readonly byKind: Readonly<Record<string, number>>;
  /** Kinds that would say more, and that the input has none of. */
  readonly absentKinds: readonly string[];
}

const telling: readonly (readonly [group: string, kind: string])[] = [['', 'Namespace'], ['', 'Service'], ['', 'Pod'], ['discovery.k8s.io', 'EndpointSlice'], ['networking.k8s.io', 'NetworkPolicy']];
const ofIstio: readonly (readonly [group: string, kind: string])[] = [['networking.istio.io', 'DestinationRule'], ['security.istio.io', 'PeerAuthentication'], ['security.istio.io', 'AuthorizationPolicy']];

export function inputOf({ cluster, facts }: World): TraceInput {
  const counts = new Map<string, number>();
  for (const { kind } of cluster.objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const wanted = facts.mesh === 'istio' ? [...telling, ...ofIstio] : telling;
  return {
    objects: cluster.objects.length,
    byKind: Object.fromEntries([...counts].sort(([a], [b]) => compare(a, b))),
    absentKinds: wanted.filter(([group, kind]) => cluster.of(group, kind).length === 0).map(([, kind]) => kind),
  };
}
