import { directionUnlisted } from '../../../lib/rules/policy/direction-unlisted';
import { networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

test('rules of a direction that is not listed do nothing', () => {
  expect(ruled(directionUnlisted, [networkPolicy('web', { policyTypes: ['Ingress'], ingress: [{}], egress: [{}] })]).findings).toMatchObject([
    { severity: 'error', codes: ['NET-01'], path: ['spec', 'egress'], message: 'NetworkPolicy shop/web has rules for egress, and its policyTypes do not list it: they do nothing', help: 'add Egress to policyTypes, or remove the rules' },
  ]);
  expect(ruled(directionUnlisted, [networkPolicy('web', { policyTypes: ['Egress'], ingress: [{}] })]).findings).toMatchObject([{ path: ['spec', 'ingress'] }]);
});

test.each([
  ['no policyTypes: they follow from the rules', { policyTypes: undefined, egress: [{}] }],
  ['both listed', { ingress: [{}], egress: [{}] }],
  ['an empty list of rules', { policyTypes: ['Ingress'], egress: [] }],
])('%s is well', (_title, spec) => {
  expect(ruled(directionUnlisted, [networkPolicy('web', spec)]).findings).toEqual([]);
});
