import { noDefaultDeny } from '../../../lib/rules/policy/no-default-deny';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const web = networkPolicy('web', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] });

test('a namespace with policies for some of its pods leaves the others open', () => {
  expect(ruled(noDefaultDeny, [deployment('web'), deployment('db'), web]).findings).toMatchObject([
    { severity: 'info', codes: ['NET-14'], message: 'namespace shop has policies for some of its pods and none for all: Deployment db is open to everybody' },
  ]);
});

test.each([
  ['a policy for all', [deployment('web'), web, networkPolicy('deny', { policyTypes: ['Ingress'] })]],
  ['no policies', [deployment('web')]],
  ['policies for egress alone', [networkPolicy('web', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(noDefaultDeny, objects)).toEqual({ findings: [], unknown: [] });
});

test('a policy of another system may close it', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'deny', { namespace: 'shop', spec: { endpointSelector: {}, ingress: [{}] } });
  expect(ruled(noDefaultDeny, [deployment('web'), web, cilium])).toEqual({ findings: [], unknown: ['whether policies of another system close a namespace'] });
});
