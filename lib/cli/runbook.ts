import { connectionRunbook, serviceIn } from '../explain/runbook/connection';
import { evidenceFor, evidenceRunbook, hopsOf } from '../explain/runbook/evidence';
import { findingsBehind } from '../explain/runbook/findings';
import { runbookData } from '../explain/runbook/formats/data';
import { runbookMarkdown } from '../explain/runbook/formats/markdown';
import { runbookScript } from '../explain/runbook/formats/script';
import { bareScene, sceneOf, type MeshKind, type Scene } from '../explain/runbook/scene';
import type { Runbook } from '../explain/runbook/step';
import { symptomRunbook, type Symptom } from '../explain/runbook/symptoms';
import { originsOf, targetOf } from '../explain/trace/ask';
import type { Origin } from '../explain/trace/question';
import { trace } from '../explain/trace/trace';
import { UsageError } from '../model/usage-error';
import type { CniName } from '../platform/cni';
import type { Output } from './output';
import { reachInput, type ReachInput } from './reach-input';

export const runbookFormats = ['markdown', 'sh', 'json'] as const;
export const meshKinds: readonly MeshKind[] = ['sidecar', 'ambient', 'none'];

/** Options of `sealane runbook`, as the command line gives them. */
export interface RunbookOptions {
  readonly file?: readonly string[];
  readonly namespace?: string;
  readonly platform?: string;
  readonly format: (typeof runbookFormats)[number];
  readonly symptom?: Symptom;
  readonly evidence?: string;
  readonly image?: string;
  readonly cni?: CniName;
  readonly mesh?: MeshKind;
}

/** `sealane runbook`. @returns the exit code: 0; what a runbook says of a connection is no failure of the runbook */
export function runbookCommand(from: string | undefined, url: string | undefined, options: RunbookOptions, output: Output): number {
  const runbook = runbookFor(from, url, options);
  output.out(options.format === 'json' ? `${JSON.stringify(runbookData(runbook))}\n` : options.format === 'sh' ? runbookScript(runbook) : runbookMarkdown(runbook));
  return 0;
}

function runbookFor(from: string | undefined, url: string | undefined, options: RunbookOptions): Runbook {
  const { symptom, evidence, file } = options;
  if (symptom !== undefined && evidence !== undefined) throw new UsageError({ what: 'both --symptom and --evidence', fix: 'give one of them' });
  if (file === undefined && (from !== undefined || url !== undefined)) throw new UsageError({ what: `${from ?? ''} names something, and no manifests are given`, fix: 'add -f with files or folders' });
  if (file === undefined && symptom === undefined && evidence === undefined) throw new UsageError({ what: 'nothing to make a runbook for', fix: 'name a connection, sealane runbook FROM URL -f DIR, or --symptom, or --evidence' });
  const asked = { ...(options.image === undefined ? {} : { image: options.image }), ...(options.cni === undefined ? {} : { cni: options.cni }), ...(options.mesh === undefined ? {} : { mesh: options.mesh }) };
  if (file === undefined) return without(bareScene(asked), symptom, evidence);
  const input = reachInput(file, { ...options, blocksMeanPods: 'no' });
  const origin = from === undefined ? undefined : askerIn(input, from, options.namespace);
  const target = url === undefined ? undefined : targetOf(url);
  const traced = origin === undefined || target === undefined || symptom !== undefined ? undefined : trace(input.world, { from: origin, to: target });
  const service = traced === undefined ? undefined : serviceIn(traced);
  const scene = sceneOf(input.world, { ...asked, ...(options.namespace === undefined ? {} : { namespace: options.namespace }), fromOutside: origin?.kind === 'internet', ...(origin?.kind === 'workload' ? { client: origin.workload } : {}), ...(target === undefined ? {} : { target }), ...(service === undefined ? {} : { service }) });
  if (traced === undefined) {
    if (symptom === undefined && evidence === undefined) throw new UsageError({ what: `where ${from ?? 'nobody'} goes is not said`, fix: 'add a URL: sealane runbook FROM URL -f DIR' });
    return symptom === undefined ? without(scene, symptom, evidence) : symptomRunbook(symptom, scene, findingsBehind(input.world, symptom, scene.client?.namespace ?? options.namespace, input.place));
  }
  if (evidence === undefined) return connectionRunbook(traced, scene, input.place);
  const entry = evidenceFor(evidence);
  const runbook = connectionRunbook(traced, scene, input.place, new Set(hopsOf(entry)));
  const shown = new Set(traced.branches.flatMap(({ hops }) => hops.flatMap(({ code, status }) => (code !== undefined && status === 'fail' ? [code] : []))));
  const explained = entry.codes.filter(code => shown.has(code));
  return { ...runbook, title: `${runbook.title}: ${evidence}`, known: [`${entry.words[0] ?? evidence}: ${entry.means}`, explained.length === 0 ? 'nothing in the manifests explains it' : `the manifests explain it by ${explained.join(', ')}`, ...runbook.known] };
}

function without(scene: Scene, symptom: Symptom | undefined, evidence: string | undefined): Runbook {
  return symptom === undefined ? evidenceRunbook(evidence ?? '', scene) : symptomRunbook(symptom, scene);
}

function askerIn({ world }: ReachInput, from: string, namespace: string | undefined): Origin {
  const [origin, other] = originsOf(world, from, namespace === undefined ? {} : { namespace });
  if (origin === undefined || other !== undefined) throw new UsageError({ what: `"${from}" names several workloads`, fix: 'name one: a runbook is for one client' });
  return origin;
}
