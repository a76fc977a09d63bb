import type { JsonObject } from '../../../lib/model/json';
import { cniFacts } from '../../../lib/platform/cni';
import { istioSidecar } from '../../../lib/platform/presets';
import { blockMayMeanPods } from '../../../lib/rules/policy/block-may-mean-pods';
import { deployment, networkPolicy, service } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const pods = (app: string): object => ({ podSelector: { matchLabels: { app } } });
const everything = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } };
const web = (...to: readonly object[]): JsonObject => networkPolicy('web', { ...pods('web'), policyTypes: ['Egress'], egress: [{ to }] });
const db = (...from: readonly object[]): JsonObject => networkPolicy('db', { ...pods('db'), policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 5432 }] }] });
const workloads = [deployment('web'), deployment('db', { sql: 5432 })];

test('a block at one end, where the other names the pods, is told for information', () => {
  expect(ruled(blockMayMeanPods, [...workloads, web(everything), db(pods('web'))]).findings).toMatchObject([{
    severity: 'info', object: { name: 'web' }, path: ['spec', 'egress', 0],
    message: 'NetworkPolicy shop/web admits Deployment shop/web to Deployment shop/db on TCP 5432 by an address block alone, and whether that means pods is left to the network plugin: NetworkPolicy shop/db needs the connection',
    near: [{ object: { name: 'db' } }],
  }]);
});

test('so is one that alone lets an ingress controller of the input in', () => {
  const controller = deployment('nginx', {}, { namespace: 'ingress-nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } });
  const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'shop', { namespace: 'shop', spec: { ingressClassName: 'nginx', defaultBackend: { service: { name: 'db', port: { number: 80 } } } } });
  const { findings } = ruled(blockMayMeanPods, [...workloads, controller, service('db', { http: [80, 5432] }), ingress, db(everything)]);
  expect(findings).toMatchObject([{ object: { name: 'db' }, near: [{ object: { kind: 'Ingress' } }] }]);
});

test.each<[string, readonly JsonObject[]]>([
  ['a block to the world, of which nobody needs pods', [...workloads, web(everything)]],
  ['labels beside the block', [...workloads, web(everything, pods('db')), db(pods('web'))]],
  ['a block that no pod is in', [...workloads, web({ ipBlock: { cidr: '169.254.169.254/32' } }), db(pods('web'))]],
  ['no block', [...workloads, web(pods('db')), db(pods('web'))]],
])('%s is well', (_title, objects) => {
  expect(ruled(blockMayMeanPods, objects)).toEqual({ findings: [], unknown: [] });
});

test('a network plugin that is known leaves nothing open', () => {
  const platform = { ...istioSidecar({ cluster: 'test', routing: 'istio', cni: 'cilium' }), cni: cniFacts('cilium') };
  expect(ruled(blockMayMeanPods, [...workloads, web(everything), db(pods('web'))], { platform, known: new Set(['cni']) }).findings).toEqual([]);
});
