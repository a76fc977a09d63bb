import fc from 'fast-check';
import { canary } from '../../../lib/patterns/canary/canary';
import type { Composed } from '../../support/shop';
import { gatewayShop, istioShop } from '../../support/shop';
import { routed, type Outcome, type Request } from '../../support/routing';

/** Options that both routing APIs can do. */
interface Options {
  readonly weights: { readonly v1: number; readonly v2: number };
  readonly override?: { readonly header: string; readonly value: string; readonly to: 'v1' | 'v2' };
  readonly versionSticky?: true | { readonly cookie: string };
  readonly mirror?: { readonly to: 'v1' | 'v2'; readonly percentage: number };
  readonly timeout?: '2s';
  readonly allowOverride?: boolean;
}

const host = 'reviews.shop.example';
const fromMesh: Request = { via: 'mesh', host: 'reviews.shop.svc.cluster.local', port: 80 };
const fromOutside: Request = { via: 'edge/public', host };

function composeIstio({ allowOverride = false, ...options }: Options): Composed {
  const { net, reviews, gateway, compose } = istioShop();
  return compose(canary({ network: net, service: reviews, ...options, gateways: [{ gateway, hosts: [host], allowOverride }] }));
}

function composeGateway({ allowOverride = false, ...options }: Options): Composed {
  const { net, reviews, gateway, compose } = gatewayShop();
  return compose(canary({ network: net, service: reviews, ...options, gateways: [{ gateway, hosts: [host], allowOverride }] }));
}

const routings = [
  { routing: 'istio', composeWith: composeIstio },
  { routing: 'gateway', composeWith: composeGateway },
] as const;

/** What the props promise, in the words of their documentation. */
function promised({ weights, override, versionSticky, mirror, timeout, allowOverride = false }: Options, { via, headers = {} }: Request): Outcome {
  const settings = timeout === undefined ? {} : { timeout };
  const mirrored = mirror === undefined ? {} : { mirror: { to: mirror.to, percent: mirror.percentage } };
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (override !== undefined && lower[override.header.toLowerCase()] === override.value && (via === 'mesh' || allowOverride)) return { to: { [override.to]: 100 }, cookies: {}, ...settings };
  const cookie = versionSticky === undefined ? undefined : versionSticky === true ? 'reviews-version' : versionSticky.cookie;
  const serving = Object.entries(weights).filter(([, weight]) => weight > 0);
  const kept = cookie === undefined ? undefined : cookiesOf(lower['cookie'] ?? '').get(cookie);
  if (serving.some(([version]) => version === kept)) return { to: { [kept ?? '']: 100 }, cookies: {}, ...mirrored, ...settings };
  const cookies = cookie === undefined ? {} : Object.fromEntries(serving.map(([version]) => [version, `${cookie}=${version}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`]));
  return { to: Object.fromEntries(serving), cookies, ...mirrored, ...settings };
}

function cookiesOf(header: string): ReadonlyMap<string, string> {
  return new Map(header.split(';').map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]));
}

const full: Options = { weights: { v1: 90, v2: 10 }, override: { header: 'X-Canary', value: 'true', to: 'v2' }, versionSticky: true };

