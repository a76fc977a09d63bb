import { serviceDiffers } from '../../../lib/rules/multicluster/service-differs';
import { deployment, service } from '../../support/closed';
import { remoteSecret, saidOf, worldsOf, type GivenCluster } from '../../support/clusters';
import { run } from '../../../lib/rules/rule';
import { manifest } from '../../support/world';

const of = (spec: object, ports: Parameters<typeof service>[1] = { http: [80, 8080] }): ReturnType<typeof service> => service('web', ports, { spec });
const eu = (...objects: GivenCluster['objects']): GivenCluster => ({ objects: [remoteSecret('us'), ...objects] });
const us = (...objects: GivenCluster['objects']): GivenCluster => ({ objects });

test.each([
  ['headless', of({ clusterIP: 'None' }), of({}), 'an address here, and headless in cluster eu'],
  ['another name', service('web', {}, { spec: { type: 'ExternalName', externalName: 'web.example', selector: undefined } }), of({}), 'an address here, and another name in cluster eu'],
  ['a port', of({}, { http: [80, 8080], admin: [9000, 9000] }), of({}), 'without port 9000/TCP here, and with port 9000/TCP in cluster eu'],
  ['a protocol', of({}, { http: [80, 8080] }), of({}, { tcp: [80, 8080] }), 'tcp on port 80 here, and http on port 80 in cluster eu'],
])('a Service that differs by %s is told once, in the later cluster', (_title, there, here, difference) => {
  expect(saidOf(serviceDiffers, { eu: eu(there), us: us(here) })).toEqual([`us warning: Service shop/web is ${difference}: callers take one for the other`]);
});

test('a type that callers inside do not notice is information', () => {
  expect(saidOf(serviceDiffers, { eu: eu(of({ type: 'LoadBalancer' })), us: us(of({})) })).toEqual(['us info: Service shop/web is of type ClusterIP here, and of type LoadBalancer in cluster eu: callers take one for the other']);
});

test('the other Service is named with its cluster', () => {
  const world = worldsOf({ eu: eu(of({ clusterIP: 'None' })), us: us(of({})) }).get('us');
  expect(world === undefined ? [] : run(serviceDiffers, { ...world, program: false, intents: [], undeclaredNamespaces: [] }).findings).toMatchObject([{ cluster: 'us', codes: ['IST0170'], path: ['spec', 'clusterIP'], near: [{ object: { kind: 'Service', name: 'web' }, note: 'in cluster eu' }] }]);
});

test('Services that both clusters export belong together without a mesh', () => {
  const exported = manifest('multicluster.x-k8s.io/v1beta1', 'ServiceExport', 'web', { namespace: 'shop' });
  expect(saidOf(serviceDiffers, { eu: us(exported, of({ clusterIP: 'None' })), us: us(exported, of({})) })).toHaveLength(1);
});

test.each([
  ['the same Service', { eu: eu(of({})), us: us(of({})) }],
  ['another port of the pods', { eu: eu(of({}, { http: [80, 8080] })), us: us(of({}, { http: [80, 9090] })) }],
  ['clusters that only stand side by side', { eu: us(of({ clusterIP: 'None' })), us: us(of({})) }],
  ['a Service of one cluster', { eu: eu(of({})), us: us() }],
  ['the Service of gateways, which each cluster has for itself', { eu: eu(of({ type: 'LoadBalancer' }), deployment('web', {}, { annotations: { 'inject.istio.io/templates': 'gateway' } })), us: us(of({}, { admin: [1, 1] }), deployment('web', {}, { annotations: { 'inject.istio.io/templates': 'gateway' } })) }],
])('%s is well', (_title, clusters) => {
  expect(saidOf(serviceDiffers, clusters)).toEqual([]);
});
