import type { JsonObject } from '../../../lib/model/json';
import { subsetWithoutPods } from '../../../lib/rules/route/subset-without-pods';
import { deployment, istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const host = 'reviews.shop.svc.cluster.local';
const rule = (labels: object, rest: object = {}): JsonObject => istio('DestinationRule', 'reviews', { host, subsets: [{ name: 'v2', labels }], ...rest });
const route = (weight = 50): JsonObject => istio('VirtualService', 'reviews', { hosts: [host], http: [{ route: [{ destination: { host }, weight: 50 }, { destination: { host, subset: 'v2' }, weight }] }] });
const pods = (version: string): JsonObject => deployment(`reviews-${version}`, { labels: { app: 'reviews', version } });

test('a subset that a route leads to and no pod of the Service belongs to is an error, with the labels that there are', () => {
  expect(ruled(subsetWithoutPods, [service('reviews'), pods('v1'), rule({ version: 'v2' }), route()]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'subsets', 0, 'labels'], message: `subset "v2" of ${host} has no pods: none behind Service shop/reviews has version=v2`,
    help: 'give the pods of the version version=v2 in their template, or correct the labels of the subset', near: [{ object: { kind: 'VirtualService' } }, { object: { kind: 'Deployment', name: 'reviews-v1' }, note: 'version: v1' }],
  }]);
});

test('where no route leads there it is information: a canary that is prepared', () => {
  expect(said(subsetWithoutPods, [service('reviews'), pods('v1'), rule({ version: 'v2' }), route(0)])).toEqual([`info: subset "v2" of ${host} has no pods: none behind Service shop/reviews has version=v2; no route leads there yet`]);
});

const rollout: JsonObject = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'reviews', namespace: 'shop' }, spec: { template: { metadata: { labels: { app: 'reviews', version: 'v2' } }, spec: { containers: [{ name: 'main' }] } } } };

test.each<[string, readonly JsonObject[]]>([
  ['a Deployment with the labels', [pods('v2'), rule({ version: 'v2' })]],
  ['pods of a Rollout', [rollout, rule({ version: 'v2' })]],
  ['a rule for a wildcard', [pods('v1'), rule({ version: 'v2' }, { host: '*.shop.svc.cluster.local' })]],
  ['a host that is not in the input', [pods('v1'), rule({ version: 'v2' }, { host: 'other.shop.svc.cluster.local' })]],
  ['a subset without labels', [pods('v1'), rule({})]],
])('%s is well', (_title, objects) => {
  expect(said(subsetWithoutPods, [service('reviews'), ...objects, route()])).toEqual([]);
});

test.each<[string, readonly JsonObject[], string]>([
  ['pods of an operator', [service('reviews'), rule({ version: 'v2' })], 'the pods of the Service are not in the input'],
  ['labels of nodes', [service('reviews'), pods('v2'), rule({ version: 'v2', 'topology.kubernetes.io/zone': 'a' })], 'labels that nodes or controllers add are not in the input'],
  ['a Service without a selector', [service('reviews', { selector: {} }), rule({ version: 'v2' })], 'the endpoints of the host are not in the input'],
])('%s leave it open', (_title, objects, reason) => {
  expect(said(subsetWithoutPods, [...objects, route()])).toEqual([`unknown: ${reason}`]);
});

test('endpoints of a ServiceEntry have labels of their own', () => {
  const entry = (labels: object): JsonObject => istio('ServiceEntry', 'api', { hosts: ['api.example.com'], resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '10.0.0.1', labels }] });
  const subset = rule({ version: 'v2' }, { host: 'api.example.com' });
  expect(said(subsetWithoutPods, [entry({ version: 'v2' }), subset])).toEqual([]);
  expect(said(subsetWithoutPods, [entry({ version: 'v1' }), subset])).toHaveLength(1);
});
