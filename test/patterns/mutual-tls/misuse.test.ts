import { UsageError } from '../../../lib/model/usage-error';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { Network } from '../../../lib/network/network';
import { istioShop, workload } from '../../support/shop';

const { net, shop, edge, web, reviews } = istioShop();
const legacy = net.namespace('legacy', { enrolled: false });
const elsewhere = net.workload(workload('gate', { namespace: 'edge' }));

/** Calls as JavaScript makes them: what types refuse is refused in words as well. */
function calling(props: Readonly<Record<string, unknown>>): () => unknown {
  return () => mutualTls({ network: net, ...props } as unknown as Parameters<typeof mutualTls>[0]);
}

const exception = { workload: web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'webhook' };

describe('mutual TLS is refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['without a namespace', {}, "mutual-tls: no namespace given; give one, or set scope: 'mesh'"],
    ['for the mesh and a namespace at once', { scope: 'mesh', namespace: shop }, 'mutual-tls: scope "mesh" with namespace shop, which would not matter; leave one of them out'],
    ['for an unknown scope', { scope: 'cluster' }, 'mutual-tls: scope "cluster" does not exist; use namespace, mesh and workload'],
    ['for an unknown stage', { namespace: shop, stage: 'strict' }, 'mutual-tls: stage "strict" does not exist; use permissive, workloads, enforce and lockdown'],
    ['for an unknown mode of clients', { namespace: shop, destinationRuleMode: 'mutual' }, 'mutual-tls: destinationRuleMode "mutual" does not exist; use auto and istioMutual'],
    ['for a namespace out of the mesh', { namespace: legacy }, 'mutual-tls: namespace legacy is declared out of the mesh, so no mode would have an effect; leave enrolled: false out'],
    ['for stage workloads without any', { namespace: shop, stage: 'workloads' }, 'mutual-tls: stage "workloads" without workloads; list at least one'],
    ['for scope workload without any', { scope: 'workload' }, 'mutual-tls: scope "workload" without workloads; list at least one'],
    ['for workloads that would not matter', { namespace: shop, stage: 'enforce', workloads: [web] }, `mutual-tls: workloads at stage "enforce" of scope "namespace", where they would not matter; set stage: 'workloads' or scope: 'workload'`],
    ['for workloads of another namespace', { namespace: shop, stage: 'workloads', workloads: [elsewhere] }, 'mutual-tls: workload edge/gate is not in namespace shop; give it to the pattern of its own namespace'],
    ['for lockdown of single workloads', { scope: 'workload', stage: 'lockdown', workloads: [web] }, `mutual-tls: stage "lockdown" of single workloads; use 'permissive' or 'enforce', or give the namespace`],
    ['for workloads of the whole mesh, where a selector is ignored', { scope: 'mesh', stage: 'workloads', workloads: [web] }, 'mutual-tls: stage "workloads" of the whole mesh; a selector in the root namespace is ignored; give the namespace of the workloads'],
    ['for clients before lockdown', { namespace: shop, clients: [web.calls(reviews.port('http'))] }, `mutual-tls: clients at stage "permissive": nothing is authorized before lockdown; set stage: 'lockdown', or leave it out`],
    ['for a dry run before lockdown', { namespace: shop, stage: 'enforce', dryRun: true }, `mutual-tls: dryRun at stage "enforce": nothing is authorized before lockdown; set stage: 'lockdown', or leave it out`],
    ['for an exception of a port of the Service', { namespace: shop, portExceptions: [{ ...exception, containerPort: 80 }] }, 'mutual-tls: port exception 80 of web: no container declares it; use a container port (8080), not the port of a Service'],
    ['for an exception of no port', { namespace: shop, portExceptions: [{ ...exception, containerPort: 0 }] }, 'mutual-tls: port exception 0 of web: the port must be a whole number from 1 to 65535; give the container port'],
    ['for an exception without a reason', { namespace: shop, portExceptions: [{ ...exception, reason: ' ' }] }, 'mutual-tls: port exception 8080 of web has no reason; say why the port is an exception'],
    ['for an exception of an unknown mode', { namespace: shop, portExceptions: [{ ...exception, mode: 'OFF' }] }, 'mutual-tls: mode "OFF" does not exist; use PERMISSIVE, DISABLE and STRICT'],
    ['for an exception in another namespace', { namespace: edge, portExceptions: [exception] }, 'mutual-tls: workload shop/web is not in namespace edge; give it to the pattern of its own namespace'],
  ])('%s', (_, props, message) => {
    expect(calling(props)).toThrow(UsageError);
    expect(calling(props)).toThrow(message);
  });

  test('without a mesh, with the nearest alternative', () => {
    const network = new Network<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
    expect(() => mutualTls({ network, namespace: network.namespace('shop') })).toThrow(
      'mutual-tls: plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar',
    );
  });
});
