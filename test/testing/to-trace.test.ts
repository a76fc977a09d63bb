import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Canary, MutualTls, Network, istioSidecar } from '../../lib';
import { matchers } from '../../lib/testing';
import { toTrace } from '../../lib/testing/to-trace';
import { pageOf } from '../explain/trace/pages';
import { workload } from '../support/shop';

expect.extend(matchers);

const shop = readFileSync(join(__dirname, '../explain/trace/golden/base.yaml'), 'utf8');
const closed = `${shop}---\n${pageOf('NP-INGRESS').wrong}`;
const connection = { from: 'shop/web', to: 'http://reviews' };

test('a connection that works, and the shares of its requests', () => {
  expect(shop).toTrace(connection);
  expect(shop).toTrace({ ...connection, shares: { 'reviews-v1': 90, 'reviews-v2': 10 } });
  expect(shop).not.toTrace({ ...connection, shares: { 'reviews-v2': 50 } });
  expect(shop).not.toTrace({ ...connection, expect: 'blocked' });
});

test('a connection that is blocked, and by what', () => {
  expect(closed).not.toTrace(connection);
  expect(closed).toTrace({ ...connection, expect: 'blocked', code: 'NP-INGRESS' });
  expect(closed).not.toTrace({ ...connection, expect: 'blocked', code: 'AUTHZ-DENY' });
});

test('the failure is the trace, with the repair', () => {
  const message = toTrace(closed, connection).message();
  expect(message).toMatch(/^expected shop\/web -> http:\/\/reviews to work: it fails: /);
  expect(message).toContain('[NP-INGRESS]');
  expect(message).toContain('fix      admit TCP 9080 to shop/reviews from shop/web');
  expect(toTrace(shop, connection).message()).toMatch(/^expected shop\/web -> http:\/\/reviews not to work\n\nWORKS/);
});

test('what the input does not settle neither works nor is blocked', () => {
  const somewhere = { from: 'shop/web', to: 'http://billing.finance.svc.cluster.local' };
  expect([toTrace(shop, somewhere).pass, toTrace(shop, { ...somewhere, expect: 'blocked' }).pass]).toEqual([false, false]);
});

test('an App with a Network is composed first', () => {
  const program = new App();
  const net = new Network(program, istioSidecar({ cluster: 'test', routing: 'istio' }));
  const chart = new Chart(program, 'shop', { namespace: 'shop' });
  const namespace = net.namespace('shop', { create: true });
  net.workload(workload('web'));
  const [v1, v2] = (['v1', 'v2'] as const).map(version => net.workload(workload(`reviews-${version}`, { labels: { app: 'reviews', version }, ports: [{ name: 'http', containerPort: 9080 }] })));
  if (v1 === undefined || v2 === undefined) throw new Error('no versions');
  const reviews = net.service({ name: 'reviews', namespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1, v2 } });
  new MutualTls(chart, 'mtls', { network: net, namespace, stage: 'enforce' });
  new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 75, v2: 25 } });
  expect(chart).toTrace({ ...connection, shares: { 'reviews-v2': 25 } });
});

test.each<readonly [object, string]>([
  [{ from: 'shop/wep', to: 'http://reviews' }, '[SRC-NOT-FOUND]'],
  [{ from: 'shop/web', to: 'ftp://reviews' }, 'the scheme "ftp"'],
  [{ from: 'shop/web' }, 'a connection {"from":"shop/web"}'],
  [{ ...connection, exspect: 'blocked' }, 'a traced connection has no exspect'],
  [{ ...connection, expect: 'open' }, 'expect: "open"'],
  [{ ...connection, code: 'NP-INGRESS' }, 'a code of what works'],
  [{ ...connection, expect: 'blocked', code: 'NP' }, '"NP"'],
  [{ ...connection, expect: 'blocked', shares: { a: 1 } }, 'shares of what is blocked'],
])('%j is misuse', (misuse, message) => {
  expect(() => toTrace(shop, misuse as never)).toThrow(message);
});
