import type { JsonObject } from '../../../lib/model/json';
import { selectsNothing } from '../../../lib/rules/service/selects-nothing';
import { deployment, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const web = deployment('web', { labels: { tier: 'front' } });
const selecting = (selector: object, rest: object = {}): JsonObject => service('web', { selector, ...rest });
const template = (labels: object): object => ({ template: { metadata: { labels }, spec: { containers: [{ name: 'main' }] } } });

test('no pod has the labels: an assumption, and certain where the namespace is complete', () => {
  expect(ruled(selectsNothing, [web, selecting({ app: 'web', tier: 'back' })]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'selector'], message: 'no pod of namespace shop has app=web,tier=back', help: 'correct the selector, or the labels of the pod template of Deployment shop/web',
    near: [{ object: { kind: 'Deployment' }, note: 'labels: app=web,tier=front' }], assumption: 'pods with app=web,tier=back are not made outside the input',
  }]);
  expect(said(selectsNothing, [selecting({ app: 'web' })], { complete: new Set(['shop']) })).toEqual(['error: no pod of namespace shop has app=web']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a Deployment', [web, selecting({ app: 'web' })]],
  ['a CronJob', [manifest('batch/v1', 'CronJob', 'web', { namespace: 'shop', spec: { jobTemplate: { spec: template({ app: 'web' }) } } }), selecting({ app: 'web' })]],
  ['a Rollout', [manifest('argoproj.io/v1alpha1', 'Rollout', 'web', { namespace: 'shop', spec: template({ app: 'web' }) }), selecting({ app: 'web' })]],
  ['a kind that nobody knows, with a template', [manifest('example.com/v1', 'App', 'web', { namespace: 'shop', spec: template({ app: 'web' }) }), selecting({ app: 'web' })]],
  ['istiod, which the platform has', [manifest('v1', 'Service', 'network-istiod', { namespace: 'istio-system', spec: { selector: { app: 'istiod' }, ports: [{ port: 15012 }] } })]],
  ['no selector', [web, selecting({})]],
  ['a name for something outside', [web, selecting({ app: 'x' }, { type: 'ExternalName', externalName: 'example.com' })]],
])('%s is well', (_title, objects) => {
  expect(said(selectsNothing, objects)).toEqual([]);
});

test.each<[string, readonly JsonObject[], string]>([
  ['a namespace without pods', [selecting({ app: 'web' })], 'the pods of the namespace are not in the input'],
  ['an operator', [web, manifest('kafka.strimzi.io/v1', 'Kafka', 'events', { namespace: 'shop', spec: {} }), selecting({ app: 'x' })], 'pods that an operator makes are not in the input'],
  ['the Prometheus operator', [web, manifest('monitoring.coreos.com/v1', 'Prometheus', 'main', { namespace: 'shop', spec: {} }), selecting({ prometheus: 'main' })], 'pods that an operator makes are not in the input'],
  ['the leader of a set', [web, selecting({ app: 'web', role: 'primary' })], 'labels that are put on running pods are not in the input'],
  ['one pod of a set', [web, selecting({ 'statefulset.kubernetes.io/pod-name': 'web-0' })], 'labels that are put on running pods are not in the input'],
])('%s leaves it open', (_title, objects, reason) => {
  expect(said(selectsNothing, objects)).toEqual([`unknown: ${reason}`]);
});

test('monitors and objects of the mesh make no pods', () => {
  expect(said(selectsNothing, [web, manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { namespace: 'shop', spec: {} }), manifest('networking.istio.io/v1', 'Sidecar', 'web', { namespace: 'shop', spec: {} }), selecting({ app: 'x' })])).toHaveLength(1);
});
