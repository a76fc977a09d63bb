import { ApiObject } from 'cdk8s';
import { matchers } from '../../lib/testing';
import { shopApp, thrownBy } from '../cdk8s/app';

expect.extend(matchers);

const route = (name: string): object => ({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name, namespace: 'shop' }, spec: { http: [{ route: [{ destination: { host: 'reviews.shop.svc.cluster.local' } }] }] } });
const accepted = { ...route('reviews'), metadata: { name: 'reviews', namespace: 'shop', annotations: { 'sealane.dev/accept': '[{"rule":"route/without-hosts","reason":"its hosts come later"}]' } } };

test('finds by rule, object, message and severity', () => {
  expect([route('reviews')]).toHaveFinding('route/without-hosts');
  expect([route('reviews')]).toHaveFinding('route/without-hosts', { object: 'VirtualService shop/reviews', message: /no hosts/, severity: 'warning' });
  expect([route('reviews')]).toHaveFinding('route/without-hosts', { message: 'no VirtualService delegates to it' });
  expect([route('reviews')]).not.toHaveFinding('route/without-hosts', { object: 'VirtualService shop/ratings' });
  expect([route('reviews')]).not.toHaveFinding('route/without-hosts', { message: /^no hosts/ });
  expect([route('reviews')]).not.toHaveFinding('route/without-hosts', { severity: 'error' });
});

test('finds what no profile but advice shows', () => {
  expect([{ ...route('reviews'), apiVersion: 'networking.istio.io/v1beta1' }]).toHaveFinding('api/unstored-version', { severity: 'info' });
});

test('an expression with state finds the same every time', () => {
  const message = /hosts/g;
  for (let i = 0; i < 3; i++) expect([route('reviews')]).toHaveFinding('route/without-hosts', { message });
});

test('finds in an App, by the Network that checks it', () => {
  const { app, shop } = shopApp();
  new ApiObject(shop, 'route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'inert' }, spec: {} });
  expect(app).toHaveFinding('route/without-hosts', { object: 'VirtualService shop/inert' });
});

test('says what it looked for, and what the rule found elsewhere', () => {
  expect(thrownBy(() => expect([route('reviews')]).toHaveFinding('route/without-hosts', { object: 'VirtualService shop/ratings', message: /hosts/ }))).toMatch(
    /^expected a finding route\/without-hosts of VirtualService shop\/ratings saying \/hosts\/\n\nwarning route\/without-hosts: it has no hosts .+\n {3}at VirtualService shop\/reviews {2}spec\ngiven .+\n help: .+\nassumed: /,
  );
});

test('says everything that was found where the rule found nothing', () => {
  expect(thrownBy(() => expect([route('reviews')]).toHaveFinding('mtls/plaintext-caller'))).toMatch(/^expected a finding mtls\/plaintext-caller\n\nwarning route\/without-hosts: /);
});

test('under .not, says what was found', () => {
  expect(thrownBy(() => expect([route('reviews')]).not.toHaveFinding('route/without-hosts'))).toMatch(/^expected no finding route\/without-hosts\n\nwarning route\/without-hosts: .+\n {3}at .+\ngiven .+\n help: .+$/);
});

test('what is accepted is not found, and the reason is said', () => {
  expect([accepted]).not.toHaveFinding('route/without-hosts');
  expect(thrownBy(() => expect([accepted]).toHaveFinding('route/without-hosts'))).toContain('\nit is accepted: its hosts come later\n');
});

test('a rule that does not exist is misuse: under .not it would always hold', () => {
  expect(() => expect([route('reviews')]).not.toHaveFinding('route/withuot-hosts')).toThrow('there is no rule "route/withuot-hosts"; did you mean route/without-hosts');
  expect(() => expect([route('reviews')]).not.toHaveFinding('cpu/nothing-alike')).toThrow(/^there is no rule "cpu\/nothing-alike"; there are cpu\//);
  expect(() => expect([route('reviews')]).not.toHaveFinding('weather/rain' as never)).toThrow('there is no rule "weather/rain"; "sealane explain --list" names them all');
});

test('so are objects that findings do not name so, and unknown options', () => {
  expect(() => expect([route('reviews')]).not.toHaveFinding('route/without-hosts', { object: 'reviews' })).toThrow('object "reviews" of an expectation; write kind, and namespace/name: VirtualService shop/reviews');
  expect(() => expect([route('reviews')]).not.toHaveFinding('route/without-hosts', { near: 'x' } as never)).toThrow('an expectation has no option near; there are object, message, severity, platform, configuration, facts and namespace');
});
