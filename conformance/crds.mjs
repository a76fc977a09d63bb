// CRDs of the pinned modules, cut into one file per kind, so that engines read only the kinds they are asked about.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder for the CRDs that `crds.json` names now; it changes with every pin, and with this file. */
export function crdsFolder(root, cache) {
  const hash = createHash('sha256');
  for (const name of ['crds.json', 'crds.mjs']) hash.update(readFileSync(join(root, name)));
  return join(cache, `crds-${hash.digest('hex').slice(0, 16)}`);
}

/**
 * Fills the folder: `<set>/<group>_<Kind>.yaml`, and `index.json` with one entry per file.
 *
 * Built beside its place and renamed at the end, so that an interrupted run leaves nothing that looks complete.
 */
export function fillCrds(root, folder, go, env) {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const index = [];
  for (const source of JSON.parse(readFileSync(join(root, 'crds.json'), 'utf8'))) {
    mkdirSync(join(unfinished, source.set), { recursive: true });
    const module = download(source, go, env);
    for (const path of source.paths) {
      for (const file of readdirSync(join(module, path)).filter(name => name.endsWith('.yaml')).sort()) {
        for (const text of readFileSync(join(module, path, file), 'utf8').split(/^---\s*$/m)) {
          const crd = head(text);
          if (crd === undefined) continue;
          const name = `${source.set}/${crd.group}_${crd.kind}.yaml`;
          writeFileSync(join(unfinished, name), text.trimStart());
          index.push({ set: source.set, default: source.default, ...crd, file: name });
        }
      }
    }
    if (!index.some(entry => entry.set === source.set)) throw new Error(`${source.module}@${source.version} has no CRD below ${source.paths.join(', ')}`);
  }
  writeFileSync(join(unfinished, 'index.json'), `${JSON.stringify(index, undefined, 1)}\n`);
  renameSync(unfinished, folder);
}

/** The module's own folder in the module cache. The sum is checked here because a schema module is nobody's requirement. */
function download(source, go, env) {
  const out = JSON.parse(execFileSync(go, ['mod', 'download', '-json', `${source.module}@${source.version}`], { env, encoding: 'utf8', cwd: tmpdir() }));
  if (out.Sum !== source.sum) throw new Error(`${source.module}@${source.version} has sum ${out.Sum}, crds.json pins ${source.sum}`);
  return out.Dir;
}

/** Read by line rather than as YAML: these files are generated, two spaces deep, and this script has no dependency. */
function head(text) {
  if (!/^kind: CustomResourceDefinition$/m.test(text)) return undefined;
  const spec = text.slice(text.search(/^spec:$/m));
  const group = /^ {2}group: "?([^"\s]+)"?$/m.exec(spec)?.[1];
  const names = /^ {2}names:\n((?: {4}.*\n)+)/m.exec(spec)?.[1];
  const kind = /^ {4}kind: (\S+)$/m.exec(names ?? '')?.[1];
  const plural = /^ {4}plural: (\S+)$/m.exec(names ?? '')?.[1];
  const scope = /^ {2}scope: (\S+)$/m.exec(spec)?.[1];
  if (group === undefined || kind === undefined || plural === undefined || scope === undefined) throw new Error(`cannot read the names of a CRD that begins with ${text.slice(0, 200)}`);
  return { group, kind, plural, namespaced: scope === 'Namespaced' };
}
