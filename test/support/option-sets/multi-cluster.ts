import * as fc from 'fast-check';
import type { Platform } from '../../../lib/platform/platform';
import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { locality } from '../../../lib/patterns/locality/locality';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import type { MultiClusterServiceProps } from '../../../lib/patterns/multi-cluster-service/props';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Pattern } from '../../../lib/network/network';
import type { Shop } from '../shop';
import { given, maybe, optionSet, type OptionSet } from './option-set';

const across = fc.constantFrom<readonly string[]>(['us'], ['asia'], ['us', 'asia']);
const detection = maybe(fc.constantFrom(true as const, { maxEjectionPercent: 40, consecutiveLocalOriginFailures: 2 }));
const make = (props: object): Pattern => multiClusterService(props as MultiClusterServiceProps<Platform>);

/** What goes on around it: closed namespaces, lockdown, and patterns that share its objects. */
interface Around {
  readonly closed: boolean;
  readonly gatewayClosed: boolean;
  readonly lockdown: boolean;
}

function around({ net, shop, web, reviews }: Shop<Platform>, { closed, gatewayClosed, lockdown }: Around): readonly Pattern[] {
  const { namespace } = (net.platform as Extract<Platform, { mesh: 'istio' }>).eastWest;
  return [
    ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [web.calls(reviews.port('http'))] })] : []),
    ...(gatewayClosed ? [defaultDeny({ network: net, namespace: net.namespace(namespace), edges: [] })] : []),
    ...(lockdown ? [mutualTls({ network: net, namespace: shop, stage: 'lockdown' })] : []),
  ];
}
const surroundings = fc.record({ closed: fc.boolean(), gatewayClosed: fc.boolean(), lockdown: fc.boolean() });

/** Option sets of a Service of several clusters whose control planes know each other. */
export const sharedServices: fc.Arbitrary<OptionSet> = fc
  .record({
    around: surroundings,
    role: fc.constantFrom('server', 'client', 'both', 'remote', 'captured'),
    beside: fc.constantFrom('none', 'canary', 'locality'),
    names: maybe(fc.oneof(across, fc.constantFrom<readonly string[]>(['near'], ['near', 'us']))),
    priority: maybe(fc.constantFrom(['topology.istio.io/cluster'], ['topology.istio.io/network', 'tier=gold'])),
    outlierDetection: detection,
    callers: fc.subarray([{ cluster: 'us', namespace: 'front', serviceAccount: 'web' }, { cluster: 'asia', namespace: 'shop', serviceAccount: 'web' }]),
    serviceExport: fc.boolean(),
  })
  .map(({ around: of, role, beside, names, priority, outlierDetection, callers, serviceExport }) =>
    optionSet({ ...of, role, beside, names, priority, outlierDetection, callers, serviceExport }, scene => {
      const { net, shop, web, reviews } = scene;
      const preference = given({ failoverPriority: priority, outlierDetection });
      const exported = { serviceExport, accept: [{ rule: 'platform/multi-cluster-service-experimental', reason: 'judged' }] };
      const serving = { remoteCallers: callers.filter(({ cluster }) => names === undefined || names.includes(cluster)), ...(serviceExport ? exported : {}) };
      const common = { network: net, ...given({ peers: names }) };
      const beyond = role === 'remote' || role === 'captured' ? net.service({ name: 'ratings', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, remote: true, existing: role === 'captured' }) : undefined;
      const pattern =
        beyond !== undefined
          ? make({ ...common, service: beyond, ...preference, ...(role === 'captured' ? { dnsCapture: [web] } : {}) })
          : make({ ...common, service: reviews, role, ...(role === 'server' ? {} : preference), ...(role === 'client' ? {} : serving) });
      return [
        pattern,
        ...(beside === 'canary' ? [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })] : []),
        ...(beside === 'locality' ? [locality({ network: net, service: reviews, failover: [{ from: 'eu-1', to: 'us-1' }] })] : []),
        ...around(scene, of),
      ];
    }),
  );

/** Option sets of both sides of an alias. */
export const aliases: fc.Arbitrary<OptionSet> = fc
  .record({
    around: surroundings,
    server: fc.boolean(),
    names: across,
    ports: fc.constantFrom({ http: { port: 80 } }, { 'tcp-pg': { port: 5432 } }, { http: { port: 80 }, api: { port: 9090, appProtocol: 'grpc' }, 'tls-admin': { port: 8443 }, 'mongo-db': { port: 27017 } }),
    dns: maybe(fc.constantFrom('callers' as const, 'mesh' as const, { address: '240.0.0.1' })),
    serviceAccounts: fc.constantFrom(['ratings'], ['ratings', 'ratings-canary']),
    outlierDetection: detection,
  })
  .map(({ around: of, server, names, ports, dns, serviceAccounts, outlierDetection }) =>
    optionSet({ ...of, server, names, ports, dns, serviceAccounts, outlierDetection }, scene => {
      const { net, shop, web, reviewsV1, reviews } = scene;
      const remote = { name: 'ratings', namespace: 'shop', ports, serviceAccounts };
      return [
        make({ network: net, mode: 'serviceEntry', role: 'client', alias: 'ratings.shop.mesh.internal', namespace: shop, callers: [web, reviewsV1], peers: names, remote, ...given({ dns, outlierDetection }) }),
        ...(server ? [make({ network: net, mode: 'serviceEntry', role: 'server', service: reviews, peers: names })] : []),
        ...around(scene, of),
      ];
    }),
  );
