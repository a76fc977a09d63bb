import { check, type CheckInput, type Report } from '../../lib/check/check';
import type { ConfiguredAccept } from '../../lib/check/accepts';
import { acceptAnnotation, type Source } from '../../lib/model/finding';
import type { JsonObject } from '../../lib/model/json';
import { clusterOf } from '../../lib/cluster/cluster-of';
import { facts, manifest } from '../support/world';

const inFile = (file: string): Source => ({ file, document: 0, inside: [] });
/** Files with one bad name: the rule that finds it reads files, reports the object, and can be accepted. */
const report = (objects: readonly JsonObject[], rest: Partial<CheckInput> = {}): Report => check({ world: { cluster: clusterOf(objects.map((written, i) => ({ written, source: inFile(`${i}.yaml`) }))), facts: facts() }, ...rest });
const bad = (accepts?: unknown, name = 'Web_1'): JsonObject => manifest('v1', 'ConfigMap', name, { namespace: 'default', ...(accepts === undefined ? {} : { annotations: { [acceptAnnotation]: typeof accepts === 'string' ? accepts : JSON.stringify(accepts) } }) });
const good = (accepts: unknown): JsonObject => bad(accepts, 'web');
const reason = 'made by another tool';
const accept = { rule: 'api/invalid-name', reason };
const rules = ({ findings }: Report): readonly string[] => findings.map(({ rule }) => rule);

describe('an accept in an annotation', () => {
  test('accepts a finding of its rule on its object, with the reason', () => {
    expect(report([bad([accept])])).toMatchObject({ findings: [], accepted: [{ finding: { rule: 'api/invalid-name', file: '0.yaml' }, reason }] });
  });

  test('accepts nothing on another object, and says so where it stands', () => {
    expect(report([bad(), good([accept])]).findings).toEqual([
      expect.objectContaining({ rule: 'api/invalid-name', file: '0.yaml' }),
      expect.objectContaining({ rule: 'platform/accept-unused', severity: 'warning', file: '1.yaml', object: expect.objectContaining({ name: 'web' }) }),
    ]);
  });

  test('that a construct wrote on all of its objects is used when one of them needs it', () => {
    expect(rules(report([bad([accept]), good([accept])]))).toEqual([]);
  });

  test('of a remark that only a program makes is not unused among files', () => {
    expect(rules(report([good([{ rule: 'edge/half-elsewhere', reason }])]))).toEqual([]);
  });

  test('of a rule that reads intents is not unused among files', () => {
    expect(rules(report([good([{ rule: 'mtls/plaintext-caller', reason }])]))).toEqual([]);
  });

  test('of a rule that nobody knows is unused', () => {
    expect(rules(report([good([{ rule: 'api/no-such-rule', reason }])]))).toEqual(['platform/accept-unused']);
  });

  test.each([
    ['is not JSON', 'api/invalid-name'],
    ['is not a list', '{}'],
    ['has no rule and reason at [1]', [accept, { rule: 'api/invalid-name' }]],
    ['has no rule and reason at [0]', [{ rule: 'api/invalid-name', reason: ' ' }]],
  ])('that %s accepts nothing, and is a finding', (problem, text) => {
    expect(report([bad(text)]).findings).toEqual([
      expect.objectContaining({ rule: 'api/invalid-name' }),
      expect.objectContaining({ rule: 'platform/accept-malformed', message: `annotation sealane.dev/accept of ConfigMap default/Web_1 ${problem}, so it accepts nothing` }),
    ]);
  });
});

describe('an accept of sealane.yaml', () => {
  const configured = (narrowed: Partial<ConfiguredAccept> = {}): ConfiguredAccept => ({ ...accept, saidBy: { file: 'sealane.yaml' }, ...narrowed });
  const said = (narrowed: Partial<ConfiguredAccept>): readonly string[] => rules(report([bad()], { accepts: [configured(narrowed)] }));

  test.each<readonly [string, Partial<ConfiguredAccept>]>([
    ['everywhere', {}],
    ['by namespace', { namespace: 'default' }],
    ['by kind and name', { kind: 'ConfigMap', name: 'Web_1' }],
    ['by the beginning of a name', { name: 'Web*' }],
  ])('%s', (_title, narrowed) => {
    expect(said(narrowed)).toEqual([]);
  });

  test('of another kind accepts nothing, and is unused when such an object is there', () => {
    expect(rules(report([bad(), manifest('v1', 'Service', 'a')], { accepts: [configured({ kind: 'Service' })] }))).toEqual(['api/invalid-name', 'platform/accept-unused']);
  });

  test('of objects that are not in the input is not unused: the file may serve other inputs', () => {
    expect(said({ namespace: 'bank' })).toEqual(['api/invalid-name']);
  });
});

describe('severities', () => {
  test('can be changed by rule', () => {
    expect(report([bad()], { severities: { 'api/invalid-name': 'info' } }).findings).toMatchObject([{ rule: 'api/invalid-name', severity: 'info' }]);
  });

  test('off: the rule does not run, and its accepts are not unused', () => {
    expect(rules(report([bad([accept])], { severities: { 'api/invalid-name': 'off' } }))).toEqual([]);
  });
});

test('objects of a live cluster are not judged as their author wrote them: the server accepted them', () => {
  expect(rules(report([{ ...bad(), metadata: { name: 'Web_1', uid: 'x' } }]))).toEqual([]);
});
