import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { scrape, type ScrapeProps } from '../../../lib/patterns/scrape/scrape';
import { scrapedTwice } from '../../../lib/rules/metrics/scraped-twice';
import type { MonitoringOptions } from '../../../lib/platform/monitoring';
import { meshShop, type Mesh } from '../../support/policies';
import { judged, messages } from '../../support/rules';
import type { Finding } from '../../../lib/model/finding';

/** Web by two Services, `web` on its port and `twin` on another of the same pods. */
function twice(monitoring: MonitoringOptions, first: Partial<ScrapeProps<Mesh>>, second: Partial<ScrapeProps<Mesh>> & { readonly targetPort?: number }): readonly Finding[] {
  const { net, shop, web, webService } = meshShop({ monitoring });
  const { targetPort = 8080, ...rest } = second;
  const twin = net.service({ name: 'twin', namespace: shop, ports: { http: { port: 80, targetPort } }, workload: web });
  net.record(scrape<Mesh>({ network: net, port: webService.port('http'), ...first }), { path: 'shop/a' });
  net.record(scrape<Mesh>({ network: net, port: twin.port('http'), ...rest }), { path: 'shop/b' });
  return judged(scrapedTwice, net);
}
const direct = { scrapeMode: 'direct' } as const;

describe('one endpoint read by two', () => {
  test('is an error at both', () => {
    expect(twice(direct, {}, {})).toEqual([
      expect.objectContaining({ severity: 'error', constructs: ['shop/b', 'shop/a'], message: 'pods of web are read for web at shop/a and for twin at shop/b, at one and the same endpoint: their samples would be there twice' }),
    ]);
  });

  test('is one even for two ports, when both are read at the proxy', () => {
    expect(twice({ scrapeMode: 'merged' }, {}, { targetPort: 9090 })).toHaveLength(1);
  });

  test.each([['another port', { targetPort: 9090 }], ['another path', { path: '/more' }]])('is not %s', (_, second) => {
    expect(twice(direct, {}, second)).toEqual([]);
  });

  test('is not what is only let in', () => {
    const { net, shop, webService } = meshShop({ monitoring: direct });
    net.record(scrape<Mesh>({ network: net, port: webService.port('http') }), { path: 'shop/a' });
    net.record(defaultDeny<Mesh>({ network: net, namespace: shop, edges: [], scrapes: [webService.port('http')] }), { path: 'shop/deny' });
    expect(judged(scrapedTwice, net)).toEqual([]);
  });
});

describe('a job by annotations beside the operator', () => {
  const said = (monitoring: MonitoringOptions): readonly string[] => {
    const { net, webService } = meshShop({ monitoring });
    net.record(scrape<Mesh>({ network: net, port: webService.port('http') }), { path: 'shop/a' });
    return messages(judged(scrapedTwice, net));
  };

  test('reads all that is merged', () => {
    expect(said({ annotationJob: true })).toEqual(['a job of Prometheus reads every pod with annotation prometheus.io/scrape, and the pods of web have it and a monitor: their samples would be there twice']);
  });

  test.each<readonly [string, MonitoringOptions]>([['it is not there', {}], ['it is the only one', { operator: false }], ['pods have no annotation', { ...direct, annotationJob: true }]])('nothing is twice when %s', (_, monitoring) => {
    expect(said(monitoring)).toEqual([]);
  });
});
