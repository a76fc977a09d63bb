import { formatGithub } from '../../../lib/check/formats/github';
import { report, whole } from './support';

test('is a command for each thing to see, then what a person reads', () => {
  expect(formatGithub(report)).toBe(
    [
      '::error file=c.yaml,line=2,title=input error::bad indentation, 100%25',
      '::error file=a b/routes.yaml,line=14,col=7,title=route/subset-undefined::subset "v2" is defined by <no> DestinationRule%0Aat [eu] VirtualService shop/reviews spec.http[0].route[0] (construct shop/canary)%0Anear DestinationRule shop/reviews subsets: v1 rules.yaml:3%0Agiven nobody else writes the rule%0Ahelp: add it, or route to "v1"',
      '::warning title=platform/accept-unused::accept of x accepted nothing%0Ahelp: remove it',
      'assumed: Istio 1.31 (say otherwise in sealane.yaml)',
      'not checked: render first: helm template chart',
      'skipped: 1 Helm templates',
      'unknown: 3 × the Secret is not in the input',
      '12 objects: 1 input error, 1 error, 1 warning, 1 accepted, 3 unknown',
      '',
    ].join('\n'),
  );
});

test('nothing in a finding ends the command or its properties', () => {
  const [line] = formatGithub({ ...report, inputErrors: [], findings: [{ ...whole, near: [], file: 'a,b:c%.yaml', message: 'a\r\n::error::b' }] }).split('\n');
  expect(line).toMatch(/^::error file=a%2Cb%3Ac%25\.yaml,line=14,col=7,title=route\/subset-undefined::a%0D%0A::error::b%0A/);
});

test('standard input has no file, and information is a notice', () => {
  const [line] = formatGithub({ ...report, inputErrors: [], findings: [{ ...whole, severity: 'info', file: '-' }] }).split('\n');
  expect(line).toMatch(/^::notice line=14/);
});
