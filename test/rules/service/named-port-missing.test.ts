import type { Finding } from '../../../lib/model/finding';
import type { JsonObject } from '../../../lib/model/json';
import { namedPortMissing } from '../../../lib/rules/service/named-port-missing';
import { plainShop } from '../../support/policies';
import { found, judged, messages } from '../../support/rules';
import { workload } from '../../support/shop';
import { manifest, worldOf } from '../../support/world';

const shop = (ports: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[], targetPort: string | number): ReturnType<typeof judged> => {
  const given = plainShop();
  const cart = given.net.workload(workload('cart', { ports }));
  given.net.service({ name: 'cart', namespace: given.shop, workload: cart, ports: { http: { port: 80, targetPort } } });
  return judged(namedPortMissing, given.net);
};

test('a target port by name that the pods do not have is an error: the Service has the port, and nobody answers', () => {
  expect(shop([{ name: 'web', containerPort: 8080 }], 'http')).toEqual([
    expect.objectContaining({
      rule: 'service/named-port-missing', codes: ['NET-03'], severity: 'error', object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'cart' },
      message: 'targetPort "http" of port http of Service shop/cart is no TCP port of Deployment cart', help: 'name a container port so, or use one of web',
    }),
  ]);
});

test('name and protocol have to be right', () => {
  expect(shop([{ name: 'http', containerPort: 8080, protocol: 'UDP' }], 'http')).toHaveLength(1);
  expect(shop([{ name: 'http', containerPort: 8080 }], 'http')).toEqual([]);
});

test('a number is never missing: a container need not declare its ports', () => {
  expect(shop([], 8080)).toEqual([]);
});

test('every version has to have it', () => {
  const given = plainShop();
  const [v1, v2] = ['http', 'web'].map((name, i) => given.net.workload(workload(`cart-v${i + 1}`, { labels: { app: 'cart', version: `v${i + 1}` }, ports: [{ name, containerPort: 8080 }] })));
  if (v1 === undefined || v2 === undefined) throw new Error('two versions');
  given.net.service({ name: 'cart', namespace: given.shop, versions: { v1, v2 }, ports: { http: { port: 80, targetPort: 'http' } } });
  expect(messages(judged(namedPortMissing, given.net))).toEqual(['targetPort "http" of port http of Service shop/cart is no TCP port of Deployment cart-v2']);
});

test('a workload elsewhere that lists no ports has not said', () => {
  const given = plainShop();
  const cart = given.net.workload({ existing: true, name: 'cart', namespace: given.shop, labels: { app: 'cart' } });
  given.net.service({ name: 'cart', namespace: given.shop, workload: cart, ports: { http: { port: 80, targetPort: 'http' } } });
  expect(judged(namedPortMissing, given.net)).toEqual([]);
});

describe('among objects of files', () => {
  const service = (targetPort: string | number, selector: object = { app: 'web' }): JsonObject => manifest('v1', 'Service', 'web', { namespace: 'shop', spec: { selector, ports: [{ name: 'http', port: 80, targetPort }] } });
  const pods = (kind: string, name: string, ports: readonly object[], labels: object = { app: 'web' }): JsonObject => manifest(kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name, { namespace: 'shop', spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'main', ports }] } } } });
  const said = (...objects: readonly JsonObject[]): readonly Finding[] => found(namedPortMissing, { ...worldOf(objects), program: false, intents: [], undeclaredNamespaces: [] });

  test('the field is said, and what ports there are', () => {
    expect(said(service('http'), pods('Deployment', 'web', [{ name: 'web', containerPort: 8080 }, { containerPort: 9090 }]))).toEqual([
      expect.objectContaining({ path: ['spec', 'ports', 0, 'targetPort'], message: 'targetPort "http" of port http of Service shop/web is no TCP port of Deployment web', near: [expect.objectContaining({ note: 'ports: web and 9090' })] }),
    ]);
  });

  test.each([
    ['a name that is there', service('web'), pods('Deployment', 'web', [{ name: 'web', containerPort: 8080 }])],
    ['a number', service(8080), pods('Deployment', 'web', [])],
    ['pods of other labels', service('http'), pods('Deployment', 'db', [], { app: 'db' })],
    ['no selector: the endpoints are written by somebody', service('http', {}), pods('Deployment', 'web', [])],
  ])('%s is well', (_title, ...objects) => {
    expect(said(...objects)).toEqual([]);
  });

  test('a Job with the labels of what it prepares serves nobody', () => {
    expect(said(service('web'), pods('Deployment', 'web', [{ name: 'web', containerPort: 8080 }]), pods('Job', 'migrate', []))).toEqual([]);
    expect(messages(said(service('web'), pods('Deployment', 'web', [{ name: 'web', containerPort: 8080 }]), pods('Deployment', 'other', [])))).toEqual(['targetPort "web" of port http of Service shop/web is no TCP port of Deployment other']);
  });
});
