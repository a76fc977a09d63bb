import type { World } from '../cluster/cluster';
import type { Recorded } from '../intents/intents';
import type { FieldPath, Finding, RuleId, Severity } from '../model/finding';
import { identityOf } from '../model/object';
import { answers } from '../rules/answers';
import { catalogue, never } from '../rules/catalogue';
import { run, type Outcome, type Rule, type View } from '../rules/rule';
import { annotatedAccepts, covers, unusedAccepts, type PlacedAccept } from './accepts';
import { withoutOpaque } from './opaque';
import { inOrder } from './order';
import { suppressed, suppressions, type Suppressions } from './suppressions';
import { noStopwatch, type Stopwatch } from './timing';

/** What a program adds to the objects it makes. */
export interface Program {
  readonly intents: readonly Recorded[];
  readonly undeclaredNamespaces: View['undeclaredNamespaces'];
  /** Findings that were made before: conflicts of owners, remarks of systems. */
  readonly found: readonly Finding[];
  /** Values that are only known at deploy. */
  readonly opaque: number;
}

/** What is checked. */
export interface CheckInput {
  readonly world: World;
  /** @default - none: the objects come from files */
  readonly program?: Program;
  /** Accepts of constructs and of configurations; those in annotations of objects are found. @default [] */
  readonly accepts?: readonly PlacedAccept[];
  /** Severities of rules where they shall differ; `off`: the rule does not run. @default {} */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /** Rules of the program's own. @default [] */
  readonly own?: readonly Rule[];
  /** How many values are only known at deploy, where no program says. @default 0 */
  readonly opaque?: number;
  /** Takes note of where the time goes. @default - nobody does */
  readonly watch?: Stopwatch;
}

/** Things that the input does not settle, counted under their reasons. */
export interface Unknown {
  readonly count: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** What came out of a check. */
export interface Report {
  /** Not accepted, sorted by severity, rule and place. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly Accepted[];
  readonly unknown: Unknown;
  /** The rules that ran, by id. */
  readonly rules: readonly RuleId[];
}

export interface Accepted {
  readonly finding: Finding;
  readonly reason: string;
  /** What accepts it: a construct, an annotation of an object, or a configuration. */
  readonly by: 'construct' | 'annotation' | 'configuration';
}

const opaqueReason = 'a value that is only known at deploy';
const unsettledReason = 'whether a rule holds for a value that is only known at deploy';

/**
 * Runs every rule, sorts out what was accepted, and adds a finding for each accept that accepted nothing.
 *
 * The one entry point of everything that checks: synth, components, command line, plugin and matchers.
 */
export function check({ world, program, accepts = [], severities = {}, own = [], opaque = program?.opaque ?? 0, watch = noStopwatch }: CheckInput): Report {
  const view: View = { ...world, program: program !== undefined, intents: program?.intents ?? [], undeclaredNamespaces: program?.undeclaredNamespaces ?? [] };
  const cluster = world.cluster.name === undefined ? {} : { cluster: world.cluster.name };
  const rules = [...catalogue, ...own].filter(({ id }) => severities[id] !== 'off');
  // The rules that repeat the API server share its answers; the first would be blamed for all.
  if (watch !== noStopwatch) watch.part('schema', () => answered(world));
  const outcomes = watch.part('rules', () => rules.map(rule => watch.rule(rule.id, () => outcomeOf(rule, view))));
  const annotated = annotatedAccepts(world.cluster);
  const found = [...(program?.found ?? []), ...annotated.malformed].map(finding => ({ ...cluster, ...finding })).filter(({ rule }) => severities[rule] !== 'off');
  const stated = withoutRepeated([...found, ...outcomes.flatMap(({ findings }) => findings)]).map(finding => withSeverity(finding, severities));
  const { findings: all, unsettled } = opaque > 0 ? withoutOpaque(stated, world.cluster) : { findings: stated, unsettled: 0 };
  const sorted = sortOut(all, [...accepts, ...annotated.accepts], suppressions(world.cluster));
  const ran = (rule: string): boolean => severities[rule] !== 'off' && (program !== undefined || rules.some(({ id, reads, intents }) => id === rule && reads !== 'intents' && intents !== true));
  const unused = severities['platform/accept-unused'] === 'off' ? [] : unusedAccepts({ accepts, annotated: annotated.accepts, used: sorted.used, ran, cluster: world.cluster, own: own.map(({ id }) => id) });
  return {
    findings: inOrder([...sorted.findings, ...unused.map(finding => withSeverity({ ...cluster, ...finding }, severities))], finding => finding),
    accepted: inOrder(sorted.accepted, ({ finding }) => finding),
    unknown: counted([...outcomes.flatMap(({ unknown }) => unknown), ...Array.from({ length: opaque }, () => opaqueReason), ...Array.from({ length: unsettled }, () => unsettledReason)]),
    rules: rules.filter(({ reads }) => program !== undefined || reads !== 'intents').map(({ id }) => id),
  };
}

function answered(world: World): void {
  try {
    answers(world);
  } catch {
    // Each rule that needs them says so.
  }
}

const general: ReadonlySet<string> = new Set(catalogue.filter(rule => rule.general === true).map(({ id }) => id));

/** What the API server says in general terms is left out where a rule says, as gravely, what is wrong at the same field, above it or below. */
function withoutRepeated(findings: readonly Finding[]): readonly Finding[] {
  const specific = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, severity, object, path } = finding;
    if (general.has(rule) || severity === 'info' || object === undefined || path.length === 0) continue;
    const identity = identityOf(object);
    const others = specific.get(identity);
    if (others === undefined) specific.set(identity, [finding]);
    else others.push(finding);
  }
  return findings.filter(({ rule, object, path, severity }) => !general.has(rule) || object === undefined || path.length === 0 ||
    !(specific.get(identityOf(object)) ?? []).some(other => (other.severity === 'error' || severity !== 'error') && meet(path, other.path)));
}

