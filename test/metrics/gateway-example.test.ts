import { exampleOf, matchesWorkloads } from '../../lib/metrics/gateway-example';

test.each([
  ['ingressgateway', 'ingressgateway'],
  ['public|internal', 'public'],
  ['istio-ingress.*', 'istio-ingress1'],
  ['(public|internal)-.+', 'public-1'],
  ['(?:public|internal)', 'public'],
  ['gateway-[0-9]+', 'gateway-1'],
  ['gateway\\.shop', 'gateway.shop'],
  ['.*', '1'],
])('%s matches %s', (workloads, example) => {
  expect(exampleOf({ kind: 'istio', workloads })).toBe(example);
  expect(matchesWorkloads(workloads, example)).toBe(true);
});

test('a name that is given is taken', () => expect(exampleOf({ kind: 'istio', workloads: 'a{3}', example: 'aaa' })).toBe('aaa'));
test('what is no expression matches nothing', () => expect(matchesWorkloads('(', 'a')).toBe(false));
