import type { Version } from '../../../lib/model/version';
import type { Component } from '../../../lib/metrics/metric';
import { queryProblems } from '../../../lib/metrics/promql/problems';

const installed = (coredns?: Version): ReadonlyMap<Component, Version | undefined> => new Map<Component, Version | undefined>([['coredns', coredns], ['istio-proxy', '1.31'], ['node-exporter', undefined]]);
const problems = (text: string, coredns: Version = '1.14.2'): readonly string[] => queryProblems(text, installed(coredns)).map(({ kind, message, from, to }) => `${kind} "${text.slice(from, to)}": ${message}`);

test('a name that the release dropped, with what took its place', () => {
  expect(queryProblems('sum(rate(coredns_forward_requests_total{to="x"}[5m]))', installed('1.14.2'))).toEqual([
    { kind: 'removed', message: 'coredns_forward_requests_total went with coredns 1.11, and 1.14.2 runs', help: 'use coredns_proxy_request_duration_seconds_count{proxy_name="forward"}', from: 9, to: 47 },
  ]);
  expect(problems('rate(coredns_forward_requests_total[5m])', '1.10.1')).toEqual([]);
});

test('a part of a histogram that the release dropped', () => {
  expect(problems('sum by (le) (rate(coredns_forward_request_duration_seconds_bucket[5m]))')).toEqual(['removed "coredns_forward_request_duration_seconds_bucket": coredns_forward_request_duration_seconds_bucket went with coredns 1.11, and 1.14.2 runs']);
});

test('a name that comes with a later release', () => {
  expect(problems('rate(coredns_proxy_request_duration_seconds_count[5m])', '1.10.1')).toEqual(['missing "coredns_proxy_request_duration_seconds_count": coredns_proxy_request_duration_seconds_count came with coredns 1.11, and 1.10.1 runs']);
});

test('where the release is not known, or the component is not there, nothing is said', () => {
  expect(queryProblems('rate(coredns_forward_requests_total[5m])', installed())).toEqual([]);
  expect(queryProblems('rate(coredns_forward_requests_total[5m])', new Map())).toEqual([]);
  expect(problems('rate(somebodys_requests_total{any="thing"}[5m])')).toEqual([]);
});

test('a label that is nearly one of the metric', () => {
  expect(problems('coredns_cache_entries{zone="."}')).toEqual(['unknown-label "zone="."": coredns_cache_entries has no label zone']);
  expect(problems('istio_requests_total{responsecode="500"}')).toEqual(['unknown-label "responsecode="500"": istio_requests_total has no label responsecode']);
  expect(problems('istio_requests_total{team="shop", job="x"}')).toEqual([]);
});

test('a label that the aggregation inside left behind', () => {
  expect(problems('max by (server) (sum by (zone) (rate(coredns_dns_requests_total[5m])))')).toEqual(['ungrouped-label "server": label server is gone before it is grouped by: the aggregation inside leaves zone']);
  expect(problems('max by (server) (sum by (server, zone) (rate(coredns_dns_requests_total[5m])))')).toEqual([]);
});

test('rates of what is no counter', () => {
  expect(problems('rate(node_nf_conntrack_entries[5m])')).toEqual(['rate-of-gauge "rate(node_nf_conntrack_entries[5m])": node_nf_conntrack_entries is a gauge, and rate takes every fall of it for a restart']);
  expect(problems('rate(sum(coredns_dns_requests_total)[5m:1m])')).toEqual(['rate-after-aggregation "rate(sum(coredns_dns_requests_total)[5m:1m])": rate of a sum takes the restart of one process for a fall of all']);
  expect(problems('max_over_time(sum(rate(coredns_dns_requests_total[5m]))[1h:])')).toEqual([]);
});

test('a quantile without the edges of the buckets', () => {
  const text = 'histogram_quantile(0.99, sum by (server) (rate(coredns_dns_request_duration_seconds_bucket[5m])))';
  expect(problems(text)).toEqual([`bucket-edge-lost "${text}": histogram_quantile needs label le, and the aggregation inside leaves it behind`]);
  expect(problems('histogram_quantile(0.99, sum by (le, server) (rate(coredns_dns_request_duration_seconds_bucket[5m])))')).toEqual([]);
  expect(problems('histogram_quantile(0.99, sum by (server) (rate(coredns_dns_request_duration_seconds[5m])))')).toEqual([]);
});

test('what is no PromQL', () => expect(problems('sum(rate(up[5m])')).toEqual(['syntax "": is no PromQL: ends before the query is whole']));
