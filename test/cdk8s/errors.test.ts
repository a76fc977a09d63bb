import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Canary, DefaultDeny, MutualTls } from '../../lib/cdk8s/constructs';
import { Network } from '../../lib/cdk8s/network';
import { workload } from '../support/shop';
import { chart, istio, shopApp, stderrOf, thrownBy, titles } from './app';

describe('an error at synth', () => {
  test('carries the paths of constructs, the rule and the fix: its full text', () => {
    const { app, net, namespace, shop, reviewsV1 } = shopApp();
    const team = new Construct(shop, 'team');
    new MutualTls(shop, 'mtls', { network: net, namespace, stage: 'permissive' });
    new MutualTls(team, 'strict', { network: net, namespace, stage: 'enforce', portExceptions: [{ workload: reviewsV1, containerPort: 9080, mode: 'PERMISSIVE', reason: 'a caller without a proxy' }] });
    expect(thrownBy(() => app.synthYaml())).toBe(
      [
        'Validation failed with the following errors:',
        '  [shop/mtls] api/owner-conflict: patterns disagree about spec.mtls.mode of PeerAuthentication shop/default: mutual-tls at shop/mtls wants "PERMISSIVE", mutual-tls at shop/team/strict wants "STRICT" (help: keep one of the two)',
      ].join('\n'),
    );
  });

  test('is the same from Testing.synth, and again from a second synth', () => {
    const { app, shop } = shopApp();
    new ApiObject(shop, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Settings' } });
    const first = thrownBy(() => titles(Testing.synth(shop)));
    expect(first).toContain('[shop/settings] api/invalid-name: name "Settings" of ConfigMap shop/Settings must be lower-case letters');
    expect(thrownBy(() => app.synthYaml())).toBe(first);
  });

  test('leaves no file behind', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'errors-'));
    const { app, shop } = shopApp({ outdir });
    new ApiObject(shop, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Settings' } });
    expect(() => app.synth()).toThrow();
    expect(readdirSync(outdir)).toEqual([]);
    rmSync(outdir, { recursive: true });
  });

  test('names an object of the user that collides with a composed one', () => {
    const { app, net, reviews, shop } = shopApp();
    new Canary(shop, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
    new ApiObject(shop, 'route', { apiVersion: 'networking.istio.io/v1beta1', kind: 'VirtualService', metadata: { name: 'reviews' } });
    expect(thrownBy(() => app.synthYaml())).toContain('[shop/route] api/duplicate-object: VirtualService shop/reviews is written 2 times, by shop/route and shop/canary (help: keep one, or give the others names of their own)');
  });

  test('about a composed object is attached to its pattern', () => {
    const { app, net, shop, web } = shopApp();
    const long = 'a'.repeat(60);
    const namespace = net.namespace('far', { create: true });
    const service = net.service({ name: long, namespace, ports: { http: { port: 80 } }, selector: { app: long } });
    new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [web.calls(service.port('http'), { name: 'b'.repeat(63) })] });
    new ApiObject(chart(app, 'far', 'far'), 'twin', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'default-deny' } });
    expect(thrownBy(() => app.synthYaml())).toContain('NetworkPolicy far/default-deny is written 2 times, by far/twin and shop/deny');
  });

  test('names two objects of the user with one identity', () => {
    const { app, shop } = shopApp();
    for (const id of ['one', 'two']) new ApiObject(shop, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(thrownBy(() => app.synthYaml())).toContain('[shop/one] api/duplicate-object: ConfigMap shop/settings is written 2 times, by shop/one and shop/two');
  });

  test('names a namespace that nobody declared, at what uses it', () => {
    const { app } = shopApp();
    new ApiObject(chart(app, 'data', 'dta'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(thrownBy(() => app.synthYaml())).toContain("[data/settings] api/namespace-undeclared: namespace dta is declared nowhere and used by ConfigMap settings (help: declare it: net.namespace('dta', { create: true }), or without create if it exists already)");
  });

  test('names a handle in a namespace that nobody declared', () => {
    const { app, net } = shopApp();
    net.workload(workload('cart', { namespace: 'shpo' }));
    expect(thrownBy(() => app.synthYaml())).toContain('namespace shpo is declared nowhere and used by Deployment cart');
  });

  test('takes a Namespace object of the user for a declaration', () => {
    const { app, shop } = shopApp();
    new ApiObject(shop, 'data', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'data' } });
    new ApiObject(chart(app, 'data', 'data'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('names a port that a Service looks for and pods do not have', () => {
    const { app, net, namespace, web } = shopApp();
    net.service({ name: 'web', namespace, ports: { http: { port: 80, targetPort: 'web' } }, workload: web });
    expect(thrownBy(() => app.synthYaml())).toContain('service/named-port-missing: targetPort "web" of port http of Service shop/web is no TCP port of Deployment web (help: name a container port so, or use one of http)');
  });

  test('comes with every other error, not one at a time', () => {
    const { app, shop } = shopApp();
    new ApiObject(shop, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Settings' } });
    new ApiObject(chart(app, 'data', 'dta'), 'other', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' } });
    expect(thrownBy(() => app.synthYaml()).match(/^ {2}\[/gm)).toHaveLength(2);
  });
});

describe('a warning at synth', () => {
  const warned = (): ReturnType<typeof shopApp> => {
    const scene = shopApp();
    new MutualTls(scene.shop, 'mtls', { network: scene.net, namespace: scene.net.namespace('data') });
    chart(scene.app, 'more', 'data');
    chart(scene.app, 'most');
    return scene;
  };

  test('goes to stderr once, although cdk8s validates once for each chart and once more', () => {
    const { app } = warned();
    expect(stderrOf(() => app.synthYaml())).toBe(
      [
        'warning mtls/namespace-not-enrolled: namespace data is not written here and nobody says that it is in the mesh: without proxies no mode has an effect',
        '   at Namespace data  (construct shop/mtls)',
        'given namespace data carries the label istio-injection=enabled',
        ` help: run "kubectl label namespace data istio-injection=enabled" and declare it with net.namespace('data', { enrolled: true })`,
        '0 errors, 1 warning, 1 for information',
        '',
      ].join('\n'),
    );
  });

  test('is not repeated by a second synth of the same App', () => {
    const { app } = warned();
    expect(stderrOf(() => [app.synthYaml(), app.synthYaml()]).match(/^warning /gm)).toHaveLength(1);
  });

  test('is silent where the pattern accepts it, and the accept travels with its objects', () => {
    const { app, net, shop } = shopApp();
    const reason = 'labelled by the cluster team';
    new MutualTls(shop, 'mtls', { network: net, namespace: net.namespace('data'), accept: [{ rule: 'mtls/namespace-not-enrolled', reason }] });
    let yaml = '';
    expect(stderrOf(() => (yaml = app.synthYaml()))).toBe('');
    expect(yaml).toContain(`sealane.dev/accept: '[{"reason":"${reason}","rule":"mtls/namespace-not-enrolled"}]'`);
  });

  test('is made of an accept that accepted nothing', () => {
    const { app, net, namespace, shop } = shopApp();
    new MutualTls(shop, 'mtls', { network: net, namespace, accept: [{ rule: 'mtls/plaintext-caller', reason: 'left over' }] });
    expect(stderrOf(() => app.synthYaml())).toContain('warning platform/accept-unused: accept of mtls/plaintext-caller ("left over") accepted nothing\n   at construct shop/mtls');
  });
});

test('an App without findings says nothing', () => {
  const { app, net, namespace, shop, web, reviews } = shopApp(undefined, { ...istio(), cni: { name: 'calico', enforcesPolicy: true, exemptsOwnNode: true, nodePeers: 'ip-block' } });
  new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('http'))] });
  expect(stderrOf(() => app.synthYaml())).toBe('');
});

test('a Network on an App without charts or patterns is a network that writes nothing', () => {
  const app = new App();
  new Network(app, istio());
  expect(app.synthYaml()).toBe('');
});
