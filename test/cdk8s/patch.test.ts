import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DefaultDeny, Network, istioSidecar } from '../../lib';
import type { Manifest } from '../../lib/model/object';
import { workload } from '../support/shop';

function app() {
  const given = new App();
  const net = new Network(given, istioSidecar({ cluster: 'eu', routing: 'istio' }));
  const chart = new Chart(given, 'shop', { namespace: 'shop' });
  const namespace = net.namespace('shop', { create: true, labels: { 'istio-injection': 'enabled' } });
  new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [] });
  const written = (): readonly Manifest[] => given.charts.flatMap(each => each.toJson() as Manifest[]);
  return { given, net, chart, namespace, written };
}

const dns = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'allow-dns' } as const;

test('what is patched is written in its chart', () => {
  const { given, net, chart, written } = app();
  net.patch(dns, object => ({ ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, team: 'net' } } }), { at: chart });
  expect(given.node.validate()).toEqual([]);
  expect(written().find(({ metadata }) => metadata.name === 'allow-dns')?.metadata).toMatchObject({ labels: { team: 'net' }, annotations: { 'sealane.dev/patterns': 'default-deny', 'sealane.dev/patches': 'shop' } });
});

test('the result is checked, and what is wrong with it is said where it was patched', () => {
  const { given, net, chart, namespace } = app();
  const fixes = new Construct(chart, 'fixes');
  net.service({ name: 'web', namespace, workload: net.workload(workload('web')), ports: { http: { port: 80, targetPort: 'http' } } });
  net.patch({ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' }, object => ({ ...object, spec: { ...(object['spec'] as object), ports: [{ name: 'http', port: 80, targetPort: 'web' }] } }), { at: fixes });
  given.node.validate();
  expect(fixes.node.validate()).toEqual([expect.stringContaining('service/named-port-missing')]);
});

test('without a place it is said at the network', () => {
  const { given, net } = app();
  net.patch(dns, () => undefined as never);
  given.node.validate();
  expect(given.node.findChild('00-network').node.validate()).toEqual([expect.stringContaining('api/patch-identity')]);
});

test('what a construct writes is no object of the network', () => {
  const { given, net, chart } = app();
  new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
  net.patch({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' }, object => object);
  given.node.validate();
  expect(given.node.findChild('00-network').node.validate()).toEqual([expect.stringContaining('its own addJsonPatch')]);
});
