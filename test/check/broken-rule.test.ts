import { check } from '../../lib/check/check';
import type { Rule } from '../../lib/rules/rule';
import { manifest, worldOf } from '../support/world';

jest.mock('../../lib/rules/catalogue', () => {
  const actual = jest.requireActual<{ readonly catalogue: readonly Rule[] }>('../../lib/rules/catalogue');
  const broken = { id: 'api/broken', codes: [], severity: 'error', reads: 'written', check: () => { throw new Error('no such field'); } };
  return { ...actual, catalogue: [broken, ...actual.catalogue] };
});

test('a rule that breaks is counted as unknown under its name, and the others speak all the same', () => {
  const twice = manifest('v1', 'Service', 'web', { namespace: 'shop', spec: { ports: [{ port: 80 }] } });
  const report = check({ world: worldOf([twice, twice]) });
  expect(report.unknown.reasons).toMatchObject({ 'a defect of rule api/broken: no such field': 1 });
  expect(report.findings.map(({ rule }) => rule)).toContain('api/duplicate-object');
});