describe.each(routings)('with $routing routing, a request', ({ composeWith }) => {
  const composed = composeWith(full);
  const open = composeWith({ ...full, allowOverride: true });
  const rolledBack = composeWith({ ...full, weights: { v1: 100, v2: 0 } });

  test.each([
    ['from the mesh is divided by weight', composed, fromMesh, { v1: 90, v2: 10 }],
    ['from outside is divided by the same weights', composed, fromOutside, { v1: 90, v2: 10 }],
    ['from the mesh with the override header goes to its version', composed, { ...fromMesh, headers: { 'x-canary': 'true' } }, { v2: 100 }],
    ['with the header in other letters is the same request', composed, { ...fromMesh, headers: { 'X-CANARY': 'true' } }, { v2: 100 }],
    ['with another value of the header is divided', composed, { ...fromMesh, headers: { 'x-canary': 'false' } }, { v1: 90, v2: 10 }],
    ['from outside cannot choose a version by header', composed, { ...fromOutside, headers: { 'x-canary': 'true' } }, { v1: 90, v2: 10 }],
    ['from outside can where allowOverride says so', open, { ...fromOutside, headers: { 'x-canary': 'true' } }, { v2: 100 }],
    ['with the cookie of a version stays there', composed, { ...fromMesh, headers: { cookie: 'reviews-version=v2' } }, { v2: 100 }],
    ['from outside with the cookie of a version stays there', composed, { ...fromOutside, headers: { cookie: 'theme=dark; reviews-version=v1; lang=en' } }, { v1: 100 }],
    ['with header and cookie obeys the header', composed, { ...fromMesh, headers: { 'x-canary': 'true', cookie: 'reviews-version=v1' } }, { v2: 100 }],
    ['with the cookie of a version that was rolled back goes where the others go', rolledBack, { ...fromMesh, headers: { cookie: 'reviews-version=v2' } }, { v1: 100 }],
    ['with the override header reaches a version at weight 0', rolledBack, { ...fromMesh, headers: { 'x-canary': 'true' } }, { v2: 100 }],
  ])('%s', (_, { manifests }, request, to) => {
    expect(routed(manifests, request)?.to).toEqual(to);
  });

  test('without a cookie is told to keep the version that it gets', () => {
    expect(routed(composed.manifests, fromOutside)?.cookies).toEqual({
      v1: 'reviews-version=v1; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax',
      v2: 'reviews-version=v2; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax',
    });
  });

  test('with a cookie is not told again', () => {
    expect(routed(composed.manifests, { ...fromOutside, headers: { cookie: 'reviews-version=v1' } })?.cookies).toEqual({});
  });

  test('for a host that no gateway was given for is taken by nobody', () => {
    expect(routed(composed.manifests, { ...fromOutside, host: 'other.shop.example' })).toBeUndefined();
  });
});

const version = fc.constantFrom<('v1' | 'v2')[]>('v1', 'v2');
const cookieName = fc.constantFrom('reviews-version', 'a.b', 'x|y', 'v*', 'c+d', '$p^q');
const options: fc.Arbitrary<Options> = fc
  .record(
    {
      v1: fc.integer({ min: 0, max: 100 }),
      override: fc.record({ header: fc.constantFrom('x-canary', 'X-Canary', 'X-TEST'), value: fc.constantFrom('true', 'a:b', '.*'), to: version }),
      versionSticky: fc.oneof(fc.constant(true as const), fc.record({ cookie: cookieName })),
      mirror: fc.record({ to: version, percentage: fc.constantFrom(1, 25, 100) }),
      timeout: fc.constant('2s' as const),
      allowOverride: fc.boolean(),
    },
    { requiredKeys: ['v1'] },
  )
  .map(({ v1, ...rest }) => ({ weights: { v1, v2: 100 - v1 }, ...rest }));

const request: fc.Arbitrary<Request> = fc
  .record({
    from: fc.constantFrom(fromMesh, fromOutside),
    header: fc.option(fc.tuple(fc.constantFrom('x-canary', 'X-CANARY', 'x-test'), fc.constantFrom('true', 'a:b', '.*', 'false', 'ab'))),
    cookie: fc.option(fc.tuple(fc.constantFrom('', 'lang=en; ', 'axb=v1;'), cookieName, fc.constantFrom('v1', 'v2', 'v11', 'v3', ''), fc.constantFrom('', '; a=b', ' ;q=v2'))),
  })
  .map(({ from, header, cookie }) => ({
    ...from,
    headers: {
      ...(header === null ? {} : { [header[0]]: header[1] }),
      ...(cookie === null ? {} : { Cookie: `${cookie[0]}${cookie[1]}=${cookie[2]}${cookie[3]}` }),
    },
  }));

test('whatever the options, both routings treat callers from mesh and outside as the props promise', () => {
  fc.assert(
    fc.property(options, fc.array(request, { minLength: 1, maxLength: 6 }), (chosen, requests) => {
      const [istio, gateway] = routings.map(({ composeWith }) => composeWith(chosen).manifests);
      for (const asked of requests) {
        const outcome = promised(chosen, asked);
        expect(routed(istio ?? [], asked)).toEqual(outcome);
        expect(routed(gateway ?? [], asked)).toEqual(outcome);
      }
    }),
    { numRuns: 60 },
  );
});