/** Whether one path is the other, or leads to it. */
function meet(a: FieldPath, b: FieldPath): boolean {
  return a.slice(0, b.length).every((step, i) => step === b[i]);
}

function withSeverity(finding: Finding, severities: Readonly<Record<string, Severity | 'off'>>): Finding {
  const severity = severities[finding.rule];
  return severity === undefined || severity === 'off' ? finding : { ...finding, severity };
}

function sortOut(all: readonly Finding[], accepts: readonly PlacedAccept[], known: Suppressions): { readonly findings: readonly Finding[]; readonly accepted: readonly Accepted[]; readonly used: ReadonlySet<PlacedAccept> } {
  const byRule = new Map<string, PlacedAccept[]>();
  for (const accept of accepts) {
    const same = byRule.get(accept.rule);
    if (same === undefined) byRule.set(accept.rule, [accept]);
    else same.push(accept);
  }
  const findings: Finding[] = [];
  const accepted: Accepted[] = [];
  const used = new Set<PlacedAccept>();
  for (const finding of all) {
    const covering = never.includes(finding.rule) ? [] : (byRule.get(finding.rule) ?? []).filter(accept => covers(accept, finding));
    for (const accept of covering) used.add(accept);
    const [first] = covering;
    const reason = first === undefined && !never.includes(finding.rule) ? suppressed(known, finding) : undefined;
    if (reason !== undefined) accepted.push({ finding, reason, by: 'annotation' });
    else if (first === undefined) findings.push(finding);
    else accepted.push({ finding, reason: first.reason, by: 'at' in first ? 'construct' : 'on' in first ? 'annotation' : 'configuration' });
  }
  return { findings, accepted, used };
}

function counted(reasons: readonly string[]): Unknown {
  const counts: Record<string, number> = {};
  for (const reason of [...reasons].sort()) counts[reason] = (counts[reason] ?? 0) + 1;
  return { count: reasons.length, reasons: counts };
}

/** A rule that breaks settles nothing, and takes no other with it: what it could not judge is counted, with its name. */
function outcomeOf(rule: Rule, view: View): Outcome {
  try {
    return run(rule, view);
  } catch (error) {
    return { findings: [], unknown: [`${brokenRule} ${rule.id}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

/** How the reason of an unknown begins where a rule broke. */
export const brokenRule = 'a defect of rule';
