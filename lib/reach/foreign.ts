import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt, textAt } from '../model/object';
import { some, type Certainty } from '../model/certainty';
import { selectsPods, type Pods } from './pods';
import type { Direction } from './policy';

/** How policies of one kind say which pods they are for, as far as it is read: more than enough to see that they may matter, never that they admit. */
type Concerns = (policy: ClusterObject, pods: Pods, direction: Direction) => Certainty;

const kinds: readonly (readonly [group: string, kind: string, concerns: Concerns])[] = [
  ['cilium.io', 'CiliumNetworkPolicy', cilium],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy', cilium],
  ...['projectcalico.org', 'crd.projectcalico.org'].flatMap(group => ['NetworkPolicy', 'GlobalNetworkPolicy'].map(kind => [group, kind, calico] as const)),
  ...['NetworkPolicy', 'ClusterNetworkPolicy'].map(kind => ['crd.antrea.io', kind, antrea] as const),
];

interface Foreign {
  readonly object: ClusterObject;
  readonly concerns: Concerns;
}

const foreign = oncePerWorld(({ cluster }: World): { readonly everywhere: readonly Foreign[]; readonly in: ReadonlyMap<string, readonly Foreign[]> } => {
  const everywhere: Foreign[] = [];
  const within = new Map<string, Foreign[]>();
  for (const [group, kind, concerns] of kinds) {
    for (const object of cluster.of(group, kind)) {
      const { namespace } = object.reference;
      if (namespace === undefined) everywhere.push({ object, concerns });
      else within.set(namespace, [...(within.get(namespace) ?? []), { object, concerns }]);
    }
  }
  return { everywhere, in: within };
});

/**
 * Policies of systems that are not evaluated here, such as Cilium's own or Calico's, which select pods in a direction or may do so. They admit and refuse beside
 * NetworkPolicies, so that an answer that rests on these alone would be a guess.
 */
export function foreignPolicies(world: World, pods: Pods, direction: Direction): readonly ClusterObject[] {
  const { everywhere, in: within } = foreign(world);
  const near = within.get(pods.namespace);
  if (near === undefined && everywhere.length === 0) return [];
  return [...(near ?? []), ...everywhere].filter(({ object, concerns }) => concerns(object, pods, direction) !== 'no').map(({ object }) => object);
}

export function hasForeignPolicies(world: World): boolean {
  const { everywhere, in: within } = foreign(world);
  return everywhere.length > 0 || within.size > 0;
}

/** Source: Cilium 1.20, `CiliumNetworkPolicy`: one `spec` or several `specs`; labels may carry the prefix of their source. */
function cilium({ written }: ClusterObject, pods: Pods, direction: Direction): Certainty {
  const several: readonly unknown[] = Array.isArray(written['specs']) ? written['specs'] : [];
  const specs = [written['spec'], ...several].filter(isObject);
  return some(specs.filter(spec => spec[direction] !== undefined || spec[`${direction}Deny`] !== undefined).map(spec => {
    const selector = spec['endpointSelector'];
    if (!isObject(selector)) return 'no';
    const known = Object.entries((selector['matchLabels'] ?? {}) as JsonObject);
    const named = known.map(([key, value]): Certainty => {
      const plain = key.replace(/^(?:k8s|any)[:.]/, '');
      if (plain === 'io.kubernetes.pod.namespace') return value === pods.namespace ? 'yes' : 'no';
      return plain.startsWith('io.cilium.') || plain.startsWith('io.kubernetes.') ? 'unknown' : selectsPods({ matchLabels: { [plain]: value } }, pods);
    });
    if (named.includes('no')) return 'no';
    return selector['matchExpressions'] === undefined && !named.includes('unknown') ? 'yes' : 'unknown';
  }));
}

/** Selectors of Calico are a language of their own; only the forms that select everything are read. */
function calico({ written }: ClusterObject, _pods: Pods, direction: Direction): Certainty {
  const spec = written['spec'];
  const types = fieldAt(spec, 'types');
  const hasEgress = fieldAt(spec, 'egress') !== undefined;
  const concerned = Array.isArray(types) ? types.map(type => String(type).toLowerCase()).includes(direction) : direction === 'egress' ? hasEgress : !hasEgress || fieldAt(spec, 'ingress') !== undefined;
  if (!concerned) return 'no';
  return ['', 'all()'].includes((textAt(spec, 'selector') ?? '').trim()) && textAt(spec, 'namespaceSelector') === undefined ? 'yes' : 'unknown';
}

function antrea({ written }: ClusterObject, _pods: Pods, direction: Direction): Certainty {
  return fieldAt(written, 'spec', direction) === undefined ? 'no' : 'unknown';
}
