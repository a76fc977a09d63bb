import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { matchLabels, workloadSelector } from '../../mesh/sidecars';
import type { Labels } from '../../model/labels';
import { labelsAt, namespaceOf, specOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { pickedBy, picksNobody } from '../selecting';
import type { Rule } from '../rule';

interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly labels: (object: ClusterObject) => Labels;
  readonly path: readonly string[];
  /** Whether one of the root namespace picks pods of the whole mesh. */
  readonly everywhere: boolean;
}

const byWorkload = { labels: workloadSelector, path: ['spec', 'workloadSelector', 'labels'] };
const bySelector = { labels: matchLabels, path: ['spec', 'selector', 'matchLabels'] };
const kinds: readonly Kind[] = [
  { group: 'networking.istio.io', kind: 'Sidecar', everywhere: false, ...byWorkload },
  { group: 'networking.istio.io', kind: 'EnvoyFilter', everywhere: true, ...byWorkload },
  { group: 'networking.istio.io', kind: 'DestinationRule', everywhere: false, labels: object => labelsAt(specOf(object), 'workloadSelector', 'matchLabels'), path: ['spec', 'workloadSelector', 'matchLabels'] },
  { group: 'networking.istio.io', kind: 'ProxyConfig', everywhere: true, ...bySelector },
  { group: 'telemetry.istio.io', kind: 'Telemetry', everywhere: true, ...bySelector },
  { group: 'extensions.istio.io', kind: 'WasmPlugin', everywhere: true, ...bySelector },
];

/** Settings of proxies for pods that are not there. */
export const selectsNothing: Rule = {
  id: 'traffic/selects-nothing',
  codes: ['IST0101', 'KIA0004'],
  severity: 'warning',
  reads: 'effective',
  check: world => kinds.flatMap(kind => world.cluster.of(kind.group, kind.kind).flatMap(object => {
    const labels = kind.labels(object);
    if (Object.keys(labels).length === 0 || ofRoot(world, kind, object) || pickedBy(world, object, labels, kind.everywhere).length > 0) return [];
    return [picksNobody(world, object, labels, kind.path, kind.everywhere)];
  })),
};

/** A rule of its own speaks of a Sidecar of the root namespace. */
function ofRoot(world: World, { kind }: Kind, object: ClusterObject): boolean {
  return kind === 'Sidecar' && namespaceOf(object) === rootNamespace(world);
}
