import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { matches, type Labels } from '../model/labels';
import { ageKnown, byAge } from './age';
import { evidence, type Evidence } from './evidence';
import { labelsAt, namespaceOf, specOf, textAt } from './fields';
import { grouped } from './grouping';
import { rootNamespace } from './mesh-config';

/**
 * What a server's proxy accepts. `STRICT` refuses plaintext, `PERMISSIVE` takes both, `DISABLE` hands every byte to the application.
 *
 * Source: `ComposePeerAuthentication` (`security/authn/policy_applier.go`), `addPeerAuthentication` (`model/authentication.go`) of Istio 1.31.
 */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** Where a mode comes from. */
export type ModeLevel = 'default' | 'mesh' | 'namespace' | 'workload' | 'port';

export interface ServerMode {
  readonly mode: MutualTlsMode | 'unknown';
  readonly level: ModeLevel;
  /** The field that says it; empty where nothing does. */
  readonly evidence: readonly Evidence[];
  /** Other policies of the same level, which are ignored: only the oldest counts. */
  readonly ignored: readonly ClusterObject[];
  /** Why it is not known. */
  readonly reason?: string;
}

interface Policies {
  /** Without a selector, by namespace, the oldest first. */
  readonly wide: ReadonlyMap<string, readonly ClusterObject[]>;
  /** With one, by namespace, the oldest first. */
  readonly selecting: ReadonlyMap<string, readonly (readonly [Labels, ClusterObject])[]>;
}

const policies = oncePerWorld((world): Policies => {
  const all = byAge(world.cluster.of('security.istio.io', 'PeerAuthentication')).map(policy => [labelsAt(specOf(policy), 'selector', 'matchLabels'), policy] as const);
  const isWide = ([labels]: readonly [Labels, ClusterObject]): boolean => Object.keys(labels).length === 0;
  return {
    wide: grouped(all.filter(isWide).map(([, policy]) => policy), policy => [namespaceOf(policy)]),
    selecting: grouped(all.filter(each => !isWide(each)), ([, policy]) => [namespaceOf(policy)]),
  };
});

/** The policies of a namespace without a selector, the one that holds first. */
export function namespacePolicies(world: World, namespace: string): readonly ClusterObject[] {
  return policies(world).wide.get(namespace) ?? [];
}

/** The policies whose selector picks a workload, the one that holds first. Those of the root namespace select nothing. */
export function workloadPolicies(world: World, { namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): readonly ClusterObject[] {
  if (namespace === rootNamespace(world)) return [];
  return (policies(world).selecting.get(namespace) ?? []).filter(([selector]) => matches(selector, labels)).map(([, policy]) => policy);
}

type Said = MutualTlsMode | undefined;

function modeAt(policy: ClusterObject, ...path: readonly string[]): Said {
  const mode = textAt(specOf(policy), ...path, 'mode');
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : undefined;
}

const permissive: ServerMode = { mode: 'PERMISSIVE', level: 'default', evidence: [], ignored: [] };

/** The mode of a mesh or namespace: what holds for workloads there that no policy selects, and what clients assume of a host as a whole. */
export function namespaceMode(world: World, namespace: string): ServerMode {
  const root = rootNamespace(world);
  const { mutualTls } = world.facts;
  const outer: ServerMode = mutualTls === undefined ? permissive : { ...permissive, mode: mutualTls, level: 'mesh' };
  const mesh = wideMode(namespacePolicies(world, root), 'mesh', outer);
  return namespace === root ? mesh : wideMode(namespacePolicies(world, namespace), 'namespace', mesh);
}

/** What one policy says: a mode, the field it stands in, and the level of that field. */
type Read = (policy: ClusterObject) => readonly [mode: Said, path: readonly string[], level: ModeLevel];

function wideMode(found: readonly ClusterObject[], level: ModeLevel, outer: ServerMode): ServerMode {
  return decided(found, outer, policy => [modeAt(policy, 'mtls'), ['spec', 'mtls', 'mode'], level]);
}

/** The mode that the oldest of several policies gives; unknown where their age decides and is not known. */
function decided(found: readonly ClusterObject[], outer: ServerMode, read: Read): ServerMode {
  const [holder, ...ignored] = found;
  if (holder === undefined) return outer;
  const [own, path, level] = read(holder);
  const answer: ServerMode = own === undefined ? { ...outer, ignored: [...ignored, ...outer.ignored] } : { mode: own, level, evidence: [evidence(holder, ...path)], ignored };
  const rival = ignored.find(policy => !ageKnown(holder, policy) && (read(policy)[0] ?? outer.mode) !== answer.mode);
  if (rival === undefined) return answer;
  return { mode: 'unknown', level, evidence: [evidence(holder, ...path), evidence(rival, ...read(rival)[1])], ignored, reason: 'several policies of one level disagree, and the oldest holds' };
}

/**
 * The mode that holds for a port of a workload's pods: the port level of the policy that selects it, that policy's mode, the namespace, the mesh,
 * PERMISSIVE. What a level does not say (`UNSET`) comes from the level around it.
 *
 * Says nothing of whether a proxy is there to apply it: see `acceptance`.
 *
 * @param port container port; the key of `portLevelMtls` is never a Service port
 * @example serverMode(world, workload, 8080).mode // 'STRICT'
 */
export function serverMode(world: World, workload: Pick<Workload, 'namespace' | 'labels'>, port: number): ServerMode {
  const key = String(port);
  return decided(workloadPolicies(world, workload), namespaceMode(world, workload.namespace), policy => {
    const ofPort = modeAt(policy, 'portLevelMtls', key);
    return ofPort === undefined ? [modeAt(policy, 'mtls'), ['spec', 'mtls', 'mode'], 'workload'] : [ofPort, ['spec', 'portLevelMtls', key, 'mode'], 'port'];
  });
}
