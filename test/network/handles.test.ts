import { Network } from '../../lib/network/network';
import type { WorkloadSource } from '../../lib/network/workload';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { refusal } from '../support/misuse';
import { workload } from '../support/shop';

function setup() {
  const net = new Network(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
  const shop = net.namespace('shop', { create: true });
  return { net, shop, bank: net.namespace('bank'), web: net.workload(workload('web')) };
}

describe('a namespace', () => {
  test.each<readonly [title: string, call: (given: ReturnType<typeof setup>) => unknown, what: string]>([
    ['whose name is no DNS label', ({ net }) => net.namespace('Shop'), 'namespace name "Shop" must be'],
    ['that has a handle', ({ net }) => net.namespace('shop'), 'namespace shop has a handle already'],
    ['with labels, that nobody writes', ({ net }) => net.namespace('other', { labels: { team: 'x' } }), 'namespace other is not written here, so its labels would be lost'],
    ['with a label that is none', ({ net }) => net.namespace('other', { create: true, labels: { team: 'a b' } }), 'namespace other: label value "a b" must be'],
  ])('%s is refused', (_title, call, what) => {
    expect(refusal(() => call(setup())).what).toContain(what);
  });
});

test('a gateway of the Gateway API needs a class, or no controller would serve it', () => {
  const net = new Network(plainKubernetes({ cluster: 'test' }));
  const namespace = net.namespace('shop', { create: true });
  const options = { name: 'public', namespace, pods: { labels: { app: 'g' }, serviceAccount: 'g' }, listeners: { http: { hostname: 'shop.example', protocol: 'HTTP' } } } as const;
  expect(refusal(() => net.gateway(options)).what).toBe('gateway public: the platform names no GatewayClass, so no controller would serve it');
  expect(() => net.gateway({ ...options, existing: true })).not.toThrow();
});

test('a selector that does not match the pods of the Service is refused', () => {
  const { net, shop, web } = setup();
  expect(refusal(() => net.service({ name: 'web', namespace: shop, ports: { http: { port: 80 } }, workload: web, selector: { app: 'wbe' } })).what).toBe('service shop/web: selector app=wbe does not match the pods of web (app=web)');
});

describe('a workload', () => {
  test.each<readonly [title: string, source: unknown, what: string, fix: string]>([
    ['without a name', { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'x-', labels: { a: 'b' } } }, 'a workload has no metadata.name', 'name it: generated names cannot be referred to'],
    ['of a kind that has no pods', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', labels: { a: 'b' } } }, 'ConfigMap x is not a workload', 'pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod'],
    ['without pod labels', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', namespace: 'shop' }, spec: {} }, 'pods of Deployment shop/x have no labels, so a selector for them would select every pod of the namespace', 'put a label such as app on the pod template'],
    ['elsewhere without labels', { existing: true, name: 'x', namespace: { name: 'shop' }, labels: {} }, 'pods of Deployment shop/x have no labels, so a selector for them would select every pod of the namespace', 'give the labels of its pods'],
    ['that has a handle', workload('web'), 'Deployment shop/web has a handle already', 'keep the first one and pass it on'],
  ])('%s is refused', (_title, source, what, fix) => {
    expect(refusal(() => setup().net.workload(source as WorkloadSource))).toEqual({ what, fix });
  });

  test('of the same name and another kind is another', () => {
    expect(() => setup().net.workload(workload('web', { kind: 'StatefulSet' }))).not.toThrow();
  });

  test('refers to its namespace by name, so the namespace may be declared later', () => {
    const net = new Network(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
    const web = net.workload(workload('web'));
    expect(web.namespace).toEqual({ name: 'shop', created: false, enrolled: undefined, labels: {} });
    const shop = net.namespace('shop', { create: true });
    expect(web.namespace).toBe(shop);
  });
});

describe('a Service', () => {
  const port = { http: { port: 80 } };
  test.each<readonly [title: string, call: (given: ReturnType<typeof setup>) => unknown, what: string]>([
    ['whose name begins with a digit', ({ net, shop, web }) => net.service({ name: '1st', namespace: shop, workload: web, ports: port }), 'service name "1st" must begin with a letter'],
    ['without ports', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, workload: web, ports: {} }), 'service s has no ports'],
    ['with a port name that is none', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, workload: web, ports: { 'HTTP Port': { port: 80 } } }), 'service s: port name "HTTP Port" must be'],
    ['with a port that is none', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, workload: web, ports: { http: { port: 0 } } }), 'service s: port http is 0, it must be a whole number from 1 to 65535'],
    ['with a target port that is none', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, workload: web, ports: { http: { port: 80, targetPort: '8080' } } }), 'service s: targetPort of http is "8080", it must contain a letter'],
    ['with one port twice', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, workload: web, ports: { a: { port: 80 }, b: { port: 80 } } }), 'service s: ports a and b are both TCP 80'],
    ['with a version name that is none', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, versions: { 'v 1': web }, ports: port }), 'service shop/s: version name "v 1" must be'],
    ['without pods', ({ net, shop }) => net.service({ name: 's', namespace: shop, versions: {}, ports: port }), 'service shop/s has no pods behind it'],
    ['with pods of another namespace', ({ net, bank, web }) => net.service({ name: 's', namespace: bank, workload: web, ports: port }), 'service bank/s: workload web is in namespace shop; a Service selects pods of its own namespace only'],
    ['whose versions have no label in common', ({ net, shop, web }) => net.service({ name: 's', namespace: shop, versions: { v1: web, v2: net.workload(workload('other')) }, ports: port }), 'service shop/s: its pods have no label in common'],
    ['with an empty selector', ({ net, shop }) => net.service({ name: 's', namespace: shop, selector: {} as { readonly app: string }, ports: port }), 'service shop/s: an empty selector selects every pod of the namespace'],
  ])('%s is refused', (_title, call, what) => {
    expect(refusal(() => call(setup())).what).toContain(what);
  });

  test('has its ports by name, and says which there are', () => {
    const { net, shop, web } = setup();
    const service = net.service({ name: 's', namespace: shop, workload: web, ports: { http: { port: 80 }, dns: { port: 80, protocol: 'UDP' } } });
    expect(service.port('dns').port).toEqual({ name: 'dns', port: 80, targetPort: 80, protocol: 'UDP' });
    expect(refusal(() => service.port('https' as 'http'))).toEqual({ what: 'service shop/s has no port "https"', fix: 'use http and dns' });
  });

  test('selects the labels that all its versions have, and a single workload by its own selector', () => {
    const { net, shop, web } = setup();
    const [v1, v2] = ['v1', 'v2'].map(version => net.workload(workload(`r-${version}`, { labels: { app: 'r', team: 'x', version } })));
    if (v1 === undefined || v2 === undefined) throw new Error('two versions');
    expect(net.service({ name: 'r', namespace: shop, versions: { v2, v1 }, ports: port }).selector).toEqual({ app: 'r', team: 'x' });
    expect(net.service({ name: 'web', namespace: shop, workload: web, ports: port }).selector).toEqual({ app: 'web' });
    expect(net.service({ name: 'r1', namespace: shop, selector: { app: 'r', version: 'v1' }, ports: port }).selector).toEqual({ app: 'r', version: 'v1' });
  });
});

