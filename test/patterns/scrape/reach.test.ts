import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { scrape } from '../../../lib/patterns/scrape/scrape';
import type { ScrapeMode } from '../../../lib/platform/monitoring';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { isOpen } from '../../support/network-policy';
import { shop, type Shop } from '../../support/shop';

// Who reaches the metrics of whom, in closed namespaces and under lockdown.

const modes: readonly ScrapeMode[] = ['merged', 'istioCerts', 'plaintextException', 'direct'];
const meshed = (scrapeMode: ScrapeMode, more: object = {}): Shop<Platform> => shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { scrapeMode, ...more } }));
const unmeshed = (): Shop<Platform> => shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, monitoring: true }));
const prometheus = { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } };
const stranger = { namespace: 'monitoring', labels: { app: 'stranger' } };
const web = { namespace: 'shop', labels: { app: 'web' } };

describe('in a closed namespace Prometheus, and nobody else, reaches what it reads', () => {
  test.each<readonly [string, Shop<Platform>, number]>([['without a mesh', unmeshed(), 8080], ...modes.map((mode): readonly [string, Shop<Platform>, number] => [mode, meshed(mode), mode === 'merged' ? 15020 : 8080])])('%s', (_, scene, port) => {
    const { net, shop: namespace, webService } = scene;
    const monitoring = net.namespace('monitoring', { create: true });
    const { manifests, findings } = scene.compose(
      scrape({ network: net, port: webService.port('http') }),
      defaultDeny<Platform>({ network: net, namespace, edges: [] }),
      defaultDeny<Platform>({ network: net, namespace: monitoring, edges: [] }),
    );
    expect(findings).toEqual([]);
    expect(isOpen(manifests, prometheus, web, port)).toBe(true);
    expect(isOpen(manifests, stranger, web, port)).toBe(false);
    expect(isOpen(manifests, prometheus, { namespace: 'shop', labels: { app: 'reviews' } }, 9080)).toBe(false);
  });

  test('merged leaves the port of the application closed', () => {
    const scene = meshed('merged');
    const { manifests } = scene.compose(scrape({ network: scene.net, port: scene.webService.port('http') }), defaultDeny<Platform>({ network: scene.net, namespace: scene.shop, edges: [] }));
    expect(isOpen(manifests, prometheus, web, 8080)).toBe(false);
  });

  test('a port that is opened by scrapes of the default deny as well is one policy', () => {
    const scene = meshed('direct');
    const port = scene.webService.port('http');
    const composed = scene.compose(scrape({ network: scene.net, port }), defaultDeny<Platform>({ network: scene.net, namespace: scene.shop, edges: [], scrapes: [port] }));
    expect(composed.findings).toEqual([]);
    expect(composed.names('NetworkPolicy').filter(name => name.includes('prometheus-to'))).toEqual(['shop/prometheus-to-web-http']);
  });
});

describe('under lockdown', () => {
  const locked = (scrapeMode: ScrapeMode, more: object = {}): readonly [readonly string[], unknown] => {
    const scene = meshed(scrapeMode, more);
    const composed = scene.compose(scrape({ network: scene.net, port: scene.webService.port('http') }), mutualTls<Platform>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }), defaultDeny<Platform>({ network: scene.net, namespace: scene.shop, edges: [] }));
    const names = composed.names('AuthorizationPolicy').filter(name => name !== 'shop/allow-nothing');
    return [names, names[0] === undefined ? undefined : composed.get('AuthorizationPolicy', names[0].replace('shop/', ''))['spec']];
  };
  const selector = { matchLabels: { app: 'web' } };

  test('merged needs no rule: 15020 is outside the proxy', () => {
    expect(locked('merged')).toEqual([[], undefined]);
  });

  test('an exception is open to plaintext, once', () => {
    expect(locked('plaintextException')).toEqual([['shop/plaintext-to-web-8080'], { action: 'ALLOW', selector, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] }]);
  });

  test('a certificate is admitted by its identity when that is known, and by port when it is not', () => {
    const to = [{ operation: { ports: ['8080'] } }];
    expect(locked('istioCerts', { serviceAccount: 'prometheus' })).toEqual([['shop/prometheus-to-web-http'], { action: 'ALLOW', selector, rules: [{ from: [{ source: { principals: ['cluster.local/ns/monitoring/sa/prometheus'] } }], to }] }]);
    expect(locked('istioCerts')).toEqual([['shop/prometheus-to-web-http'], { action: 'ALLOW', selector, rules: [{ to }] }]);
  });
});
