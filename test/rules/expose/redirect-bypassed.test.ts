import { redirectBypassed } from '../../../lib/rules/expose/redirect-bypassed';
import { gateway, httpRoute, listener } from '../../support/edge';
import { ruled } from '../../support/rules';

const shared = gateway('public', [listener('http', 80, 'HTTP'), listener('https', 443, 'HTTPS')]);
const redirect = (more: object = {}): ReturnType<typeof httpRoute> => httpRoute('redirect', { parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'http' }], rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }], ...more }, 'edge');
const app = (parent: object = {}, more: object = { hostnames: ['shop.example.com'] }): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }], ...more });

test('a route that attaches to every listener is served in plaintext beside a redirect that is less specific', () => {
  expect(ruled(redirectBypassed, [shared, redirect(), app()]).findings).toMatchObject([{
    severity: 'error', object: { kind: 'HTTPRoute', name: 'web' }, path: ['spec', 'parentRefs', 0],
    message: 'HTTPRoute shop/web also attaches to listener "http" of Gateway edge/public, where HTTPRoute edge/redirect redirects to HTTPS: it is more specific, so its requests are served in plaintext',
    help: 'set sectionName to the HTTPS listener, such as "https"',
  }]);
});

test('with equal hosts a longer path is enough', () => {
  const path = { rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/api' } }], backendRefs: [{ name: 'web', port: 80 }] }] };
  expect(ruled(redirectBypassed, [shared, redirect(), app({}, path)]).findings).toHaveLength(1);
  expect(ruled(redirectBypassed, [shared, redirect(), app({}, {})]).findings).toEqual([]);
});

test.each([
  ['bound to the HTTPS listener', [shared, redirect(), app({ sectionName: 'https' })]],
  ['bound to its port', [shared, redirect(), app({ port: 443 })]],
  ['bound to the plaintext listener on purpose', [shared, redirect(), app({ sectionName: 'http' })]],
  ['without a redirect', [shared, app()]],
  ['beside a redirect of its own host', [shared, redirect({ hostnames: ['shop.example.com'] }), app()]],
  ['where there is no HTTPS', [gateway('public', [listener('http', 80, 'HTTP')]), redirect(), app()]],
])('a route %s is well', (_title, objects) => {
  expect(ruled(redirectBypassed, objects).findings).toEqual([]);
});
