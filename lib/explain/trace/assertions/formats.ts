import { attributes, element, testCase } from '../../../check/formats/xml';
import { traceData } from '../formats/data';
import { traceText, type Place } from '../formats/text';
import type { Judged } from './judge';

/** What a report shows beside the outcomes. */
export interface ReportOptions {
  readonly place: Place;
  readonly image: string;
}

const words = { holds: 'ok', broken: 'FAIL', undecided: '?' } as const;

/** One line for each assertion; of those that do not hold, why, and the trace. */
export function assertionsText(judged: readonly Judged[], { place, image }: ReportOptions): string {
  const lines = judged.flatMap(({ assertion: { name, file, line }, outcome, reason, traces }) => [
    `${words[outcome].padEnd(6)}${name} (${file}:${line})`,
    ...(outcome === 'holds' ? [] : [`      ${reason}`, '', ...indented(traces.map(each => traceText(each, { place, detail: 'quiet', image })).join('\n'))]),
  ]);
  return `${lines.join('\n')}\n${summary(judged)}\n`;
}

function indented(text: string): readonly string[] {
  return [...text.trimEnd().split('\n').map(line => (line === '' ? '' : `      ${line}`)), ''];
}

function summary(judged: readonly Judged[]): string {
  const count = (outcome: Judged['outcome']): number => judged.filter(each => each.outcome === outcome).length;
  const [broken, undecided] = [count('broken'), count('undecided')];
  return `${count('holds')} of ${judged.length} hold${broken === 0 ? '' : `, ${broken} ${broken === 1 ? 'does' : 'do'} not`}${undecided === 0 ? '' : `, ${undecided} ${undecided === 1 ? 'is' : 'are'} not settled`}`;
}

/** The assertions as plain data, schema 1, each with its traces. */
export function assertionsData(judged: readonly Judged[], { place, image }: ReportOptions): object {
  return {
    schema: 1,
    assertions: judged.map(({ assertion: { name, file, line, from, to, expect, shares }, outcome, reason, traces }) => ({
      name, file, line, from, to: to.written, expect, ...(shares === undefined ? {} : { shares }), outcome, ...(reason === '' ? {} : { reason }), traces: traces.map(each => traceData(each, place, image)),
    })),
  };
}

/** The assertions as JUnit XML: one case each. What the input does not settle is an error, as it is no pass. */
export function assertionsJunit(judged: readonly Judged[], options: ReportOptions): string {
  const cases = judged.map(({ assertion: { name, file, line }, outcome, reason, traces }) => {
    const text = traces.map(each => traceText(each, { ...options, detail: 'quiet' })).join('\n');
    return testCase('connections', name, { file, line }, outcome === 'holds' ? undefined : element(outcome === 'broken' ? 'failure' : 'error', { message: reason, type: outcome }, text));
  });
  const counts = { tests: cases.length, failures: judged.filter(({ outcome }) => outcome === 'broken').length, errors: judged.filter(({ outcome }) => outcome === 'undecided').length, skipped: 0 };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'sealane', ...counts })}>\n  <testsuite${attributes({ name: 'connections', ...counts })}>\n${cases.join('')}  </testsuite>\n</testsuites>\n`;
}

/** The assertions that do not hold as a SARIF 2.1.0 log, at their lines, with the fields that decide beside them. */
export function assertionsSarif(judged: readonly Judged[], { place, version }: ReportOptions & { readonly version: string }): string {
  const results = judged.filter(({ outcome }) => outcome !== 'holds').map(({ assertion: { name, file, line, expect }, outcome, reason, traces }) => ({
    ruleId: `expect-${expect}`,
    level: outcome === 'broken' ? 'error' : 'warning',
    message: { text: `${name}: ${reason}` },
    locations: [located(file, line)],
    relatedLocations: [...new Set(traces.flatMap(({ branches }) => branches.flatMap(({ hops }) => hops.filter(({ status }) => status === 'fail').flatMap(({ evidence }) => evidence.map(({ object, path }) => place(object.source, path))))))].flatMap(found => {
      const [, where, at] = /^(.*):(\d+)$/.exec(found ?? '') ?? [];
      return where === undefined ? [] : [located(where, Number(at))];
    }),
  }));
  const rules = [{ id: 'expect-works', shortDescription: { text: 'a connection that shall work' } }, { id: 'expect-blocked', shortDescription: { text: 'a connection that shall be blocked' } }];
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver: { name: 'sealane', version, semanticVersion: version, informationUri: 'https://sealane.dev', rules } }, columnKind: 'utf16CodeUnits', results }] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function located(file: string, line: number): object {
  return { physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line } } };
}
