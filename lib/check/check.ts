import type { Accept, Finding } from '../model/finding';
import { compare } from '../model/json';
import { catalogue, never, risks } from '../rules/catalogue';
import { run, type View } from '../rules/rule';
import { pageOf } from '../systems/remark';

/** An accept with the place whose findings it covers: a construct path, and everything below it. */
export interface PlacedAccept extends Accept {
  readonly at: string;
}

/** What is checked. */
export interface CheckInput extends View {
  /** Findings that were made before: conflicts of owners, remarks of systems. */
  readonly found: readonly Finding[];
  readonly accepts: readonly PlacedAccept[];
  /** Values that are only known at deploy. */
  readonly opaque: number;
}

/** What came out of a check. */
export interface Report {
  /** Not accepted, sorted by severity, rule and place. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Values that no rule could look at. */
  readonly unknown: number;
}

/**
 * Runs every rule, sorts out what was accepted, and adds a finding for each accept that accepted nothing.
 *
 * The one entry point of everything that checks: synth, components, and whatever else comes.
 */
export function check(input: CheckInput): Report {
  const all = [...input.found.map(finding => ({ cluster: input.platform.cluster, ...finding })), ...catalogue.flatMap(rule => run(rule, input))];
  const findings: Finding[] = [];
  const accepted: { finding: Finding; reason: string }[] = [];
  const used = new Set<PlacedAccept>();
  for (const finding of all) {
    const accepts = input.accepts.filter(candidate => candidate.rule === finding.rule && !never.includes(finding.rule) && covers(candidate.at, finding));
    const [accept] = accepts;
    for (const each of accepts) used.add(each);
    if (accept === undefined) findings.push(finding);
    else accepted.push({ finding, reason: accept.reason });
  }
  for (const accept of input.accepts) {
    if (!used.has(accept) && !demandedByPattern(accept)) findings.push(unused(accept, input.platform.cluster));
  }
  return { findings: findings.sort(inOrder), accepted, unknown: input.opaque };
}

function covers(at: string, finding: Finding): boolean {
  return (finding.constructs ?? []).some(path => path === at || path.startsWith(`${at}/`));
}

/** Losses and risks of a pattern's own options are accepted where the option is read, and throw there otherwise. */
function demandedByPattern({ rule }: Accept): boolean {
  return (risks as readonly string[]).includes(rule);
}

function unused({ rule, reason, at }: PlacedAccept, cluster: string): Finding {
  return {
    rule: 'platform/accept-unused',
    codes: [],
    severity: 'warning',
    cluster,
    path: [],
    constructs: [at],
    message: `accept of ${rule} ("${reason}") accepted nothing`,
    help: never.includes(rule) ? `repair what ${rule} says; it cannot be accepted` : 'remove it, or correct the rule id',
    url: pageOf('platform/accept-unused'),
  };
}

const severities = ['error', 'warning', 'info'];

function inOrder(a: Finding, b: Finding): number {
  const key = (finding: Finding): string => [finding.rule, finding.constructs?.[0] ?? '', finding.message].join('\n');
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || compare(key(a), key(b));
}
