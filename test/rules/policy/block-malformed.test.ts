import { blockMalformed } from '../../../lib/rules/policy/block-malformed';
import { networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const from = (peer: object): ReturnType<typeof networkPolicy> => networkPolicy('web', { ingress: [{ from: [peer] }] });
const on = (port: object): ReturnType<typeof networkPolicy> => networkPolicy('web', { ingress: [{ ports: [port] }] });
const block = (cidr: string, ...except: readonly string[]): ReturnType<typeof networkPolicy> => from({ ipBlock: { cidr, except } });

test.each([
  ['bits after the prefix', block('10.0.0.1/8'), 'block "10.0.0.1/8" has bits set after the prefix; the network is "10.0.0.0/8"'],
  ['leading zeros', block('010.0.0.0/8'), 'block "010.0.0.0/8" is not an address block such as 10.0.0.0/8 or fd00::/8'],
  ['an exception outside', block('10.0.0.0/8', '11.0.0.0/16'), 'exception "11.0.0.0/16" is not a part of "10.0.0.0/8"'],
  ['an exception that is all of it', block('10.0.0.0/8', '10.0.0.0/8'), 'exception "10.0.0.0/8" is not a part of "10.0.0.0/8"'],
  ['an exception of the other family', block('10.0.0.0/8', 'fd00::/16'), 'exception "fd00::/16" is not a part of "10.0.0.0/8"'],
  ['a block beside a selector', from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }), 'a peer has an ipBlock beside a selector; an address is never that of labels'],
  ['a range that ends before it begins', on({ port: 90, endPort: 80 }), 'endPort 80 is below port 90'],
  ['a range from a name', on({ port: 'http', endPort: 80 }), 'endPort 80 stands beside the name "http"'],
  ['a range from nowhere', on({ endPort: 80 }), 'endPort 80 stands without a port'],
  ['a number in quotes', on({ port: '80' }), 'port "80" is a text, so it is read as the name of a port, which has to have a letter'],
  ['a protocol in lower case', on({ port: 80, protocol: 'tcp' }), 'protocol "tcp" is none of TCP, UDP and SCTP'],
])('%s cannot be', (_title, policy, message) => {
  expect(ruled(blockMalformed, [policy]).findings).toMatchObject([{ severity: 'error', codes: ['NET-09'], message }]);
});

test.each([
  ['a block with a part left out', block('10.0.0.0/8', '10.1.0.0/16')],
  ['a single address', block('10.0.0.1/32')],
  ['IPv6', block('fd00::/8', 'fd00:1::/32')],
  ['a range', on({ port: 80, endPort: 90 })],
  ['a range of one', on({ port: 80, endPort: 80 })],
])('%s is well', (_title, policy) => {
  expect(ruled(blockMalformed, [policy]).findings).toEqual([]);
});
