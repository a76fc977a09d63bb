import { formatPath, type Finding, type Near } from '../../model/finding';
import { describe, identityOf, type ObjectReference } from '../../model/object';
import { catalogue } from '../../rules/catalogue';
import { fingerprint } from '../baseline';
import type { Accepted } from '../check';
import type { FilesReport } from '../check-files';

/** What a log says beside the report. */
export interface SarifOptions {
  /** Version of sealane. */
  readonly version: string;
  /** Findings that a baseline knows. @default [] */
  readonly known?: readonly Finding[];
  /** The page of a rule as Markdown. @default - none: only its address */
  readonly page?: (rule: string) => string | undefined;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * The report as a SARIF 2.1.0 log: one run, with every rule that has a result. What was accepted, and what a baseline knows, is a
 * suppressed result; what could not be read is a notification.
 *
 * Source: OASIS, Static Analysis Results Interchange Format Version 2.1.0.
 */
export function formatSarif(report: FilesReport, { version, known = [], page }: SarifOptions): string {
  const findings = [...report.findings, ...report.accepted.map(({ finding }) => finding), ...known];
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const indexes = new Map<string, number>(ids.map((id, index) => [id, index]));
  const result = (finding: Finding, suppressions: readonly object[]): object => ({ ruleIndex: indexes.get(finding.rule), ...resultOf(finding), suppressions });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sealane', version, semanticVersion: version, informationUri: 'https://sealane.dev', rules: ids.map(id => ruleOf(id, findings, page)) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: report.inputErrors.length === 0, toolExecutionNotifications: notifications(report) }],
        results: [...report.findings.map(finding => result(finding, [])), ...report.accepted.map(accepted => result(accepted.finding, [suppressionOf(accepted)])), ...known.map(finding => result(finding, [{ kind: 'external', status: 'accepted', justification: 'known to the baseline' }]))],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, findings: readonly Finding[], page: SarifOptions['page']): object {
  const text = page?.(id);
  const what = text === undefined ? undefined : /^## What\n+([\s\S]*?)(?:\n\n|\n*(?![\s\S]))/m.exec(text)?.[1]?.replaceAll(/\s+/g, ' ').trim();
  const first = findings.find(({ rule }) => rule === id);
  const rule = catalogue.find(one => one.id === id);
  const codes = rule?.codes ?? first?.codes ?? [];
  return {
    id,
    shortDescription: { text: what ?? id },
    helpUri: first?.url,
    ...(text === undefined ? {} : { help: { text, markdown: text } }),
    defaultConfiguration: { level: levels[rule?.severity ?? first?.severity ?? 'warning'] },
    properties: { tags: [id.split('/')[0], ...codes] },
  };
}

function resultOf(finding: Finding): object {
  const { rule, severity, message, help, assumption, near = [] } = finding;
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: [message, `help: ${help}`, ...(assumption === undefined ? [] : [`given ${assumption}`])].join('\n') },
    locations: [{ ...physical(finding), logicalLocations: logical(finding) }].filter(({ physicalLocation, logicalLocations }) => physicalLocation !== undefined || logicalLocations.length > 0),
    ...(near.length === 0 ? {} : { relatedLocations: near.map(related) }),
    partialFingerprints: { 'sealane/v1': fingerprint(finding) },
  };
}

function related(near: Near, i: number): object {
  const { object, note, path = [], file, line } = near;
  return { id: i + 1, message: { text: note === undefined ? describe(object) : `${describe(object)}: ${note}` }, ...physical({ file, line }), logicalLocations: ofObject(object, path) };
}

interface Physical {
  readonly physicalLocation?: object;
}

/** Standard input has no address. */
function physical({ file, line, column }: { readonly file?: string | undefined; readonly line?: number | undefined; readonly column?: number | undefined }): Physical {
  if (file === undefined || file === '-') return {};
  const region = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return { physicalLocation: { artifactLocation: addressOf(file), ...region } };
}

/** Paths stay relative to where the check ran, which a viewer knows as the root of the sources. */
function addressOf(file: string): object {
  const uri = encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F');
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${uri}` };
  return file.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function logical({ cluster, object, path, constructs = [] }: Finding): readonly object[] {
  return [
    ...(object === undefined ? [] : ofObject(object, path, cluster)),
    ...constructs.map(construct => ({ name: construct, fullyQualifiedName: construct, kind: 'construct' })),
  ];
}

/** The object, and the field in it. */
function ofObject(object: ObjectReference, path: Finding['path'], cluster?: string): readonly object[] {
  const name = `${cluster === undefined ? '' : `${cluster}:`}${identityOf(object)}`;
  const field = formatPath(path);
  return [{ name: describe(object), fullyQualifiedName: name, kind: 'resource' }, ...(field === '' ? [] : [{ name: field, fullyQualifiedName: `${name}#${field}`, kind: 'property' }])];
}

/** Annotations and constructs stand in the source, `sealane.yaml` beside it. */
function suppressionOf({ reason, by }: Accepted): object {
  return { kind: by === 'configuration' ? 'external' : 'inSource', status: 'accepted', justification: reason };
}

function notifications({ inputErrors, advice, unknown }: FilesReport): readonly object[] {
  return [
    ...inputErrors.map(({ file, line, message }) => ({ level: 'error', message: { text: message }, ...(file === '-' ? {} : { locations: [physical({ file, line })] }) })),
    ...advice.map(text => ({ level: 'warning', message: { text: `not checked: ${text}` } })),
    ...Object.entries(unknown.reasons).map(([reason, count]) => ({ level: 'note', message: { text: `unknown: ${count} × ${reason}` } })),
  ];
}
