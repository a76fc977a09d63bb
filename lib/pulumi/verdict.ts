import { all, isSecret, log, output, type Output, type Resource } from '@pulumi/pulumi';
import type { Report } from '../check/check';
import { formatFinding, formatSummary, plural } from '../check/formats/text';
import { failing, told } from '../check/profile';
import type { Profile } from '../configuration/configuration';
import type { Finding } from '../model/finding';
import type { Manifest } from '../model/object';
import { isKnown, outputsIn, withValues } from './leaves';

/** What is judged, and for whom. */
export interface Judged<T extends Manifest> {
  readonly manifests: readonly T[];
  /** Judges the same objects, with some values known that were not. */
  readonly judge: (manifests: readonly T[], known: ReadonlyMap<unknown, unknown>) => Report;
  readonly profile: Profile;
  /** Name of the component. */
  readonly name: string;
  readonly component: Resource;
}

/** What a check came to: now, and once every value is known. */
export interface Verdict {
  /** What is plain, judged at construction. */
  readonly report: Report;
  /** Everything, judged when the last Output has its value; in a preview that does not know one, it stays unknown. */
  readonly settled: Output<Report>;
  /** Resolves when values that had to be waited for have passed, or will not be known in this run, and rejects with the findings that fail. What holds a value waits for it. */
  readonly passed: Promise<void>;
}

/**
 * Judges at construction what is plain, and the whole again as soon as the Outputs in it have values.
 *
 * @throws Error with the findings that fail
 */
export function verdict<T extends Manifest>(judged: Judged<T>): Verdict {
  const { manifests, judge, name, component } = judged;
  const report = judge(manifests, new Map());
  settle(report, judged, []);
  const outputs = outputsIn(manifests);
  if (outputs.length === 0) return { report, settled: output(report), passed: Promise.resolve() };
  void log.info(`${name}: ${plural(report.unknown.count, 'thing')} not checked before deploy; ${plural(outputs.length, 'Output')} will be, as soon as known`, component);
  const late = new Late();
  const secrets = Promise.all(outputs.map(isSecret));
  const settled = all([...outputs] as unknown[]).apply(async (settledValues): Promise<Report> => {
    const known = settledValues as unknown as readonly unknown[];
    const values = new Map(outputs.map((leaf, i) => [leaf as unknown, known[i]]));
    const whole = withoutSecrets(judge(manifests.map(manifest => withValues(manifest, values)), values), scalarsOf(known, await secrets));
    try {
      settle(whole, judged, report.findings);
      late.pass();
    } catch (error) {
      late.fail(error);
    }
    return whole;
  });
  const passed = Promise.all(outputs.map(isKnown)).then(known => (known.every(Boolean) ? late.promise : undefined));
  // The resources that wait for it say what it says.
  passed.catch(() => undefined);
  late.promise.catch(() => undefined);
  return { report, settled, passed };
}

class Late {
  pass: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.pass = resolve;
    this.fail = reject;
  });
}

/** @param before what was told at construction already */
function settle(report: Report, { name, profile, component }: Pick<Judged<Manifest>, 'name' | 'profile' | 'component'>, before: readonly Finding[]): void {
  const failed = failing(report.findings, profile);
  if (failed.length > 0) throw new Error(`${name}: the network would not do what it says\n${failed.map(formatFinding).join('\n')}\n${formatSummary(report)}`);
  const said = new Set(before.map(formatFinding));
  for (const finding of told(report.findings, profile)) {
    const text = formatFinding(finding);
    if (!said.has(text)) void (finding.severity === 'info' ? log.info : log.warn)(text, component);
  }
}

/** The texts that the secret ones of some values hold, the longest first. */
function scalarsOf(values: readonly unknown[], secret: readonly boolean[]): readonly string[] {
  const texts = (value: unknown): readonly string[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : typeof value === 'string' ? (value === '' ? [] : [value]) : typeof value === 'number' ? [String(value)] : []);
  return [...new Set(values.filter((_, i) => secret[i] === true).flatMap(texts))].sort((a, b) => b.length - a.length);
}

/** A finding shows the value it speaks of; a secret's is nobody's to read. */
function withoutSecrets(report: Report, hidden: readonly string[]): Report {
  if (hidden.length === 0) return report;
  const text = (given: string): string => hidden.reduce((result, secret) => result.replaceAll(secret, '[secret]'), given);
  const finding = (given: Finding): Finding => ({
    ...given,
    message: text(given.message),
    help: text(given.help),
    ...(given.assumption === undefined ? {} : { assumption: text(given.assumption) }),
    ...(given.near === undefined ? {} : { near: given.near.map(near => (near.note === undefined ? near : { ...near, note: text(near.note) })) }),
  });
  return { ...report, findings: report.findings.map(finding), accepted: report.accepted.map(accepted => ({ ...accepted, finding: finding(accepted.finding) })) };
}
