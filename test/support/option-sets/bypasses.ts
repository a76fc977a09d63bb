import * as fc from 'fast-check';
import { canary } from '../../../lib/patterns/canary/canary';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { locality } from '../../../lib/patterns/locality/locality';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import type { MeshBypassProps } from '../../../lib/patterns/mesh-bypass/props';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { webhook } from '../../../lib/patterns/webhook/webhook';
import type { Pattern } from '../../../lib/network/network';
import type { Platform } from '../../../lib/platform/platform';
import { workload, type Shop } from '../shop';
import { given, maybe, optionSet, type OptionSet } from './option-set';

// What passes the mesh by, and who calls from outside of it.

const stage = fc.constantFrom('permissive' as const, 'enforce' as const, 'lockdown' as const);
const accept = [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'judged' }] as const;

function staged({ net, shop }: Shop<Platform>, options: object): Pattern {
  return mutualTls({ network: net, namespace: shop, ...options });
}

/** Option sets of the bypass, in namespaces that are open or closed, beside patterns that write to the same objects. */
export const bypasses: fc.Arbitrary<OptionSet> = fc
  .record({
    level: fc.constantFrom('server' as const, 'both' as const, 'workload' as const),
    always: fc.boolean(),
    clients: fc.subarray(['web-reviews', 'web-db', 'v1-db', 'db-db', 'agent-web'], { minLength: 1 }),
    stage,
    destinationRuleMode: maybe(fc.constant('istioMutual' as const)),
    closed: fc.boolean(),
    beside: fc.subarray(['canary', 'locality', 'webhook']),
  })
  .map(({ level, always, clients, stage: at, destinationRuleMode, closed, beside }) =>
    optionSet({ level, always, clients, stage: at, destinationRuleMode, closed, beside }, scene => {
      const { net, shop, web, reviews, reviewsV1, database, databaseService, webService } = scene;
      // Of a locked namespace without a proxy the analyzer says that nobody is locked, and is right: one workload stays in the mesh.
      net.workload(workload('ledger'));
      const agent = net.workload(workload('agent', { kind: 'DaemonSet', pod: { hostNetwork: true } }));
      const edges = {
        'web-reviews': web.calls(reviews.port('http')),
        'web-db': web.calls(databaseService.port('tcp-pg')),
        'v1-db': reviewsV1.calls(databaseService.port('tcp-pg')),
        'db-db': database.calls(databaseService.port('tcp-pg')),
        'agent-web': agent.calls(webService.port('http')),
      };
      const rule = always && level !== 'workload' ? { destinationRule: 'always' } : {};
      return [
        staged(scene, given({ stage: at, destinationRuleMode })),
        meshBypass({ network: net, clients: clients.map(name => edges[name as keyof typeof edges]), level, accept, ...rule } as unknown as MeshBypassProps<Platform>),
        ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [] })] : []),
        ...(beside.includes('canary') ? [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, connectionPool: { maxRequests: 5 } })] : []),
        ...(beside.includes('locality') ? [locality({ network: net, service: reviews })] : []),
        ...(beside.includes('webhook') ? [webhook({ network: net, port: webService.port('http') })] : []),
      ];
    }),
  );

/** Option sets of webhooks. */
export const webhooks: fc.Arbitrary<OptionSet> = fc.record({ kind: fc.constantFrom('Deployment', 'DaemonSet', 'StatefulSet'), named: fc.boolean(), onHost: fc.boolean(), stage, closed: fc.boolean() }).map(({ kind, named, onHost, stage: at, closed }) =>
  optionSet({ kind, named, onHost, stage: at, closed }, scene => {
    const { net, shop } = scene;
    const handle = net.workload(workload('validator', { kind, ports: [{ name: 'webhook', containerPort: 9443 }], ...(onHost ? { pod: { hostNetwork: true } } : {}) }));
    const service = net.service({ name: 'validator', namespace: shop, workload: handle, ports: { https: { port: 443, targetPort: named ? 'webhook' : 9443 } } });
    return [
      webhook({ network: net, port: service.port('https') }),
      ...(net.platform.mesh === 'istio' ? [staged(scene, { stage: at })] : []),
      ...(closed ? [defaultDeny({ network: net, namespace: shop, edges: [] })] : []),
    ];
  }),
);
