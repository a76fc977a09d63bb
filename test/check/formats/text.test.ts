import { formatReport } from '../../../lib/check/formats/report';
import { formatFinding, formatLine, formatSummary } from '../../../lib/check/formats/text';
import type { Finding } from '../../../lib/model/finding';
import { report } from './support';

const finding: Finding = {
  rule: 'route/subset-undefined',
  codes: ['CAN-02'],
  severity: 'error',
  path: ['spec', 'http', 0, 'route', 0, 'destination', 'subset'],
  object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
  message: 'subset "v2" is defined by no DestinationRule',
  help: 'add it, or route to "v1"',
  url: 'u',
};

test('a finding is what, where, and what to do', () => {
  expect(formatFinding(finding)).toBe(
    ['error route/subset-undefined: subset "v2" is defined by no DestinationRule', '   at VirtualService shop/reviews  spec.http[0].route[0].destination.subset', ' help: add it, or route to "v1"'].join('\n'),
  );
});

test('it also says near what, who caused it, and what is taken for granted', () => {
  const near = [{ object: { apiVersion: 'x/v1', kind: 'DestinationRule', namespace: 'shop', name: 'reviews' }, note: 'subsets: v1' }, { object: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' } }];
  expect(formatFinding({ ...finding, path: [], near, constructs: ['shop/canary', 'shop/other'], assumption: 'nobody else writes the rule' })).toBe(
    [
      'error route/subset-undefined: subset "v2" is defined by no DestinationRule',
      '   at VirtualService shop/reviews  (construct shop/canary)',
      ' near DestinationRule shop/reviews  subsets: v1',
      ' near Namespace shop',
      'given nobody else writes the rule',
      ' help: add it, or route to "v1"',
    ].join('\n'),
  );
});

test('a finding without an object is at the construct that caused it, or nowhere', () => {
  const { object: _, ...placeless } = finding;
  expect(formatFinding({ ...placeless, constructs: ['shop/canary'] }).split('\n')[1]).toBe('   at construct shop/canary');
  expect(formatFinding(placeless).split('\n')).toHaveLength(2);
});

test('in a list that says the place itself, it is one line', () => {
  expect(formatLine(finding)).toBe('route/subset-undefined: subset "v2" is defined by no DestinationRule (help: add it, or route to "v1")');
});

test('the summary counts what there is, and leaves out what there is not', () => {
  const warning: Finding = { ...finding, severity: 'warning' };
  expect(formatSummary({ findings: [], accepted: [], unknown: { count: 0, reasons: {} } })).toBe('0 errors, 0 warnings');
  expect(formatSummary({ findings: [finding, finding, warning], accepted: [{ finding, reason: 'r', by: 'construct' }], unknown: { count: 3, reasons: { 'a value that is only known at deploy': 3 } } })).toBe('2 errors, 1 warning, 1 accepted, 3 unknown before deploy');
});

test('kinds that nothing is known of are one quiet line, with what to do', () => {
  const text = formatReport({ ...report, unknown: { count: 4, reasons: { 'projectcalico.org/v3 GlobalNetworkPolicy: there is no schema of this kind': 2, 'projectcalico.org/v3 NetworkPolicy: there is no schema of this kind': 1, 'the Secret is not in the input': 1 } } });
  expect(text).toContain('\nnot checkable: 2 × projectcalico.org/v3 GlobalNetworkPolicy, 1 × projectcalico.org/v3 NetworkPolicy: there is no schema of these kinds (add their CustomResourceDefinitions to the input)\nunknown: 1 × the Secret is not in the input\n');
});
