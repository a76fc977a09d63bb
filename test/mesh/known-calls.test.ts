import { callsTo, knownCalls } from '../../lib/mesh/known-calls';
import { controlPlaneCalls } from '../../lib/mesh/control-plane-calls';
import { ruledTls } from '../../lib/mesh/ruled-tls';
import { servedBy } from '../../lib/mesh/served';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import { formatPath } from '../../lib/model/finding';
import { manifest } from '../support/world';
import { deployment, istio, service, shop, workload, world } from './mesh';

const [db, pods] = [service('db', { ports: [{ name: 'tcp', port: 5432, targetPort: 6000 }] }), deployment('db')];
const calls = (objects: readonly JsonObject[], facts: Partial<Facts> = {}): readonly string[] => knownCalls(world([shop, db, pods, ...objects], facts)).map(({ from, port, endpoint, because }) => `${from.name} to ${port.number} at ${endpoint.port}: ${because}`);
const policy = (from: object, port: number | string = 6000): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'in', { namespace: 'shop', spec: { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from: [from], ports: [{ port }] }] } });
const named = deployment('web', { spec: { containers: [{ name: 'm', env: [{ name: 'DB', value: 'db.shop.svc:5432' }] }] } });

test.each<readonly [string, readonly JsonObject[], Partial<Facts>, readonly string[]]>([
  ['an edge of sealane.yaml', [deployment('web')], { edges: [{ from: 'shop/web', to: 'shop/db', port: 'tcp' }] }, ['web to 5432 at 6000: sealane.yaml has the edge shop/web to shop/db']],
  ['an edge to a port that is not there', [deployment('web')], { edges: [{ from: 'shop/web', to: 'shop/db', port: 1 }] }, []],
  ['a name in the environment', [named], {}, ['web to 5432 at 6000: env DB names db.shop.svc:5432']],
  ['a policy that admits chosen pods', [deployment('web'), policy({ podSelector: { matchLabels: { app: 'web' } } })], {}, ['web to 5432 at 6000: NetworkPolicy in admits it']],
  ['chosen pods of a namespace', [deployment('teller', { namespace: 'bank' }), policy({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } }, podSelector: { matchLabels: { app: 'teller' } } })], {}, ['teller to 5432 at 6000: NetworkPolicy in admits it']],
  ['the Service\'s port instead of the pods\'', [deployment('web'), policy({ podSelector: { matchLabels: { app: 'web' } } }, 5432)], {}, []],
  ['every pod: that says nothing of who calls', [deployment('web'), policy({ podSelector: {} })], {}, []],
])('known by %s', (_title, objects, facts, expected) => {
  expect(calls(objects, facts)).toEqual(expected);
});

test('calls are found from their other end', () => {
  const w = world([shop, db, pods, named]);
  expect([callsTo(w, workload(w, 'db'), 6000).length, callsTo(w, workload(w, 'db'), 5432).length, callsTo(w, workload(w, 'web'), 6000).length]).toEqual([1, 0, 0]);
  expect(servedBy(w, workload(w, 'db')).map(({ host, port, endpoint }) => [host.object.reference.name, port.number, endpoint.port])).toEqual([['db', 5432, 6000]]);
});

test('the API server calls webhooks, aggregated APIs and conversions', () => {
  const at = (rest: object = {}): object => ({ namespace: 'shop', name: 'db', ...rest });
  const w = world([
    db,
    manifest('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'v', { webhooks: [{ name: 'a.example', clientConfig: { url: 'https://a' } }, { name: 'b.example', clientConfig: { service: at({ port: 5432 }) } }] }),
    manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.shop.example', { spec: { service: at() } }),
    manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'carts.shop.example', { spec: { conversion: { webhook: { clientConfig: { service: at({ port: 5432 }) } } } } }),
    manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.bank.example', { spec: { service: { namespace: 'bank', name: 'elsewhere' } } }),
  ]);
  expect(controlPlaneCalls(w).map(({ what, path, port }) => `${what} at ${formatPath(path)}: ${port?.number ?? 'no such port'}`)).toEqual([
    'webhook b.example at webhooks[1].clientConfig.service: 5432', 'API v1.shop.example at spec.service: no such port', 'conversion of carts.shop.example at spec.conversion.webhook.clientConfig.service: 5432',
  ]);
});

describe('TLS that rules speak of', () => {
  const tls = (mode: string): object => ({ tls: { mode } });
  const rule = (spec: object, namespace = 'shop'): JsonObject => istio('DestinationRule', `r-${namespace}`, spec, { namespace });
  const said = (...objects: readonly JsonObject[]): readonly string[] => ruledTls(world([shop, db, pods, ...objects])).map(({ rule: { reference }, mode, path, byName, subset }) => `${reference.name} ${mode} ${formatPath(path)}${byName ? '' : ' by wildcard'}${subset === undefined ? '' : ` for ${subset}`}`);

  test.each<readonly [string, readonly JsonObject[], readonly string[]]>([
    ['a host by name', [rule({ host: 'db', trafficPolicy: tls('DISABLE') })], ['r-shop DISABLE spec.trafficPolicy.tls.mode']],
    ['a wildcard', [rule({ host: '*.local', trafficPolicy: tls('ISTIO_MUTUAL') }, 'istio-system')], ['r-istio-system ISTIO_MUTUAL spec.trafficPolicy.tls.mode by wildcard']],
    ['one that a rule of the host replaces for its clients', [rule({ host: '*.local', trafficPolicy: tls('ISTIO_MUTUAL') }, 'istio-system'), rule({ host: 'db' })], []],
    ['a port', [rule({ host: 'db', trafficPolicy: { portLevelSettings: [{ port: { number: 5432 }, ...tls('SIMPLE') }] } })], ['r-shop SIMPLE spec.trafficPolicy.portLevelSettings[0].tls.mode']],
    ['a subset', [rule({ host: 'db', subsets: [{ name: 'v1', labels: {}, trafficPolicy: tls('DISABLE') }] })], ['r-shop DISABLE spec.subsets[0].trafficPolicy.tls.mode for v1']],
    ['nothing of TLS', [rule({ host: 'db', trafficPolicy: { loadBalancer: {} } })], []],
  ])('for %s', (_title, objects, expected) => {
    expect(said(...objects)).toEqual(expected);
  });
});