describe('a gateway', () => {
  const https = { hostname: 'shop.example', protocol: 'HTTPS', secret: 'tls' } as const;
  const http = { hostname: 'shop.example', protocol: 'HTTP' } as const;
  const pods = { labels: { app: 'g' }, serviceAccount: 'g' };
  const gateway = (listeners: Readonly<Record<string, object>>, rest: object = { pods }) => () => {
    const { net, shop } = setup();
    return net.gateway({ name: 'public', namespace: shop, listeners: listeners as never, ...rest });
  };
  test.each<readonly [title: string, call: () => unknown, what: string]>([
    ['without listeners', gateway({}), 'gateway public has no listeners'],
    ['that nobody serves', gateway({ http }, {}), 'gateway public: nobody says which pods serve it'],
    ['with HTTPS and no certificate', gateway({ https: { ...https, secret: undefined } }), 'gateway public: listener https is HTTPS without a certificate'],
    ['with a certificate that nothing uses', gateway({ http: { ...http, secret: 'tls' } }), 'gateway public: listener http is HTTP with a certificate that nothing would use'],
    ['that redirects https to itself', gateway({ https: { ...https, redirect: true } }), 'gateway public: listener https redirects https to itself'],
    ['for every host', gateway({ http: { ...http, hostname: '*' } }), 'gateway public: listener http: hostname "*" is "*"'],
    ['with a listener name that is none', gateway({ 'My HTTP': http }), 'gateway public: listener My HTTP: its name must be'],
    ['with a port that is none', gateway({ http: { ...http, port: 70000 } }), 'gateway public: listener http: port 70000 must be'],
    ['with a port of its pods that is none', gateway({ http: { ...http, podPort: 0 } }), 'gateway public: listener http: port 0 must be'],
    ['with two protocols on one port', gateway({ http: { ...http, port: 443 }, https: { ...https, hostname: 'other.example' } }), 'gateway public: listener https shares port 443'],
    ['with one host twice on one port', gateway({ a: https, b: https }), 'gateway public: listener b shares port 443'],
    ['with a name that is none', () => setup().net.gateway({ name: 'Public', namespace: setup().shop, pods, listeners: { http } }), 'gateway name "Public" must be'],
  ])('%s is refused', (_title, call, what) => {
    expect(refusal(call).what).toContain(what);
  });

  test('may have several hosts on one port', () => {
    expect(gateway({ a: https, b: { ...https, hostname: 'other.example' } })).not.toThrow();
  });

  test('listens on the usual ports, and its pods on the same, unless said otherwise', () => {
    expect(gateway({ http, https: { ...https, podPort: 8443 } })().listeners.map(({ port, podPort }) => [port, podPort])).toEqual([[80, 80], [443, 8443]]);
  });

  test('is served by the pods that istiod deploys for it, by those given, or by those of the platform', () => {
    const ingress = { namespace: 'edge', labels: { app: 'nginx' }, serviceAccount: 'nginx' };
    const on = (platform: ConstructorParameters<typeof Network>[0], rest: object = {}) => {
      const net = new Network(platform);
      return net.gateway({ name: 'public', namespace: net.namespace('shop'), listeners: { http }, ...rest }).pods;
    };
    expect(on(istioSidecar({ cluster: 'eu', routing: 'gateway', ingress }))).toEqual({ namespace: 'shop', labels: { 'gateway.networking.k8s.io/gateway-name': 'public' }, serviceAccount: 'public-istio' });
    expect(on(istioSidecar({ cluster: 'eu', routing: 'istio', ingress }))).toEqual(ingress);
    expect(on(istioSidecar({ cluster: 'eu', routing: 'istio', ingress }), { pods })).toEqual({ namespace: 'shop', ...pods });
  });
});

test('an edge may have a name, which is part of the names of objects', () => {
  const { net, shop, web } = setup();
  const service = net.service({ name: 's', namespace: shop, workload: web, ports: { http: { port: 80 } } });
  expect(web.calls(service.port('http'), { name: 'self' }).name).toBe('self');
  expect(refusal(() => web.calls(service.port('http'), { name: 'Self Call' }))).toEqual({ what: 'edge name "Self Call" must be lower-case letters, digits and "-", and begin and end with a letter or digit', fix: 'use a short name such as "web-to-reviews"' });
});

test('a network with a place says where a handle was misused', () => {
  expect(() => new Network(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }), 'app/network').namespace('A')).toThrow('[app/network] namespace name "A"');
});
