import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { Network, type NetworkOptions } from '../../lib/cdk8s/network';
import { matchers } from '../../lib/testing';
import { chart, istio, stderrOf, thrownBy } from './app';

expect.extend(matchers);

/** An App in which a VirtualService has no hosts, which is a warning, and a Service an annotation of pods, which is an error where it is not accepted. */
function app(check: NetworkOptions['check'], annotated = false): App {
  const made = new App();
  const net = new Network(made, istio(), check === undefined ? {} : { check });
  net.namespace('shop', { create: true });
  const shop = chart(made, 'shop', 'shop');
  new ApiObject(shop, 'route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'inert' }, spec: { http: [{ directResponse: { status: 503 } }] } });
  if (annotated) new ApiObject(shop, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }, spec: { ports: [{ name: 'http', port: 80 }] } });
  return made;
}

const synth = (check: NetworkOptions['check'], annotated?: boolean): string => stderrOf(() => app(check, annotated).synthYaml());

describe('a synth', () => {
  test('tells warnings, and fails for errors, where nothing is said', () => {
    expect(synth(undefined)).toMatch(/^warning route\/without-hosts: /);
    expect(thrownBy(() => synth(undefined, true))).toContain('[shop/service] bypass/annotation-misplaced');
  });

  test('fails for warnings, at the construct, under profile strict', () => {
    expect(thrownBy(() => synth({ profile: 'strict' }))).toContain('[shop/route] route/without-hosts: it has no hosts');
  });

  test('tells information too, under profile advice', () => {
    const check = { severities: { 'route/without-hosts': 'info' } } as const;
    expect(synth(check)).toBe('');
    expect(synth({ ...check, profile: 'advice' })).toContain('info route/without-hosts: ');
  });

  test('takes severities: a rule that is off says nothing', () => {
    expect(synth({ severities: { 'route/without-hosts': 'off' } })).toBe('');
    expect(thrownBy(() => synth({ severities: { 'route/without-hosts': 'error' } }))).toContain('[shop/route] route/without-hosts');
  });

  test('takes accepted findings, narrowed as in sealane.yaml', () => {
    const accept = { rule: 'route/without-hosts', reason: 'hosts come with the next release' };
    expect(synth({ accepts: [accept] })).toBe('');
    expect(synth({ accepts: [{ ...accept, kind: 'VirtualService', name: 'in*' }] })).toBe('');
    expect(synth({ accepts: [{ ...accept, name: 'other' }] })).toMatch(/^warning route\/without-hosts/);
  });

  test('says at the network that an accept accepted nothing', () => {
    expect(synth({ accepts: [{ rule: 'route/short-host', reason: 'old' }], severities: { 'route/without-hosts': 'off' } })).toMatch(/^warning platform\/accept-unused: accept of route\/short-host \("old"\) accepted nothing\n {3}at construct 00-network\n/);
  });

  test('takes what is outside: what is declared exists, and what a complete namespace does not hold does not', () => {
    const found = (check: NetworkOptions['check']): boolean => {
      const made = app(check);
      new ApiObject(made.node.findChild('shop'), 'entrance', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'entrance' }, spec: { hostnames: ['shop.example'], parentRefs: [{ name: 'public' }] } });
      return matchers.toHaveFinding(made, 'expose/gateway-unknown').pass;
    };
    expect([found(undefined), found({ complete: ['shop'] }), found({ complete: ['shop'], declared: [{ kind: 'Gateway', namespace: 'shop', name: 'public' }] })]).toEqual([false, true, false]);
  });

  test('is judged by a sealane.yaml, whose platform stays unread', () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-options-'));
    try {
      writeFileSync(join(folder, 'sealane.yaml'), 'platform: { mesh: none }\nprofile: strict\n');
      expect(thrownBy(() => synth(join(folder, 'sealane.yaml')))).toContain('[shop/route] route/without-hosts');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test('expectations about the App take the profile of its Network, and may say another', () => {
  expect(app({ profile: 'strict' })).not.toPassChecks();
  expect(app(undefined)).toPassChecks();
  expect(app(undefined)).not.toPassChecks({ profile: 'strict' });
});

describe('misuse throws where the Network is made:', () => {
  test.each<readonly [string, unknown, string]>([
    ['a misspelt field', { serverities: {} }, 'check.serverities is no field; check has profile, declared, complete, severities'],
    ['the platform, which the network has', { platform: {} }, 'check.platform is no field'],
    ['a profile that is none', { profile: 'lax' }, 'check.profile is "lax", allowed are default, strict and advice'],
    ['an accept without a reason', { accepts: [{ rule: 'route/short-host' }] }, 'check.accepts[0] has no reason'],
    ['a severity of a rule that does not exist', { severities: { 'route/short-hots': 'off' } }, 'check: severities of rules that do not exist: route/short-hots; did you mean route/short-host'],
    ['what would lose an object', { severities: { 'api/owner-conflict': 'off' } }, 'check: api/owner-conflict cannot be switched off: an object would be lost'],
    ['a file that does not exist', 'absent.yaml', 'absent.yaml does not exist; name a sealane.yaml'],
    ['no configuration', 7, 'check is 7, not a map'],
  ])('%s', (_title, check, message) => {
    expect(() => app(check as never)).toThrow(message);
  });
});
