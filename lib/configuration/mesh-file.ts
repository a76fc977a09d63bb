import type { GivenObject } from '../cluster/given';
import { opened } from '../cluster/given';
import { splitDocuments } from '../cluster/read/documents';
import { parseYaml } from '../cluster/read/yaml';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt, textAt } from '../model/object';
import { UsageError } from '../model/usage-error';

/** A file with the mesh configuration, as the command line names it. */
export interface MeshFile {
  readonly path: string;
  readonly text: string;
}

/** Whether an object is the ConfigMap of a control plane: `istio` or `istio-REVISION`, with a mesh configuration. */
export function isMeshMap(object: JsonObject): boolean {
  return object['kind'] === 'ConfigMap' && /^istio(?:-|$)/.test(textAt(object, 'metadata', 'name') ?? '') && textAt(object, 'data', 'mesh') !== undefined;
}

/**
 * The ConfigMaps that a file stands for: those that it holds, else one made of its MeshConfig and MeshNetworks, written plainly in one or two documents.
 *
 * @param namespace namespace of the ConfigMap that is made
 * @throws UsageError for what is neither
 * @example meshMapsIn({ path: 'mesh.yaml', text: 'enableAutoMtls: false' }, 'istio-system')
 */
export function meshMapsIn({ path, text }: MeshFile, namespace: string): readonly GivenObject[] {
  const values = splitDocuments(text).documents.flatMap(document => {
    const parsed = parseYaml(document.text);
    if ('message' in parsed) throw new UsageError({ what: `${path}:${document.line + parsed.line - 1}: ${parsed.message}`, fix: 'correct the YAML' });
    if (parsed.value === null) return [];
    if (!isObject(parsed.value)) throw new UsageError({ what: `${path}:${document.line}: is no map`, fix });
    return [parsed.value];
  });
  const objects = opened(values.filter(value => value['kind'] !== undefined).map(written => ({ written })));
  if (objects.length > 0) {
    const maps = objects.filter(({ written }) => isMeshMap(written));
    if (maps.length === 0) throw new UsageError({ what: `${path} holds no ConfigMap istio with a mesh configuration`, fix });
    // A configuration that cannot be read configures nothing, and would go unseen.
    for (const { written } of maps) for (const key of ['mesh', 'meshNetworks']) {
      const inner = textAt(written, 'data', key);
      const parsed = inner === undefined ? undefined : parseYaml(inner);
      if (parsed !== undefined && 'message' in parsed) throw new UsageError({ what: `${path}: data.${key} of ConfigMap ${textAt(written, 'metadata', 'name') ?? ''}, line ${parsed.line}: ${parsed.message}`, fix: 'correct the YAML' });
    }
    return maps;
  }
  const networks = values.filter(value => isObject(fieldAt(value, 'networks')) && Object.keys(value).length === 1);
  const [mesh = {}, second] = values.filter(value => !networks.includes(value));
  if (second !== undefined || networks.length > 1) throw new UsageError({ what: `${path} holds several mesh configurations`, fix: 'keep one, or give each revision a ConfigMap istio-REVISION' });
  const [others] = networks;
  return [{ written: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace }, data: { mesh: JSON.stringify(mesh), ...(others === undefined ? {} : { meshNetworks: JSON.stringify(others) }) } } }];
}

const fix = 'name a file with a MeshConfig, a MeshNetworks or both, or with ConfigMap istio';
