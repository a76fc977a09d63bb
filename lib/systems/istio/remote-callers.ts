import { ofKind, type Recorded } from '../../intents/intents';
import { principal } from '../../model/identity';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { containerPorts } from '../kubernetes/peers';
import { remark } from '../remark';
import type { Lock, Write } from './authorization';
import type { AuthorizationPolicySpec } from './kinds';

/**
 * Callers of other clusters, by identity. The gateway between the networks passes their own certificates through, and judges nobody itself
 * (Istio 1.31, gateway.go), so it needs no rule, and gets none.
 */
export function remoteCallerPolicies(recorded: readonly Recorded[], lockOf: (namespace: string) => Lock | undefined, platform: IstioSidecar, write: Write): readonly Contribution[] {
  return ofKind(recorded, 'serve-peers').flatMap(({ intent: { service, peers, callers }, origin }) => {
    const lock = lockOf(service.namespace.name);
    if (lock === undefined) return [];
    const ports = [...new Set(service.ports.filter(({ protocol }) => protocol === 'TCP').flatMap(port => containerPorts(service, port)))].sort((a, b) => a - b).map(String);
    const foreign = peers.filter(({ cluster, trustDomain = platform.trustDomain }) => trustDomain !== platform.trustDomain && !callers.some(({ peer }) => peer.cluster === cluster));
    return [
      ...foreign.map(({ cluster, trustDomain }) =>
        remark(origin, {
          rule: 'multicluster/callers-unknown',
          severity: 'warning',
          message: `lockdown of namespace ${service.namespace.name} admits nobody of cluster ${cluster} to ${service.name}: its trust domain is ${trustDomain ?? ''}, and no remoteCallers of it are listed`,
          help: `list remoteCallers: [{ cluster: '${cluster}', namespace: '…', serviceAccount: '…' }]`,
          assumption: `somebody in cluster ${cluster} calls ${service.name}`,
        }),
      ),
      ...callers.flatMap(({ peer, namespace, serviceAccount }): readonly Contribution[] => {
        if (ports.length === 0) {
          return [
            remark(origin, {
              rule: 'authz/port-unknown',
              severity: 'error',
              message: `remote caller ${peer.cluster}/${namespace}/${serviceAccount} of ${service.name}: nobody says which number its ports have, and authorization goes by number`,
              help: `list the ports of the workloads behind ${service.name}, or give its targetPort as a number`,
            }),
          ];
        }
        const spec: AuthorizationPolicySpec = {
          action: 'ALLOW',
          selector: { matchLabels: service.selector },
          rules: [{ from: [{ source: { principals: [principal({ trustDomain: peer.trustDomain ?? platform.trustDomain, namespace, serviceAccount })] } }], to: [{ operation: { ports } }] }],
        };
        return [write('allow', `${peer.cluster}.${namespace}.${serviceAccount}-to-${service.name}`, service.namespace.name, spec, lock.dryRun, origin)];
      }),
    ];
  });
}
