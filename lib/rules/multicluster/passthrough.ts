import { listeners } from '../../mesh/listeners';
import { hosts } from '../../mesh/hosts';
import { hostsMeet } from '../../mesh/host-name';
import type { World } from '../../cluster/cluster';
import { textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/**
 * A gateway between clusters passes TLS on by the names of Services in its registry: hosts that cover none of these pass nothing on, and it never looks
 * into its own certificates. Source: `builtAutoPassthroughFilterChains` (`core/gateway.go`), `ValidateGateway` of Istio 1.31.
 */
export const passthrough: Rule = {
  id: 'multicluster/passthrough',
  codes: ['MC-11'],
  severity: 'error',
  reads: 'effective',
  check: view => listeners(view).filter(({ api, tls }) => api === 'istio' && textAt(tls, 'mode') === 'AUTO_PASSTHROUGH').flatMap(({ gateway, path, port, tls, hosts: offered }): readonly Reported[] => {
    const certificate = ['credentialName', 'serverCertificate', 'privateKey', 'caCertificates'].find(field => (textAt(tls, field) ?? '') !== '');
    const server = `server on port ${port} of ${describe(gateway.reference)}`;
    return [
      ...(certificate === undefined ? [] : [{ object: gateway, path: [...path, 'tls', certificate], severity: 'warning' as const, message: `${server} is AUTO_PASSTHROUGH, which does not use ${certificate}`, help: `remove ${certificate}` }]),
      ...(offered.some(({ host }) => coversSome(view, host)) ? [] : [{ object: gateway, path: [...path, 'hosts'], message: `${server} passes on ${list(offered.map(({ host }) => host))}, and Services of this cluster end in ${view.facts.platform.clusterDomain}: it passes nothing on`, help: `use full names of the Services that are exported, or "*.${view.facts.platform.clusterDomain}"` }]),
    ];
  }),
};

/** Names of Services, which need not be in the input, or hosts of entries inside the mesh. */
function coversSome(world: World, host: string): boolean {
  if (hostsMeet(host, `*.svc.${world.facts.platform.clusterDomain}`)) return true;
  return [...hosts(world)].some(([name, claims]) => hostsMeet(host, name) && claims.some(({ external }) => !external));
}
