import * as fc from 'fast-check';
import type { Duration } from '../../../lib/model/duration';
import type { Pattern } from '../../../lib/network/network';
import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Platform } from '../../../lib/platform/platform';
import type { Shop } from '../shop';
import type { PlatformName } from './platforms';

/** One way to use a pattern: its options as data, for the report, and the call. */
export interface OptionSet {
  readonly options: unknown;
  readonly patterns: (shop: Shop<Platform>) => readonly Pattern[];
}

/** An option set that a report shows as its options. */
export function optionSet(options: unknown, patterns: OptionSet['patterns']): OptionSet {
  return { options, patterns, [fc.toStringMethod]: () => JSON.stringify(options) } as OptionSet;
}

export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
export const given = <T extends object>(options: T): T => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
const duration = fc.constantFrom<Duration>('250ms', '2s', '1m30s', '1h');
const percentage = fc.constantFrom(0.1, 1, 12.5, 50, 100);
const version = fc.constantFrom('v1' as const, 'v2' as const);
const header = fc.constantFrom('x-canary', 'X-Team', 'end-user');

function retries(name: PlatformName): fc.Arbitrary<object | undefined> {
  if (name === 'istio-sidecar-gateway') return fc.constant(undefined);
  const codes = maybe(fc.constantFrom([502], [503, 504]));
  const conditions = name === 'istio-sidecar' ? maybe(fc.constantFrom(['5xx'], ['connect-failure', 'reset'])) : fc.constant(undefined);
  const some = fc.record({ attempts: fc.integer({ min: 1, max: 5 }), perTryTimeout: maybe(fc.constant<Duration>('200ms')), codes, conditions }).map(given);
  return maybe(name === 'istio-sidecar' ? fc.oneof(fc.constant({ attempts: 0 }), some) : some);
}

function fault(name: PlatformName): fc.Arbitrary<object | undefined> {
  if (name !== 'istio-sidecar') return fc.constant(undefined);
  const delay = fc.record({ percentage, duration });
  const abort = fc.record({ percentage, status: fc.constantFrom(429, 503) });
  const kinds = fc.oneof(fc.record({ delay }), fc.record({ abort }), fc.record({ delay, abort }));
  return maybe(fc.tuple(fc.oneof(fc.constant('everyone' as const), fc.record({ header, value: fc.constant('yes') })), kinds).map(([match, kind]) => ({ match, ...kind })));
}

/** Option sets of the canary. */
export function canaries(name: PlatformName): fc.Arbitrary<OptionSet> {
  return fc
    .record({
      weight: fc.constantFrom(0, 1, 10, 50, 100),
      override: maybe(fc.record({ header, value: fc.constantFrom('true', 'a b'), to: version })),
      versionSticky: maybe(fc.oneof(fc.constant(true as const), fc.record({ cookie: fc.constantFrom('seen', 'shop.version'), maxAge: fc.constantFrom<Duration>('2s', '1h') }))),
      podSticky: maybe(fc.oneof(fc.record({ cookie: fc.constant('pod'), ttl: duration }), fc.record({ header }), fc.constant({ sourceAddress: true as const }))),
      mirror: maybe(fc.record({ to: version, percentage })),
      fault: fault(name),
      timeout: maybe(fc.constantFrom<Duration>('1s', '15s')),
      retries: retries(name),
      connectionPool: maybe(fc.constantFrom({ maxConnections: 100 }, { maxPendingRequests: 10, maxRequests: 50, maxRequestsPerConnection: 1 }, { connectTimeout: '2s' as const, idleTimeout: '1h' as const, maxConnections: 5 })),
      outlierDetection: maybe(fc.oneof(fc.constant(true as const), fc.record({ maxEjectionPercent: fc.constantFrom(10, 50, 100), consecutiveLocalOriginFailures: fc.constantFrom(1, 5) }))),
      entrance: maybe(fc.record({ hosts: fc.constantFrom<readonly [string, ...string[]]>(['reviews.shop.example'], ['a.shop.example', 'b.shop.example']), allowOverride: fc.boolean() })),
    })
    .map(({ weight, entrance, ...options }) =>
      optionSet({ weight, entrance, ...given(options) }, ({ net, reviews, gateway }) => [
        canary({
          network: net,
          service: reviews,
          weights: { v1: 100 - weight, v2: weight },
          ...(given(options) as object),
          ...(entrance === undefined ? {} : { gateways: [{ gateway, ...entrance }] }),
          ...(options.fault !== undefined && (options.fault as { match: unknown }).match === 'everyone' ? { accept: [{ rule: 'platform/canary-fault-everyone', reason: 'judged' }] } : {}),
        }),
      ]),
    );
}

