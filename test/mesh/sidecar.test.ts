import { dnsCapture } from '../../lib/mesh/dns-capture';
import { imports, outboundPolicy, sidecarScope } from '../../lib/mesh/sidecar-scope';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { deployment, istio, shop, told, workload, world } from './mesh';

const web = { namespace: 'shop', labels: { app: 'web' } };
const sidecar = (called: string, spec: object = {}, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('Sidecar', called, spec, at);
const chosen = { workloadSelector: { labels: { app: 'web' } } };

describe('the Sidecar that applies', () => {
  test.each<readonly [string, readonly JsonObject[], string | undefined]>([
    ['none', [], undefined],
    ['that of the root namespace', [sidecar('root', {}, { namespace: 'istio-system' })], 'root'],
    ['that of the namespace over it', [sidecar('root', {}, { namespace: 'istio-system' }), sidecar('own')], 'own'],
    ['that of the pods over both', [sidecar('own'), sidecar('pods', chosen)], 'pods'],
    ['not one for other pods', [sidecar('pods', { workloadSelector: { labels: { app: 'api' } } })], undefined],
    ['not one of another namespace', [sidecar('own', {}, { namespace: 'pay' })], undefined],
    ['the oldest of two', [sidecar('a', {}, { created: 2 }), sidecar('b', {}, { created: 1 })], 'b'],
  ])('%s', (_, objects, expected) => {
    expect(sidecarScope(world(objects), web).object?.reference.name).toBe(expected);
  });

  test('gateways have none', () => {
    expect(sidecarScope(world([sidecar('own')]), { ...web, proxy: 'gateway' }).object).toBeUndefined();
  });

  test('two of unknown age', () => {
    expect(imports(world([sidecar('a', { egress: [{ hosts: ['./*'] }] }), sidecar('b')]), web, { name: 'x', namespace: 'shop' }).known).toBe('unknown');
  });
});

test.each<readonly [readonly string[], string, string]>([
  [['*/*'], 'pay', 'yes'],
  [['./*'], 'shop', 'yes'],
  [['./*'], 'pay', 'no'],
  [['pay/*'], 'pay', 'yes'],
  [['pay/*.svc.cluster.local'], 'pay', 'yes'],
  [['pay/other.pay.svc.cluster.local'], 'pay', 'no'],
  [['*/api.pay.svc.cluster.local'], 'pay', 'yes'],
  [['~/*'], 'pay', 'no'],
  [['*/*', '~pay/*'], 'pay', 'no'],
])('egress hosts %j let in api of %s: %s', (hosts, namespace, known) => {
  expect(imports(world([sidecar('own', { egress: [{ hosts }] })]), web, { name: `api.${namespace}.svc.cluster.local`, namespace }).known).toBe(known);
});

test('without egress listeners everything is known', () => {
  expect(imports(world([sidecar('own')]), web, { name: 'x', namespace: 'pay' }).known).toBe('yes');
});

test.each<readonly [object | undefined, object, string]>([
  [undefined, {}, 'ALLOW_ANY'],
  [undefined, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }, 'REGISTRY_ONLY'],
  [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }, 'ALLOW_ANY'],
  [{ outboundTrafficPolicy: {} }, {}, 'REGISTRY_ONLY'],
  [{}, {}, 'ALLOW_ANY'],
])('Sidecar %j under mesh %j: %s', (spec, meshConfig, mode) => {
  expect(outboundPolicy(world(spec === undefined ? [] : [sidecar('own', spec)], { meshConfig: meshConfig as JsonObject }), web).mode).toBe(mode);
});

describe('who answers names', () => {
  const config = (called: string, value: unknown, rest: object = {}, namespace = 'shop'): JsonObject => istio('ProxyConfig', called, { environmentVariables: { ISTIO_META_DNS_CAPTURE: value }, ...rest }, { namespace });
  const on = { meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } };
  const annotated = (text: string): object => ({ annotations: { 'proxy.istio.io/config': text } });

  test.each<readonly [string, readonly JsonObject[], object, object, string]>([
    ['sidecars do not by default', [shop], {}, {}, 'no'],
    ['the mesh configuration', [shop], {}, on, 'yes'],
    ['the annotation over it', [shop], annotated('proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "false"\n'), on, 'no'],
    ['the annotation as JSON', [shop], annotated('{"proxyMetadata":{"ISTIO_META_DNS_CAPTURE":"true"}}'), {}, 'yes'],
    ['a ProxyConfig of the namespace', [shop, config('ns', 'true')], {}, {}, 'yes'],
    ['of the pods over that of the namespace', [shop, config('ns', 'true'), config('pods', 'false', { selector: { matchLabels: { app: 'web' } } })], {}, {}, 'no'],
    ['of the root namespace', [shop, config('root', 'true', {}, 'istio-system')], {}, {}, 'yes'],
    ['two that disagree', [shop, config('a', 'true'), config('b', 'false')], {}, {}, 'unknown'],
    ['ambient does', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } })], {}, {}, 'yes'],
    ['nobody outside the mesh', [manifest('v1', 'Namespace', 'shop')], {}, on, 'no'],
    ['not known where the sidecar is not', [], {}, on, 'unknown'],
  ])('%s', (_, objects, pods, facts, expected) => {
    const w = world([...objects, deployment('web', pods)], facts);
    expect(dnsCapture(w, workload(w, 'web')).captured).toBe(expected);
  });

  test('evidence is the annotation where it stands', () => {
    const w = world([shop, deployment('web', annotated('proxyMetadata: {ISTIO_META_DNS_CAPTURE: true}'))]);
    expect(told(dnsCapture(w, workload(w, 'web')).evidence)).toBe('[{"object":"Deployment shop/web","path":["spec","template","metadata","annotations","proxy.istio.io/config"]}]');
  });
});
