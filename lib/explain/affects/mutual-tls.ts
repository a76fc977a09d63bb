import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment } from '../../mesh/capture';
import { objectAt, specOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { namespacePolicies, serverMode, workloadPolicies, type ServerMode } from '../../mesh/peer-authentication';
import { formatPath } from '../../model/finding';
import { servicePorts } from '../../reach/service-ports';
import { effect, type Effect } from './effect';

interface Held {
  readonly port: number | undefined;
  readonly mode: ServerMode;
}

/** No container listens here: what holds for a port that nothing speaks of. */
const unnamed = 0;

/** Every PeerAuthentication that speaks of the pods: which of its levels holds on which port, and why the others do not. */
export function mutualTlsEffects(world: World, workload: Workload): readonly Effect[] {
  const root = rootNamespace(world);
  const candidates = [...new Set([...workloadPolicies(world, workload), ...namespacePolicies(world, workload.namespace), ...namespacePolicies(world, root)])];
  if (candidates.length === 0) return [];
  const { enrolment: mesh, reason } = enrolment(world, workload);
  if (mesh === 'none') return candidates.map(policy => effect('mutual TLS', 'ignored', policy, ['spec'], `no proxy of theirs reads it: ${reason}`));
  const ports = [...new Set([...workload.ports.map(({ port }) => port), ...(servicePorts(world).get(workload) ?? []).flatMap(({ target }) => target ?? []), ...candidates.flatMap(portsIn)])].sort((a, b) => a - b);
  const held: readonly Held[] = [...ports.map(port => ({ port, mode: serverMode(world, workload, port) })), { port: undefined, mode: serverMode(world, workload, unnamed) }];
  return candidates.map(policy => standingOf(policy, held, mesh === 'unknown' ? `; whether they have a proxy is not known: ${reason}` : ''));
}

function portsIn(policy: ClusterObject): readonly number[] {
  return Object.keys(objectAt(specOf(policy), 'portLevelMtls') ?? {}).map(Number).filter(Number.isInteger);
}

function standingOf(policy: ClusterObject, held: readonly Held[], doubt: string): Effect {
  const mine = held.filter(({ mode: { evidence } }) => evidence.some(({ object }) => object === policy));
  const [first] = mine;
  if (first === undefined) {
    const older = held.some(({ mode: { ignored } }) => ignored.includes(policy));
    return effect('mutual TLS', 'ignored', policy, ['spec'], older ? 'another policy of its level is older, or comes first by name' : 'a narrower policy says a mode for every port');
  }
  const path = first.mode.evidence.find(({ object }) => object === policy)?.path ?? ['spec'];
  if (mine.some(({ mode }) => mode.mode === 'unknown')) return effect('mutual TLS', 'unknown', policy, path, `${first.mode.reason ?? 'not known'}${doubt}`);
  const byMode = new Map<string, string[]>();
  for (const { port, mode: { mode } } of mine) byMode.set(mode, [...(byMode.get(mode) ?? []), port === undefined ? (mine.length === 1 && held.length > 1 ? 'other ports' : 'any other port') : String(port)]);
  const everywhere = mine.length === held.length && byMode.size === 1;
  const said = everywhere ? `${first.mode.mode} on every port` : [...byMode].map(([mode, ports]) => `${mode} on ${ports.join(', ')}`).join('; ');
  return effect('mutual TLS', doubt === '' ? 'wins' : 'unknown', policy, path, `${said} (${first.mode.level} level, ${formatPath(path)})${doubt}`);
}
