import { dnsBlocked } from '../../../lib/rules/policy/dns-blocked';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const pods = [deployment('web'), deployment('api')];
const deny = networkPolicy('default-deny');
const allow = (egress: object, podSelector: object = {}): ReturnType<typeof networkPolicy> => networkPolicy('allow', { podSelector, policyTypes: ['Egress'], egress: [egress] });
const dns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
const ports = [{ port: 53, protocol: 'UDP' }, { port: 53 }];

test('a default deny without DNS is an error that names the pods', () => {
  expect(ruled(dnsBlocked, [...pods, deny]).findings).toMatchObject([
    {
      severity: 'error', codes: ['NET-04'], object: { name: 'default-deny' },
      message: 'NetworkPolicy shop/default-deny closes egress of Deployment web, Deployment api, and nothing lets them ask cluster DNS: every name they call fails',
      help: 'admit egress to k8s-app=kube-dns in namespace kube-system on UDP and TCP 53',
    },
  ]);
});

test('calls that are let out without DNS are as bad', () => {
  expect(ruled(dnsBlocked, [...pods, deny, allow({ to: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ port: 8080 }] })]).findings).toMatchObject([{ severity: 'error' }]);
});

test('DNS that is admitted elsewhere than it is taken to be rests on that', () => {
  const openshift = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } } };
  expect(ruled(dnsBlocked, [...pods, deny, allow({ to: [openshift], ports })]).findings).toMatchObject([{ severity: 'warning', assumption: 'cluster DNS is k8s-app=kube-dns in namespace kube-system' }]);
});

test.each([
  ['DNS admitted by name of its namespace and labels', [...pods, deny, allow({ to: [dns], ports })]],
  ['port 53 to everybody', [...pods, deny, allow({ ports })]],
  ['everything out', [...pods, deny, allow({})]],
  ['NodeLocal DNSCache by its address', [...pods, deny, allow({ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports })]],
  ['egress that is open', [...pods, networkPolicy('deny', { policyTypes: ['Ingress'] })]],
  ['pods that may call nobody where others may', [...pods, deny, allow({ to: [dns], ports }, { matchLabels: { app: 'web' } })]],
  ['pods that are closed by their labels', [...pods, networkPolicy('sealed', { podSelector: { matchLabels: { app: 'web' } } })]],
  ['pods of the host network', [deployment('agent', {}, { spec: { hostNetwork: true } }), deny]],
])('%s is well', (_title, objects) => {
  expect(ruled(dnsBlocked, objects)).toEqual({ findings: [], unknown: [] });
});

test('policies of another system may let it out', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'dns', { namespace: 'shop', spec: { endpointSelector: {}, egress: [{}] } });
  expect(ruled(dnsBlocked, [deployment('web'), deny, cilium])).toEqual({ findings: [], unknown: ['whether policies let pods ask cluster DNS'] });
});
