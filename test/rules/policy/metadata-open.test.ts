import { metadataOpen } from '../../../lib/rules/policy/metadata-open';
import { networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const out = (rule: object): ReturnType<typeof networkPolicy> => networkPolicy('out', { policyTypes: ['Egress'], egress: [rule] });
const to = (cidr: string, ...except: readonly string[]): object => ({ to: [{ ipBlock: { cidr, except } }] });

test('egress to every address is egress to the credentials of the node', () => {
  expect(ruled(metadataOpen, [out(to('0.0.0.0/0'))]).findings).toMatchObject([
    { severity: 'info', codes: ['NET-15'], path: ['spec', 'egress', 0, 'to', 0, 'ipBlock'], message: 'NetworkPolicy shop/out admits egress to 169.254.169.254, where clouds hand out credentials of the node' },
  ]);
  expect(ruled(metadataOpen, [out({})]).findings).toMatchObject([{ path: ['spec', 'egress', 0] }]);
});

test.each([
  ['the address left out', to('0.0.0.0/0', '169.254.169.254/32')],
  ['its network left out', to('0.0.0.0/0', '169.254.0.0/16')],
  ['another block', to('10.0.0.0/8')],
  ['pods', { to: [{ namespaceSelector: {} }] }],
  ['another port', { ...to('0.0.0.0/0'), ports: [{ port: 443 }] }],
])('%s is well', (_title, rule) => {
  expect(ruled(metadataOpen, [out(rule)]).findings).toEqual([]);
});
