import type { ServerTlsIntent } from '../../intents/mutual-tls';
import type { Intent } from '../../intents/intents';
import { portProblem } from '../../model/port';
import { list, UsageError } from '../../model/usage-error';
import type { Edge } from '../../network/edge';
import type { Namespace } from '../../network/namespace';
import type { Pattern } from '../../network/network';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import { demand, type Impossible, type Requires, type Supported } from '../../platform/supported';
import { checkAccepts, requireProps, type PatternProps } from '../props';

/** What servers accept on one container port, other than on the rest. */
export interface PortException {
  readonly workload: Workload;
  /** The container port, not the port of a Service. */
  readonly containerPort: number;
  /** `PERMISSIVE` also takes plaintext; `DISABLE` takes nothing else; `STRICT` refuses it. Under lockdown the former two admit anyone. */
  readonly mode: 'PERMISSIVE' | 'DISABLE' | 'STRICT';
  /** Why, for those who read it later. */
  readonly reason: string;
}

interface Common<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'mutual-tls'>;
  /** Ports whose mode differs. @default [] */
  readonly portExceptions?: Supported<P, 'mutual-tls.portExceptions', readonly PortException[]>;
  /**
   * `auto`: clients find out by themselves whether a server speaks mutual TLS. `istioMutual`: it is written into a DestinationRule, for
   * meshes with auto mTLS switched off. @default 'auto'
   */
  readonly destinationRuleMode?: 'auto' | 'istioMutual';
}

/** Where it holds: a namespace, or with `scope: 'mesh'` everywhere, or with `scope: 'workload'` for single workloads. */
type Scope =
  | { readonly scope?: 'namespace'; readonly namespace: Namespace; readonly workloads?: never }
  | { readonly scope: 'mesh'; readonly namespace?: never; readonly workloads?: never };

/** Stands for what only lockdown reads; its name is the reason that compilers show. */
type OnlyUnderLockdown = Impossible<"nothing is authorized before lockdown; set stage: 'lockdown', or leave it out">;

/**
 * How far the migration is. Each stage is reversible without a restart of pods.
 *
 * - `permissive`: pods get proxies; servers take mutual TLS and plaintext.
 * - `workloads`: the listed workloads refuse plaintext, the rest of the namespace does not yet.
 * - `enforce`: servers refuse plaintext.
 * - `lockdown`: and nobody may call but along declared edges, by identity.
 */
export type MutualTlsProps<P extends Platform> = Common<P> &
  (
    | (Scope & { readonly stage?: 'permissive' | 'enforce'; readonly clients?: OnlyUnderLockdown; readonly dryRun?: OnlyUnderLockdown })
    | (Scope & {
        readonly stage: Supported<P, 'mutual-tls.lockdown', 'lockdown'>;
        /** Edges that are admitted in addition to those declared to DefaultDeny. @default [] */
        readonly clients?: readonly Edge[];
        /** Policies report what they would refuse and refuse nothing. @default false */
        readonly dryRun?: Supported<P, 'mutual-tls.dryRun', boolean>;
      })
    | { readonly scope?: 'namespace'; readonly namespace: Namespace; readonly stage: 'workloads'; readonly workloads: readonly [Workload, ...Workload[]]; readonly clients?: OnlyUnderLockdown; readonly dryRun?: OnlyUnderLockdown }
    | { readonly scope: 'workload'; readonly workloads: readonly [Workload, ...Workload[]]; readonly stage?: 'permissive' | 'enforce'; readonly namespace?: never; readonly clients?: OnlyUnderLockdown; readonly dryRun?: OnlyUnderLockdown }
  );

/** What the props are once types no longer matter: callers from JavaScript get the same errors as words. */
interface Loose extends PatternProps<Platform> {
  readonly scope?: string;
  readonly stage?: string;
  readonly namespace?: Namespace;
  readonly workloads?: readonly Workload[];
  readonly portExceptions?: readonly PortException[];
  readonly clients?: readonly Edge[];
  readonly dryRun?: boolean;
  readonly destinationRuleMode?: string;
}

/**
 * Mutual TLS between workloads, in stages.
 *
 * The default stage is `permissive`: when the label and STRICT land together, every pod that was not restarted yet has no proxy and is
 * reset.
 *
 * @throws UsageError for combinations that mean nothing, and on platforms that cannot do it
 * @example mutualTls({ network: net, namespace: shop, stage: 'enforce' })
 */
