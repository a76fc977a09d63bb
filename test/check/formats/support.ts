import type { FilesReport } from '../../../lib/check/check-files';
import type { Finding } from '../../../lib/model/finding';

const reviews = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' };

/** A finding with everything that a finding can have. */
export const whole: Finding = {
  rule: 'route/subset-undefined',
  codes: ['CAN-02', 'IST0101'],
  severity: 'error',
  cluster: 'eu',
  object: reviews,
  path: ['spec', 'http', 0, 'route', 0],
  near: [{ object: { ...reviews, kind: 'DestinationRule' }, note: 'subsets: v1', file: 'rules.yaml', line: 3 }],
  constructs: ['shop/canary'],
  file: 'a b/routes.yaml',
  line: 14,
  column: 7,
  message: 'subset "v2" is defined by <no> DestinationRule',
  help: 'add it, or route to "v1"',
  assumption: 'nobody else writes the rule',
  url: 'https://sealane.dev/rules/route/subset-undefined',
};

/** A finding with what every finding has. */
export const bare: Finding = { rule: 'platform/accept-unused', codes: [], severity: 'warning', path: [], message: 'accept of x accepted nothing', help: 'remove it', url: 'https://sealane.dev/rules/platform/accept-unused' };

export const report: FilesReport = {
  findings: [whole, bare],
  accepted: [{ finding: { ...whole, message: 'another' }, reason: 'game day', by: 'annotation' }],
  unknown: { count: 3, reasons: { 'the Secret is not in the input': 3 } },
  rules: ['api/duplicate-object', 'route/subset-undefined'],
  objects: 12,
  inputErrors: [{ file: 'c.yaml', line: 2, message: 'bad indentation, 100%' }],
  skipped: { 'Helm templates': 1 },
  advice: ['render first: helm template chart'],
  assumptions: ['Istio 1.31'],
};
