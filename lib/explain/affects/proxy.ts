import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { ageKnown, byAge } from '../../mesh/age';
import { enrolment } from '../../mesh/capture';
import { namespaceOf, numberAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { matchLabels, workloadSelector } from '../../mesh/sidecars';
import { matches, type Labels } from '../../model/labels';
import { someOf } from '../../model/some';
import { effect, type Effect } from './effect';

interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly labels: (object: ClusterObject) => Labels;
  readonly text: (object: ClusterObject) => string;
  /** One object of each level holds, the oldest; of the other kinds all count. */
  readonly oneOfLevel?: true;
}

const kinds: readonly Kind[] = [
  { group: 'networking.istio.io', kind: 'ProxyConfig', labels: matchLabels, text: object => `sets ${fieldsOf(object)} of their proxy; what a narrower one says too holds there` },
  { group: 'telemetry.istio.io', kind: 'Telemetry', labels: matchLabels, text: object => `sets ${fieldsOf(object)}; what a narrower one says too holds there`, oneOfLevel: true },
  { group: 'networking.istio.io', kind: 'EnvoyFilter', labels: workloadSelector, text: object => `patches ${someOf([...new Set(objectsAt(specOf(object), 'configPatches').map(patch => textAt(patch, 'applyTo') ?? 'nothing'))])}, priority ${numberAt(specOf(object), 'priority') ?? 0}` },
  { group: 'extensions.istio.io', kind: 'WasmPlugin', labels: matchLabels, text: object => `runs ${textAt(specOf(object), 'url') ?? 'a plugin'}, phase ${textAt(specOf(object), 'phase') ?? 'unspecified'}` },
];

/** What shapes the proxy of the pods, the mesh's own first, then the namespace's, then theirs. */
export function proxyEffects(world: World, workload: Workload): readonly Effect[] {
  const { enrolment: mesh, reason } = enrolment(world, workload);
  return kinds.flatMap(kind => {
    const found = byAge(world.cluster.of(kind.group, kind.kind)).filter(object => levelOf(world, workload, kind, object) !== undefined)
      .sort((a, b) => (levelOf(world, workload, kind, a) ?? 0) - (levelOf(world, workload, kind, b) ?? 0) || (numberAt(specOf(a), 'priority') ?? 0) - (numberAt(specOf(b), 'priority') ?? 0));
    return found.map(object => {
      if (mesh === 'none') return effect('proxy', 'ignored', object, ['spec'], `they have no proxy: ${reason}`);
      const first = kind.oneOfLevel === true ? found.find(other => levelOf(world, workload, kind, other) === levelOf(world, workload, kind, object)) : object;
      const rivals = found.filter(other => other !== object && levelOf(world, workload, kind, other) === levelOf(world, workload, kind, object));
      if (kind.oneOfLevel === true && rivals.some(other => !ageKnown(object, other))) return effect('proxy', 'unknown', object, ['spec'], `several ${kind.kind} objects of one level, and the oldest holds`);
      return first === object ? effect('proxy', rivals.length > 0 && kind.oneOfLevel === true ? 'wins' : 'applies', object, ['spec'], kind.text(object)) : effect('proxy', 'ignored', object, ['spec'], `another ${kind.kind} of its level is older`);
    });
  });
}

/** 0 mesh, 1 namespace, 2 the pods themselves; `undefined`: it is for others. Objects with targets are for gateways and waypoints. */
function levelOf(world: World, { namespace, labels }: Workload, kind: Kind, object: ClusterObject): number | undefined {
  const own = namespaceOf(object);
  if (objectsAt(specOf(object), 'targetRefs').length > 0) return undefined;
  const selector = kind.labels(object);
  const isWide = Object.keys(selector).length === 0;
  if (own === rootNamespace(world) && (isWide || matches(selector, labels))) return isWide ? 0 : 2;
  if (own !== namespace || !(isWide || matches(selector, labels))) return undefined;
  return isWide ? 1 : 2;
}

function fieldsOf(object: ClusterObject): string {
  const fields = Object.keys(specOf(object)).filter(field => field !== 'selector' && field !== 'targetRefs').sort();
  return fields.length === 0 ? 'nothing' : fields.join(', ');
}