export function mutualTls<P extends Platform>(props: MutualTlsProps<P>): Pattern {
  const { network, scope = 'namespace', stage = 'permissive', namespace, workloads = [], portExceptions = [], clients = [], dryRun = false, destinationRuleMode = 'auto', accept = [] } = props as unknown as Loose;
  checkAccepts(accept);
  demand(network.platform, 'mutual-tls', accept);
  if (stage === 'lockdown') demand(network.platform, 'mutual-tls.lockdown', accept);
  if (dryRun) demand(network.platform, 'mutual-tls.dryRun', accept);
  if (portExceptions.length > 0) demand(network.platform, 'mutual-tls.portExceptions', accept);
  oneOf('scope', scope, ['namespace', 'mesh', 'workload']);
  oneOf('stage', stage, ['permissive', 'workloads', 'enforce', 'lockdown']);
  oneOf('destinationRuleMode', destinationRuleMode, ['auto', 'istioMutual']);
  if (scope === 'namespace' && namespace === undefined) throw new UsageError({ what: 'mutual-tls: no namespace given', fix: "give one, or set scope: 'mesh'" });
  if (namespace !== undefined) requireProps('mutual-tls', { namespace });
  if (scope !== 'namespace' && namespace !== undefined) throw new UsageError({ what: `mutual-tls: scope "${scope}" with namespace ${namespace.name}, which would not matter`, fix: 'leave one of them out' });
  if (namespace?.enrolled === false) {
    throw new UsageError({ what: `mutual-tls: namespace ${namespace.name} is declared out of the mesh, so no mode would have an effect`, fix: 'leave enrolled: false out' });
  }
  const needsWorkloads = scope === 'workload' || stage === 'workloads';
  if (needsWorkloads && workloads.length === 0) throw new UsageError({ what: `mutual-tls: ${scope === 'workload' ? 'scope "workload"' : 'stage "workloads"'} without workloads`, fix: 'list at least one' });
  if (!needsWorkloads && workloads.length > 0) throw new UsageError({ what: `mutual-tls: workloads at stage "${stage}" of scope "${scope}", where they would not matter`, fix: "set stage: 'workloads' or scope: 'workload'" });
  if (scope === 'workload' && (stage === 'workloads' || stage === 'lockdown')) throw new UsageError({ what: `mutual-tls: stage "${stage}" of single workloads`, fix: "use 'permissive' or 'enforce', or give the namespace" });
  if (scope === 'mesh' && stage === 'workloads') throw new UsageError({ what: 'mutual-tls: stage "workloads" of the whole mesh; a selector in the root namespace is ignored', fix: 'give the namespace of the workloads' });
  if (stage !== 'lockdown' && (clients.length > 0 || dryRun)) throw new UsageError({ what: `mutual-tls: ${dryRun ? 'dryRun' : 'clients'} at stage "${stage}": nothing is authorized before lockdown`, fix: "set stage: 'lockdown', or leave it out" });

  const mode = stage === 'enforce' || stage === 'lockdown' ? 'STRICT' : 'PERMISSIVE';
  const intents: Intent[] = [];
  const strictWorkloads = stage === 'workloads' ? workloads : [];
  if (scope === 'mesh') intents.push({ kind: 'server-tls', scope: 'mesh', mode });
  if (namespace !== undefined) intents.push({ kind: 'enrol', subject: { namespace } }, { kind: 'server-tls', scope: { namespace }, mode });
  if (scope === 'workload') intents.push(...workloads.flatMap((workload): Intent[] => [{ kind: 'enrol', subject: { workload } }, { kind: 'server-tls', scope: { workload }, mode }]));
  intents.push(...strictWorkloads.map((workload): ServerTlsIntent => ({ kind: 'server-tls', scope: { workload: inside(workload, namespace) }, mode: 'STRICT' })));
  intents.push(...portExceptions.map((exception): Intent => portException(exception, namespace)));
  if (destinationRuleMode === 'istioMutual') intents.push(...clientTls(scope, namespace, workloads));
  if (stage === 'lockdown') {
    intents.push({ kind: 'lockdown', scope: namespace === undefined ? 'mesh' : { namespace }, dryRun });
    intents.push(...clients.map((edge): Intent => ({ kind: 'edge', edge })));
  }
  return { pattern: 'mutual-tls', network, intents, accepts: accept };
}

function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new UsageError({ what: `mutual-tls: ${option} "${value}" does not exist`, fix: `use ${list(allowed)}` });
}

function inside(workload: Workload, namespace: Namespace | undefined): Workload {
  if (namespace !== undefined && workload.namespace.name !== namespace.name) {
    throw new UsageError({ what: `mutual-tls: workload ${workload.namespace.name}/${workload.name} is not in namespace ${namespace.name}`, fix: 'give it to the pattern of its own namespace' });
  }
  return workload;
}

function portException({ workload, containerPort, mode, reason }: PortException, namespace: Namespace | undefined): Intent {
  const where = `mutual-tls: port exception ${containerPort} of ${workload.name}`;
  const problem = portProblem(containerPort);
  if (problem !== undefined) throw new UsageError({ what: `${where}: the port ${problem}`, fix: 'give the container port' });
  oneOf('mode', mode, ['PERMISSIVE', 'DISABLE', 'STRICT']);
  if (reason.trim() === '') throw new UsageError({ what: `${where} has no reason`, fix: 'say why the port is an exception' });
  const declared = workload.ports.map(port => port.port);
  if (declared.length > 0 && !declared.includes(containerPort)) {
    throw new UsageError({ what: `${where}: no container declares it`, fix: `use a container port (${list(declared.map(String))}), not the port of a Service` });
  }
  return { kind: 'port-exception', workload: inside(workload, namespace), port: containerPort, mode };
}

function clientTls(scope: string, namespace: Namespace | undefined, workloads: readonly Workload[]): readonly Intent[] {
  if (scope === 'mesh') return [{ kind: 'client-tls', scope: 'mesh' }];
  const namespaces = namespace === undefined ? [...new Map(workloads.map(workload => [workload.namespace.name, workload.namespace])).values()] : [namespace];
  return namespaces.map(of => ({ kind: 'client-tls', scope: { namespace: of } }));
}