/** Option sets of mutual TLS, at every stage and scope. */
export const mutualTlsSets: fc.Arbitrary<OptionSet> = fc
  .record({
    form: fc.constantFrom('permissive', 'enforce', 'workloads', 'lockdown', 'mesh-permissive', 'mesh-enforce', 'mesh-lockdown', 'workload-enforce'),
    exceptions: fc.subarray(['web', 'reviews', 'db']),
    mode: fc.constantFrom('PERMISSIVE' as const, 'DISABLE' as const, 'STRICT' as const),
    destinationRuleMode: fc.constantFrom('auto' as const, 'istioMutual' as const),
    dryRun: fc.boolean(),
    clients: fc.boolean(),
  })
  .map(({ form, exceptions, mode, destinationRuleMode, dryRun, clients }) =>
    optionSet({ form, exceptions, mode, destinationRuleMode, dryRun, clients }, ({ net, shop, web, reviewsV1, database, reviews, databaseService }) => {
      const workloads = { web: { workload: web, containerPort: 8080 }, reviews: { workload: reviewsV1, containerPort: 9080 }, db: { workload: database, containerPort: 5432 } };
      const portExceptions = exceptions.map(name => ({ ...workloads[name as keyof typeof workloads], mode, reason: 'judged' }));
      const common = { network: net, portExceptions, destinationRuleMode };
      const locked = { stage: 'lockdown' as const, dryRun, clients: clients ? [web.calls(reviews.port('http')), reviewsV1.calls(databaseService.port('tcp-pg'))] : [] };
      switch (form) {
        case 'permissive':
        case 'enforce':
          return [mutualTls({ ...common, namespace: shop, stage: form })];
        case 'workloads':
          return [mutualTls({ ...common, namespace: shop, stage: 'workloads', workloads: [web, database] })];
        case 'lockdown':
          return [mutualTls({ ...common, namespace: shop, ...locked })];
        case 'mesh-lockdown':
          return [mutualTls({ ...common, scope: 'mesh', ...locked })];
        case 'workload-enforce':
          return [mutualTls({ ...common, scope: 'workload', workloads: [web, reviewsV1], stage: 'enforce' })];
        default:
          return [mutualTls({ ...common, scope: 'mesh', stage: form === 'mesh-enforce' ? 'enforce' : 'permissive' })];
      }
    }),
  );

/** Option sets of default deny. */
export const defaultDenies: fc.Arbitrary<OptionSet> = fc
  .record({
    edges: fc.subarray(['gateway-web', 'gateway-reviews', 'web-reviews', 'v1-db', 'v2-db', 'db-db']),
    both: fc.boolean(),
    allowSameNamespace: fc.boolean(),
    egress: maybe(fc.constantFrom('0.0.0.0/0', '::/0', '203.0.113.0/24')),
    ingress: fc.boolean(),
    operator: fc.boolean(),
    scrape: fc.boolean(),
  })
  .map(({ edges, both, allowSameNamespace, egress, ingress, operator, scrape }) =>
    optionSet({ edges, both, allowSameNamespace, egress, ingress, operator, scrape }, ({ net, shop, edge, web, webService, reviews, reviewsV1, reviewsV2, database, databaseService, gateway }) => {
      const all = {
        'gateway-web': gateway.calls(webService.port('http')),
        'gateway-reviews': gateway.calls(reviews.port('http')),
        'web-reviews': web.calls(reviews.port('http')),
        'v1-db': reviewsV1.calls(databaseService.port('tcp-pg')),
        'v2-db': reviewsV2.calls(databaseService.port('tcp-pg')),
        'db-db': database.calls(databaseService.port('tcp-pg')),
      };
      const chosen = edges.map(name => all[name as keyof typeof all]);
      const direct = net.platform.monitoring?.scrapeMode === 'direct';
      return [
        defaultDeny({
          network: net,
          namespace: shop,
          edges: chosen,
          allowSameNamespace,
          ...(egress === undefined ? {} : { egressCidrs: [{ name: 'payments', cidr: egress, ports: [{ port: 443 }, { port: 8000, endPort: 8010 }], workload: web }] }),
          ...(ingress ? { ingressCidrs: [{ name: 'office', cidr: '198.51.100.0/25', ports: [{ port: 8080 }] }] } : {}),
          ...(operator ? { apiServerClients: [web] } : {}),
          ...(scrape && direct ? { scrapes: [webService.port('http')] } : {}),
        }),
        ...(both ? [defaultDeny({ network: net, namespace: edge, edges: chosen.filter(({ from }) => from.type === 'gateway') })] : []),
      ];
    }),
  );

/** All patterns of a platform together. */
export function together(name: PlatformName): fc.Arbitrary<OptionSet> {
  if (name === 'plain-kubernetes') return defaultDenies;
  return fc.tuple(canaries(name), mutualTlsSets, defaultDenies).map(sets => optionSet(sets.map(({ options }) => options), shop => sets.flatMap(({ patterns }) => patterns(shop))));
}
