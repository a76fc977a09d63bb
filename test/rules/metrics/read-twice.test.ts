import { readTwice } from '../../../lib/rules/metrics/read-twice';
import type { JsonObject } from '../../../lib/model/json';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const service = (name: string, labels: object, more: { readonly selector?: object; readonly port?: object } = {}): JsonObject => manifest('v1', 'Service', name, { namespace: 'kube-system', labels, spec: { selector: more.selector ?? { 'k8s-app': 'kube-dns' }, ports: [{ name: 'metrics', port: 9153, targetPort: 9153, ...more.port }] } });
const monitor = (name: string, labels: object, endpoint: object = {}): JsonObject => manifest('monitoring.coreos.com/v1', 'ServiceMonitor', name, { namespace: 'monitoring', spec: { selector: { matchLabels: labels }, namespaceSelector: { matchNames: ['kube-system'] }, endpoints: [{ port: 'metrics', ...endpoint }] } });
const stack = [service('stack-coredns', { app: 'stack-coredns' }), monitor('stack-coredns', { app: 'stack-coredns' })];

test('two monitors of CoreDNS, each through a Service of its own', () => {
  expect(ruled(readTwice, [...stack, service('kube-dns', { 'k8s-app': 'kube-dns' }), monitor('mine', { 'k8s-app': 'kube-dns' })]).findings).toMatchObject([
    { severity: 'warning', object: { name: 'mine' }, path: ['spec', 'endpoints', 0], message: 'ServiceMonitor monitoring/mine and ServiceMonitor monitoring/stack-coredns read one port and path of the same pods: their samples are there twice', assumption: 'one Prometheus looks at both', near: [{ object: { name: 'stack-coredns' } }] },
  ]);
});

test('one monitor that finds a Service and its headless twin', () => {
  expect(said(readTwice, [service('dns', { app: 'dns' }), service('dns-headless', { app: 'dns' }), monitor('dns', { app: 'dns' })])).toEqual(['warning: ServiceMonitor monitoring/dns finds the same pods through Service kube-system/dns and Service kube-system/dns-headless: their samples are there twice']);
});

test.each([
  ['another port', [service('other', { x: 'y' }, { port: { targetPort: 8080 } }), monitor('mine', { x: 'y' })]],
  ['another path', [service('other', { x: 'y' }), monitor('mine', { x: 'y' }, { path: '/more' })]],
  ['other parameters', [service('other', { x: 'y' }), monitor('mine', { x: 'y' }, { params: { module: ['a'] } })]],
  ['other pods', [service('other', { x: 'y' }, { selector: { app: 'other' } }), monitor('mine', { x: 'y' })]],
  ['a Service without a selector', [service('other', { x: 'y' }, { selector: {} }), monitor('mine', { x: 'y' })]],
  ['a Service that is not read', [service('other', { x: 'y' })]],
])('%s is well', (_title, objects) => expect(said(readTwice, [...stack, ...objects])).toEqual([]));
