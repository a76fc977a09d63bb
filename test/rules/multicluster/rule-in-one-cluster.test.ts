import { ruleInOneCluster } from '../../../lib/rules/multicluster/rule-in-one-cluster';
import { service } from '../../support/closed';
import { remoteSecret, rootNamespaceOn, saidOf, type GivenCluster } from '../../support/clusters';
import { manifest } from '../../support/world';

const web = service('web', { http: [80, 8080] });
const rule = (...subsets: readonly string[]): ReturnType<typeof manifest> => manifest('networking.istio.io/v1', 'DestinationRule', 'web', { namespace: 'shop', spec: { host: 'web', subsets: subsets.map(name => ({ name, labels: { version: name } })) } });
const route = manifest('networking.istio.io/v1', 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['web'], http: [{ route: [{ destination: { host: 'web', subset: 'v1' }, weight: 90 }, { destination: { host: 'web', subset: 'v2' }, weight: 10 }] }] } });
const eu = (...objects: GivenCluster['objects']): GivenCluster => ({ objects: [remoteSecret('us'), rootNamespaceOn('eu'), web, ...objects] });
const us = (...objects: GivenCluster['objects']): GivenCluster => ({ objects: [rootNamespaceOn('us'), ...objects] });

test('subsets that the other cluster does not have are reset there', () => {
  expect(saidOf(ruleInOneCluster, { eu: eu(rule('v1', 'v2'), route), us: us(web) })).toEqual([
    'eu warning: routes here ask for v1 and v2 of Service shop/web, whose pods are in cluster us as well, and no DestinationRule there has these subsets: its gateway resets what is sent to them',
  ]);
});

test('so is a single one', () => {
  expect(saidOf(ruleInOneCluster, { eu: eu(rule('v1', 'v2'), route), us: us(web, rule('v1')) })).toEqual([
    'eu warning: routes here ask for v2 of Service shop/web, whose pods are in cluster us as well, and no DestinationRule there has this subset: its gateway resets what is sent to it',
  ]);
});

test.each([
  ['the same rule in both', { eu: eu(rule('v1', 'v2'), route), us: us(web, rule('v1', 'v2')) }],
  ['subsets that no route names', { eu: eu(rule('v1', 'v2')), us: us(web) }],
  ['a Service of this cluster alone', { eu: eu(rule('v1', 'v2'), route), us: us() }],
  ['clusters of one network, where no gateway is passed', { eu: { objects: [remoteSecret('us'), rootNamespaceOn('one'), web, rule('v1', 'v2'), route] }, us: { objects: [rootNamespaceOn('one'), web] } }],
  ['clusters that only stand side by side', { eu: { objects: [web, rule('v1', 'v2'), route] }, us: { objects: [web] } }],
])('%s is well', (_title, clusters) => {
  expect(saidOf(ruleInOneCluster, clusters)).toEqual([]);
});
