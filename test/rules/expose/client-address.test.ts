import { clientAddress } from '../../../lib/rules/expose/client-address';
import { deployment, networkPolicy, service } from '../../support/closed';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const pods = deployment('ingress', { https: 8443 });
const front = (spec: object = {}, annotations: object = {}): ReturnType<typeof service> => ({ ...service('ingress', { https: [443, 8443] }, { spec: { type: 'LoadBalancer', ...spec } }), metadata: { name: 'ingress', namespace: 'shop', annotations } });
const authorization = (source: object): ReturnType<typeof manifest> => manifest('security.istio.io/v1', 'AuthorizationPolicy', 'office', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'ingress' } }, rules: [{ from: [{ source }] }] } });
const policy = (...from: readonly object[]): ReturnType<typeof networkPolicy> => networkPolicy('office', { policyTypes: ['Ingress'], ingress: [{ from }] });
const office = { ipBlock: { cidr: '203.0.113.0/28' } };

test('addresses that the Service hides are compared by an AuthorizationPolicy', () => {
  expect(ruled(clientAddress, [pods, front(), authorization({ remoteIpBlocks: ['203.0.113.0/28'] })]).findings).toMatchObject([
    {
      severity: 'info', codes: ['ING-10'], path: ['spec', 'externalTrafficPolicy'], near: [{ object: { kind: 'AuthorizationPolicy' }, path: ['spec', 'rules', 0, 'from', 0, 'source', 'remoteIpBlocks'] }],
      message: 'Service shop/ingress hides the addresses of clients, and AuthorizationPolicy shop/office compares them with 203.0.113.0/28 at the pods behind it',
    },
  ]);
});

test('or by a NetworkPolicy', () => {
  expect(said(clientAddress, [pods, front(), policy(office)])).toEqual(['info: Service shop/ingress hides the addresses of clients, and NetworkPolicy shop/office compares them with 203.0.113.0/28 at the pods behind it']);
});

test.each([
  ['the policy that keeps addresses', [pods, front({ externalTrafficPolicy: 'Local' }), policy(office)]],
  ['a Service for callers inside', [pods, front({ type: 'ClusterIP' }), policy(office)]],
  ['a load balancer that speaks to pods', [pods, front({}, { 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip' }), policy(office)]],
  ['private addresses, which may be those of nodes', [pods, front(), policy({ ipBlock: { cidr: '10.0.0.0/8' } })]],
  ['every address', [pods, front(), policy({ ipBlock: { cidr: '0.0.0.0/0' } })]],
  ['nothing compared', [pods, front(), authorization({ principals: ['a/ns/b/sa/c'] }), policy({ podSelector: {} })]],
  ['policies of other pods', [pods, front(), networkPolicy('office', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{ from: [office] }] })]],
])('%s is well', (_title, objects) => {
  expect(said(clientAddress, objects)).toEqual([]);
});
