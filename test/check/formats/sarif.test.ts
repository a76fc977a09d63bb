import { formatSarif, type SarifOptions } from '../../../lib/check/formats/sarif';
import { bare, report, whole } from './support';

interface Place { readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }; readonly region?: { readonly startLine: number; readonly startColumn?: number } }; readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: string }[] }
interface Result { readonly ruleId: string; readonly ruleIndex: number; readonly level: string; readonly message: { readonly text: string }; readonly locations: readonly Place[]; readonly relatedLocations?: readonly Place[]; readonly partialFingerprints: Readonly<Record<string, string>>; readonly suppressions: readonly { readonly kind: string; readonly status: string; readonly justification: string }[] }
interface Log { readonly $schema: string; readonly version: string; readonly runs: readonly [{ readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string }; readonly helpUri: string; readonly help?: { readonly markdown: string }; readonly defaultConfiguration: { readonly level: string }; readonly properties: { readonly tags: readonly string[] } }[] } }; readonly columnKind: string; readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string }; readonly locations?: readonly Place[] }[] }]; readonly results: readonly Result[] }] }

const log = (options: Partial<SarifOptions> = {}, of = report): Log => JSON.parse(formatSarif(of, { version: '1.2.3', ...options })) as Log;

test('a log has one run of this tool, with a descriptor for each rule that has a result', () => {
  const { version, runs: [run] } = log({ page: rule => (rule === whole.rule ? '# route/subset-undefined\n\nError.\n\n## What\n\nA route names\na subset.\n\n## Wrong\n' : undefined) });
  expect([version, run.tool.driver.name, run.tool.driver.version, run.columnKind]).toEqual(['2.1.0', 'sealane', '1.2.3', 'utf16CodeUnits']);
  expect(run.tool.driver.rules).toMatchObject([
    { id: 'platform/accept-unused', shortDescription: { text: 'platform/accept-unused' }, defaultConfiguration: { level: 'warning' } },
    { id: 'route/subset-undefined', shortDescription: { text: 'A route names a subset.' }, helpUri: whole.url, help: { markdown: expect.stringContaining('## Wrong') as unknown }, defaultConfiguration: { level: 'error' }, properties: { tags: expect.arrayContaining(['route', 'CAN-02', 'IST0101']) as unknown } },
  ]);
});

test('a result says what, where in the text and in the cluster, near what, and by whom', () => {
  const [result] = log().runs[0].results;
  expect(result).toMatchObject({
    ruleId: 'route/subset-undefined',
    ruleIndex: 1,
    level: 'error',
    message: { text: 'subset "v2" is defined by <no> DestinationRule\nhelp: add it, or route to "v1"\ngiven nobody else writes the rule' },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'a%20b/routes.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 14, startColumn: 7 } },
        logicalLocations: [
          { name: 'VirtualService shop/reviews', fullyQualifiedName: 'eu:networking.istio.io/VirtualService/shop/reviews', kind: 'resource' },
          { name: 'spec.http[0].route[0]', fullyQualifiedName: 'eu:networking.istio.io/VirtualService/shop/reviews#spec.http[0].route[0]', kind: 'property' },
          { name: 'shop/canary', kind: 'construct' },
        ],
      },
    ],
    relatedLocations: [{ id: 1, message: { text: 'DestinationRule shop/reviews: subsets: v1' }, physicalLocation: { artifactLocation: { uri: 'rules.yaml' }, region: { startLine: 3 } } }],
    suppressions: [],
  });
});

test('fingerprints stay when lines move, and differ between findings', () => {
  const print = (finding: typeof whole): string | undefined => log({}, { ...report, findings: [finding] }).runs[0].results[0]?.partialFingerprints['sealane/v1'];
  expect(print({ ...whole, line: 99 })).toBe(print(whole));
  expect(print({ ...whole, message: 'other' })).not.toBe(print(whole));
});

test('what is accepted, and what a baseline knows, is suppressed, with the reason', () => {
  const suppressed = log({ known: [bare] }).runs[0].results.flatMap(({ suppressions }) => suppressions);
  expect(suppressed).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'game day' }, { kind: 'external', status: 'accepted', justification: 'known to the baseline' }]);
  const configured = log({}, { ...report, accepted: [{ finding: whole, reason: 'r', by: 'configuration' }] });
  expect(configured.runs[0].results.at(-1)?.suppressions[0]?.kind).toBe('external');
});

test('what could not be read, checked or settled is told, and a run with input errors was not successful', () => {
  const [{ executionSuccessful, toolExecutionNotifications }] = log().runs[0].invocations;
  expect(executionSuccessful).toBe(false);
  expect(toolExecutionNotifications).toEqual([
    { level: 'error', message: { text: 'bad indentation, 100%' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'c.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 2 } } }] },
    { level: 'warning', message: { text: 'not checked: render first: helm template chart' } },
    { level: 'note', message: { text: 'unknown: 3 × the Secret is not in the input' } },
  ]);
});

test.each([
  ['/m/a.yaml', { uri: 'file:///m/a.yaml' }],
  ['C:/m/a.yaml', { uri: 'file:///C:/m/a.yaml' }],
  ['m/a#1.yaml', { uri: 'm/a%231.yaml', uriBaseId: '%SRCROOT%' }],
  ['-', undefined],
])('%s is addressed as %j', (file, address) => {
  const [result] = log({}, { ...report, findings: [{ ...whole, file }] }).runs[0].results;
  expect(result?.locations[0]?.physicalLocation?.artifactLocation).toEqual(address);
});

// The parts of the specification's sections 3.13 to 3.58 that a consumer refuses a log for.
test('the log keeps to the form of SARIF 2.1.0', () => {
  const made = log({ known: [bare] });
  const [run] = made.runs;
  expect(made.$schema).toMatch(/sarif-2\.1\.0/);
  expect(new Set(run.tool.driver.rules.map(({ id }) => id)).size).toBe(run.tool.driver.rules.length);
  for (const result of run.results) {
    expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(['none', 'note', 'warning', 'error']).toContain(result.level);
    expect(result.message.text).not.toBe('');
    for (const { kind, status } of result.suppressions) expect([['inSource', 'external'].includes(kind), ['accepted', 'underReview', 'rejected'].includes(status)]).toEqual([true, true]);
    for (const place of [...result.locations, ...(result.relatedLocations ?? [])]) {
      expect(place.physicalLocation !== undefined || (place.logicalLocations ?? []).length > 0).toBe(true);
      const { startLine = 1, startColumn = 1 } = place.physicalLocation?.region ?? {};
      expect([startLine >= 1, startColumn >= 1]).toEqual([true, true]);
      if (place.physicalLocation !== undefined) expect(place.physicalLocation.artifactLocation.uri).toMatch(/^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/);
    }
  }
});
