import { metrics, seriesNamed } from '../../lib/metrics/catalogue';
import { promql, selected, seriesOf } from '../../lib/metrics/query';
import { refusal } from '../support/misuse';

const series = seriesOf(new Map([['coredns', '1.14.2']]));

test('a query is written of series that the cluster has', () => {
  const requests = series('coredns_dns_requests_total', { zone: { not: 'dropped' }, server: 'dns://:53' });
  expect(promql`sum by (server) (rate(${requests}[5m])) > ${0.5}`.text).toBe('sum by (server) (rate(coredns_dns_requests_total{server="dns://:53",zone!="dropped"}[5m])) > 0.5');
});

test('lines are for readers of the source', () => expect(promql`
  sum(${selected('a')})
    / sum(${selected('b', { x: { matches: 'c|d' }, y: { notMatches: '"' } })})`.text).toBe('sum(a) / sum(b{x=~"c|d",y!~"\\""})'));

test('what the release does not have cannot be written', () => {
  expect(refusal(() => series('coredns_forward_requests_total'))).toEqual({ what: 'metric "coredns_forward_requests_total": coredns 1.14.2 does not have it: it went with 1.11', fix: 'use coredns_proxy_request_duration_seconds_count{proxy_name="forward"}' });
  expect(refusal(() => seriesOf(new Map([['coredns', '1.10.1']]))('coredns_proxy_request_duration_seconds_bucket')).what).toBe('metric "coredns_proxy_request_duration_seconds_bucket": coredns 1.10.1 does not have it: it came with 1.11');
});

test('nor what nobody exposes', () => {
  expect(refusal(() => series('cilium_drop_count_total')).what).toBe('metric "cilium_drop_count_total": only cilium-agent has it, which Prometheus does not read here');
  expect(refusal(() => series('my_requests_total' as 'up')).what).toBe('metric "my_requests_total" is not in the catalogue');
});

test('the series of a histogram are known by their endings', () => {
  expect(seriesNamed('coredns_dns_request_duration_seconds_bucket')).toMatchObject({ name: 'coredns_dns_request_duration_seconds', part: 'bucket', components: ['coredns', 'node-local-dns'] });
  expect(seriesNamed('coredns_dns_requests_total_bucket')).toBeUndefined();
  expect(seriesNamed('http_requests_total')).toBeUndefined();
});

describe('the catalogue', () => {
  test.each(Object.entries(metrics))('%s is named as Prometheus asks for', (name, { type, labels }) => {
    expect(name).toMatch(/^[a-z_:][a-z0-9_:]*$/);
    expect(new Set<string>(labels).size).toBe(labels.length);
    expect(seriesNamed(name)?.components).not.toEqual([]);
    if (type === 'histogram') expect(name).not.toMatch(/_(bucket|sum|count)$/);
  });
});
