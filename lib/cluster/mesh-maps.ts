import { isObject, type JsonObject } from '../model/json';
import { textAt } from '../model/object';
import type { Cluster } from './cluster';
import type { ClusterObject } from './object';
import { parseYaml } from './read/yaml';

/** What one control plane of Istio is configured with, as its ConfigMap says it. */
export interface MeshMap {
  readonly object: ClusterObject;
  /** `default` for ConfigMap `istio`, else what follows `istio-` in its name. */
  readonly revision: string;
  /** Namespace whose policies hold for the whole mesh: what the configuration says, else that of the ConfigMap. */
  readonly rootNamespace: string;
  readonly mesh: JsonObject;
  /** Other networks, and the gateways that lead there. */
  readonly networks: JsonObject | undefined;
}

/** ConfigMaps that configure a control plane: `istio`, and `istio-REVISION` for each other revision. One that cannot be read configures nothing. */
export function meshMaps(cluster: Cluster): readonly MeshMap[] {
  return cluster.of('', 'ConfigMap').filter(({ reference }) => /^istio(?:-|$)/.test(reference.name)).flatMap((object): MeshMap[] => {
    const [mesh, networks] = [readAt(object, 'mesh'), readAt(object, 'meshNetworks')];
    if (mesh === undefined) return [];
    const said = textAt(mesh, 'rootNamespace');
    return [{
      object, mesh, networks,
      revision: object.reference.name === 'istio' ? 'default' : object.reference.name.slice('istio-'.length),
      rootNamespace: said === undefined || said === '' ? object.reference.namespace ?? 'istio-system' : said,
    }];
  });
}

/**
 * The one that holds where several are there: that of a revision, else that of the default revision, else the first by name. An upgrade by revisions has two for a while, which
 * seldom differ.
 */
export function chosenMap(maps: readonly MeshMap[], revision: string | undefined): MeshMap | undefined {
  return maps.find(map => map.revision === revision) ?? maps.find(map => map.revision === 'default') ?? [...maps].sort((a, b) => (a.revision < b.revision ? -1 : 1))[0];
}

function readAt(object: ClusterObject, key: string): JsonObject | undefined {
  const text = textAt(object.effective, 'data', key);
  if (text === undefined) return undefined;
  const parsed = parseYaml(text);
  return 'message' in parsed || !isObject(parsed.value) ? undefined : parsed.value;
}
