import { originsOf, targetOf } from '../../../lib/explain/trace/ask';
import { describe as called } from '../../../lib/model/object';
import { manifest, worldOf } from '../../support/world';

describe('what is asked for', () => {
  test.each<readonly [string, object]>([
    ['reviews', { scheme: 'http', host: 'reviews', port: 80, path: '/', method: 'GET', isAddress: false }],
    ['http://reviews.shop:9080/cart?item=1#top', { host: 'reviews.shop', port: 9080, path: '/cart?item=1' }],
    ['https://API.Example.com', { scheme: 'https', host: 'api.example.com', port: 443, path: '/' }],
    ['http://api.example.com.', { host: 'api.example.com.' }],
    ['tcp://db:5432', { scheme: 'tcp', host: 'db', port: 5432 }],
    ['grpc://ledger', { scheme: 'grpc', port: 80, method: 'POST' }],
    ['http://10.1.2.3:8080', { host: '10.1.2.3', isAddress: true }],
    ['http://[fd00::1]:8080', { host: 'fd00::1', isAddress: true, port: 8080 }],
    ['http://web?x=1', { path: '/?x=1' }],
  ])('%s', (written, expected) => {
    expect(targetOf(written)).toMatchObject(expected);
  });

  test('headers are all there are; their names do not mind case', () => {
    expect(targetOf('reviews', { headers: ['X-Canary: true', 'cookie:a=b'], method: 'post' })).toMatchObject({ headers: { 'x-canary': 'true', cookie: 'a=b' }, method: 'POST' });
    expect(targetOf('reviews')).not.toHaveProperty('headers');
  });

  test('a raw connection has no requests', () => {
    expect(targetOf('tcp://db:5432')).not.toHaveProperty('path');
  });

  test.each([
    ['ftp://files', 'the scheme "ftp"'],
    ['tcp://db', 'no port in "tcp://db"'],
    ['http://web:0', 'port 0'],
    ['http://web:70000', 'port 70000'],
    ['', 'no host'],
    ['http://', 'no host'],
    ['http://we b', 'no host'],
    ['http://user@web', 'no host'],
  ])('%j is refused', (written, message) => {
    expect(() => targetOf(written)).toThrow(message);
  });

  test('a header without a value, and a header for what has no requests, are refused', () => {
    expect(() => targetOf('web', { headers: ['canary'] })).toThrow('header "canary"');
    expect(() => targetOf('tcp://db:1', { headers: ['a: b'] })).toThrow('no requests');
  });
});

describe('who asks', () => {
  const pod = (labels: object): object => ({ metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } });
  const workload = (kind: string, namespace: string, name: string): ReturnType<typeof manifest> => manifest('apps/v1', kind, name, { namespace, spec: { selector: { matchLabels: { app: name } }, template: pod({ app: name }) } });
  const world = worldOf([workload('Deployment', 'shop', 'web'), workload('Deployment', 'shop', 'api'), workload('StatefulSet', 'shop', 'api'), workload('Deployment', 'blog', 'web')]);
  const asked = (text: string, namespace?: string): readonly string[] => originsOf(world, text, namespace === undefined ? {} : { namespace }).map(origin => (origin.kind === 'internet' ? 'internet' : called(origin.workload)));

  test('as kubectl names it', () => {
    expect(asked('deploy/web', 'shop')).toEqual(['Deployment shop/web']);
    expect(asked('shop/web')).toEqual(['Deployment shop/web']);
    expect(asked('sts/api')).toEqual(['StatefulSet shop/api']);
    expect(asked('internet')).toEqual(['internet']);
    expect(asked('ns/blog')).toEqual(['Deployment blog/web']);
  });

  test.each([
    ['web', undefined, /Deployment shop\/web and Deployment blog\/web/],
    ['shop/api', undefined, /Deployment shop\/api and StatefulSet shop\/api/],
    ['wep', 'shop', /SRC-NOT-FOUND/],
    ['ns/none', undefined, /no pods in namespace "none"/],
  ])('%s in %s is refused', (text, namespace, message) => {
    expect(() => asked(text, namespace)).toThrow(message);
  });
});
