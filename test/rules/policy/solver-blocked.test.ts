import { solverBlocked } from '../../../lib/rules/policy/solver-blocked';
import { istioSidecar } from '../../../lib/platform/presets';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const deny = networkPolicy('deny', { policyTypes: ['Ingress'] });
const issuer = (...solvers: readonly object[]): ReturnType<typeof manifest> => manifest('cert-manager.io/v1', 'ClusterIssuer', 'letsencrypt', { spec: { acme: { server: 'https://acme.example', privateKeySecretRef: { name: 'key' }, solvers } } });
const http = { http01: { ingress: { ingressClassName: 'nginx' } } };
const dns = { dns01: { cloudDNS: { project: 'shop' } } };
const certificate = manifest('cert-manager.io/v1', 'Certificate', 'shop', { namespace: 'shop', spec: { secretName: 'shop-tls', dnsNames: ['shop.example'], issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' } } });
const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'web', { namespace: 'shop', annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' }, spec: { tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }] } });
const nginx = deployment('ingress-nginx-controller', {}, { namespace: 'ingress-nginx' });
const admit = (from: readonly object[]): ReturnType<typeof networkPolicy> => networkPolicy('solvers', { podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } }, policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 8089 }] }] });

test('solvers in a closed namespace are reached by nobody', () => {
  expect(ruled(solverBlocked, [issuer(http), certificate, deny]).findings).toMatchObject([
    {
      severity: 'error', object: { kind: 'NetworkPolicy', name: 'deny' }, near: [{ object: { kind: 'Certificate' } }, { object: { kind: 'ClusterIssuer' } }],
      message: 'NetworkPolicy shop/deny closes pods that will answer ACME challenges for Certificate shop/shop, and nothing lets anybody reach their port 8089: the certificate is not renewed',
    },
  ]);
});

test('an Ingress asks for certificates as well, and a namespace is told once', () => {
  expect(said(solverBlocked, [issuer(http), ingress, deny])).toHaveLength(1);
  expect(said(solverBlocked, [issuer(http), ingress, certificate, deny])).toHaveLength(1);
});

test('somebody else being admitted does not help', () => {
  expect(said(solverBlocked, [issuer(http), ingress, nginx, deny, admit([{ podSelector: {} }])])).toHaveLength(1);
});

test.each([
  ['an open namespace', [issuer(http), certificate]],
  ['a namespace closed for egress alone', [issuer(http), certificate, networkPolicy('deny', { policyTypes: ['Egress'] })]],
  ['proof by DNS', [issuer(dns), certificate, deny]],
  ['proof by DNS for these names', [issuer({ ...dns, selector: { dnsZones: ['example'] } }, { ...http, selector: { dnsNames: ['other.test'] } }), certificate, deny]],
  ['an issuer that is none of ACME', [manifest('cert-manager.io/v1', 'ClusterIssuer', 'letsencrypt', { spec: { selfSigned: {} } }), certificate, deny]],
  ['the controller admitted', [issuer(http), ingress, nginx, deny, admit([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }])]],
  ['a policy for other pods', [issuer(http), certificate, networkPolicy('deny', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] })]],
])('%s is well', (_title, objects) => {
  expect(said(solverBlocked, objects)).toEqual([]);
});

test('an issuer that is nowhere in the input is not known, unless the platform names its solvers', () => {
  expect(said(solverBlocked, [certificate, deny])).toEqual(['unknown: whether an issuer that is not in the input proves names over HTTP']);
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', certManager: {} });
  expect(ruled(solverBlocked, [certificate, deny], { platform }).findings).toMatchObject([{ severity: 'warning', assumption: 'ClusterIssuer letsencrypt proves names over HTTP' }]);
});

test('an entrance that is nowhere in the input may be the one that is admitted', () => {
  expect(said(solverBlocked, [issuer(http), certificate, deny, admit([{ namespaceSelector: {} }])])).toEqual(['unknown: whether policies let ACME challenges in']);
});
