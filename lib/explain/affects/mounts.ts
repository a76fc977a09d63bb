import type { World } from '../../cluster/cluster';
import { exists } from '../../cluster/existence';
import { secretExists, secrets } from '../../cluster/secrets';
import { containersIn } from '../../cluster/template';
import type { Workload } from '../../cluster/workload';
import { objectsAt, textAt } from '../../mesh/fields';
import { compare, type JsonObject } from '../../model/json';
import { effect, type Effect } from './effect';

interface Use {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly how: string;
}

/** ConfigMaps and Secrets that the pods mount, take their environment from, or pull images with. */
export function mountEffects(world: World, { spec, namespace }: Workload): readonly Effect[] {
  const uses = [...volumes(spec), ...environment(spec), ...objectsAt(spec, 'imagePullSecrets').flatMap(each => use('Secret', textAt(each, 'name'), 'pulls images'))];
  const byName = new Map<string, Use[]>();
  for (const each of uses) byName.set(`${each.kind} ${each.name}`, [...(byName.get(`${each.kind} ${each.name}`) ?? []), each]);
  return [...byName].sort(([a], [b]) => compare(a, b)).flatMap(([, [first, ...rest]]): readonly Effect[] => {
    if (first === undefined) return [];
    const { kind, name } = first;
    const how = [...new Set([first, ...rest].map(each => each.how))].join(', ');
    const object = kind === 'Secret' ? secrets(world).get(`${namespace}/${name}`) : world.cluster.find('', kind, namespace, name);
    if (object !== undefined) return [effect('mounts', 'applies', object, [], object.kind === kind ? how : `makes Secret ${name}: ${how}`)];
    const there = kind === 'Secret' ? secretExists(world, namespace, name) : exists(world, { group: '', kind, namespace, name });
    return [{ group: 'mounts', standing: there === 'yes' ? 'applies' : 'unknown', name: `${kind} ${namespace}/${name}`, path: [], text: `${how}; ${there === 'no' ? 'there is none' : 'not in the input'}` }];
  });
}

function use(kind: Use['kind'], name: string | undefined, how: string): readonly Use[] {
  return name === undefined || name === '' ? [] : [{ kind, name, how }];
}

function volumes(spec: JsonObject): readonly Use[] {
  return objectsAt(spec, 'volumes').flatMap(volume => {
    const how = `volume ${textAt(volume, 'name') ?? ''}`;
    return [
      ...use('ConfigMap', textAt(volume, 'configMap', 'name'), how), ...use('Secret', textAt(volume, 'secret', 'secretName'), how),
      ...objectsAt(volume, 'projected', 'sources').flatMap(source => [...use('ConfigMap', textAt(source, 'configMap', 'name'), how), ...use('Secret', textAt(source, 'secret', 'name'), how)]),
    ];
  });
}

function environment(spec: JsonObject): readonly Use[] {
  return [...containersIn(spec, 'initContainers'), ...containersIn(spec, 'containers')].flatMap(container => [
    ...objectsAt(container, 'envFrom').flatMap(from => [...use('ConfigMap', textAt(from, 'configMapRef', 'name'), 'environment'), ...use('Secret', textAt(from, 'secretRef', 'name'), 'environment')]),
    ...objectsAt(container, 'env').flatMap(entry => {
      const how = `env ${textAt(entry, 'name') ?? ''}`;
      return [...use('ConfigMap', textAt(entry, 'valueFrom', 'configMapKeyRef', 'name'), how), ...use('Secret', textAt(entry, 'valueFrom', 'secretKeyRef', 'name'), how)];
    }),
  ]);
}
