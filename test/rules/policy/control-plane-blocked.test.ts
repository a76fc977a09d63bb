import { controlPlaneBlocked } from '../../../lib/rules/policy/control-plane-blocked';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const mesh = namespace('shop', { 'istio-injection': 'enabled' });
const deny = networkPolicy('default-deny');
const allow = (name: string, port: number): ReturnType<typeof networkPolicy> => networkPolicy('allow', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }], ports: [{ port }] }] });

test('proxies that may not reach istiod never become ready', () => {
  expect(ruled(controlPlaneBlocked, [mesh, deployment('web'), deny]).findings).toMatchObject([
    {
      severity: 'error', codes: ['NET-05'], object: { name: 'default-deny' },
      message: 'NetworkPolicy shop/default-deny closes egress of Deployment web, whose proxies reach istiod through nothing else: they never become ready',
      help: 'admit egress to app=istiod in namespace istio-system on TCP 15012',
    },
  ]);
});

test('its port admitted elsewhere than it is taken to be rests on that', () => {
  expect(ruled(controlPlaneBlocked, [mesh, deployment('web'), deny, allow('mesh', 15012)]).findings).toMatchObject([{ severity: 'warning', assumption: 'istiod is app=istiod in namespace istio-system' }]);
  expect(ruled(controlPlaneBlocked, [mesh, deployment('web'), deny, allow('mesh', 15012)], { known: new Set(['controlPlane']) }).findings).toMatchObject([{ severity: 'error' }]);
});

test.each([
  ['istiod admitted', [mesh, deployment('web'), deny, allow('istio-system', 15012)]],
  ['pods without a proxy', [namespace('shop'), deployment('web'), deny]],
  ['pods that ask for none', [mesh, deployment('web', {}, { labels: { 'sidecar.istio.io/inject': 'false' } }), deny]],
  ['egress that is open', [mesh, deployment('web'), networkPolicy('deny', { policyTypes: ['Ingress'] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(controlPlaneBlocked, objects)).toEqual({ findings: [], unknown: [] });
});

test('pods of which nobody knows whether they have a proxy are unknown', () => {
  expect(ruled(controlPlaneBlocked, [deployment('web'), deny])).toEqual({ findings: [], unknown: ['whether policies let proxies reach istiod'] });
});

test('without Istio there is no istiod', () => {
  expect(ruled(controlPlaneBlocked, [mesh, deployment('web'), deny], { mesh: undefined })).toEqual({ findings: [], unknown: [] });
});
