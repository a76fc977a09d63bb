import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { scrape } from '../../../lib/patterns/scrape/scrape';
import type { Manifest } from '../../../lib/model/object';
import type { ScrapeMode } from '../../../lib/platform/monitoring';
import { targetWithoutProxy } from '../../../lib/rules/metrics/target-without-proxy';
import { meshShop, type Mesh } from '../../support/policies';
import { judged, messages } from '../../support/rules';
import { workload } from '../../support/shop';

/** What is said of reading the pods of a workload in a mode. */
function said(mode: ScrapeMode, target: Manifest, enrolled = true): readonly string[] {
  const { net, shop } = meshShop({ monitoring: { scrapeMode: mode } });
  const service = net.service({ name: 'target', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: net.workload(target) });
  net.record(scrape<Mesh>({ network: net, port: service.port('http') }), { path: 'shop/metrics' });
  if (enrolled) net.record(mutualTls<Mesh>({ network: net, namespace: shop }), { path: 'shop/mtls' });
  return messages(judged(targetWithoutProxy, net));
}
const plain = workload('agent');
const onHost = workload('agent', { pod: { hostNetwork: true } });
const optedOut = workload('agent', { labels: { app: 'agent', 'sidecar.istio.io/inject': 'false' } });
const merged = (why: string): readonly string[] => [`Prometheus reads target on port 15020, where its proxy would answer, and agent ${why}: the target would be down`];

test('pods without a proxy answer nothing on the port of one', () => {
  expect(said('merged', onHost)).toEqual(merged('uses the host network, where no proxy is injected'));
  expect(said('merged', optedOut)).toEqual(merged('opts out of injection'));
  expect(said('merged', plain, false)).toEqual(merged('is in namespace shop, which is not in the mesh'));
});

test('nor do they speak mutual TLS', () => {
  expect(said('istioCerts', optedOut)).toEqual(['Prometheus reads target over mutual TLS, which its proxy would take, and agent opts out of injection: the target would be down']);
});

test.each<readonly [string, ScrapeMode, Manifest]>([['with a proxy', 'merged', plain], ['read directly', 'direct', onHost], ['read in plaintext', 'plaintextException', optedOut]])('nothing is said of pods %s', (_, mode, target) => {
  expect(said(mode, target)).toEqual([]);
});
