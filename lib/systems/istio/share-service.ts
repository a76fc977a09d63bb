import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { ServePeersIntent } from '../../intents/multi-cluster-service';
import { list } from '../../model/usage-error';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { remark, remarkOfAll } from '../remark';
import { networkLabel } from './serve-peers';

/** What control planes that know each other have to be told once, and what only shows when several clusters are seen together. */
export function emitShareService(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const sharing = ofKind(recorded, 'share-service');
  return [
    ...labelled(recorded, platform, sharing.map(({ origin }) => origin)),
    ...sharing.flatMap(({ intent: { service, peers }, origin }) => {
      const foreign = peers.filter(({ trustDomain = platform.trustDomain }) => trustDomain !== platform.trustDomain);
      return [
        ...(foreign.length === 0
          ? []
          : [
              remark(origin, {
                rule: 'multicluster/trust-domain-alias',
                severity: 'warning',
                message: `multi-cluster-service ${service.namespace.name}/${service.name}: the trust domains of ${list(foreign.map(({ cluster }) => cluster))} differ from ${platform.trustDomain}, and callers expect certificates of ${platform.trustDomain}`,
                help: `list ${list([...new Set(foreign.map(({ trustDomain = '' }) => trustDomain))])} under trustDomainAliases of the mesh configuration here, and ${platform.trustDomain} in theirs`,
                assumption: 'the mesh configurations list them',
              }),
            ]),
        ...splitElsewhere(service, recorded, peers.map(({ cluster }) => cluster), platform, origin),
      ];
    }),
  ];
}

/** The network of a cluster is a label of its root namespace. */
function labelled(recorded: readonly Recorded[], { rootNamespace, network }: IstioSidecar, origins: readonly Origin[]): readonly Contribution[] {
  if (network === undefined) return [];
  const root = ofKind(recorded, 'namespace').find(({ intent: { namespace } }) => namespace.name === rootNamespace && namespace.created);
  if (root !== undefined) return origins.map(origin => ({ share: { owner: 'namespace', namespace: root.intent.namespace, labels: { [networkLabel]: network } }, origin }));
  return remarkOfAll(origins, {
    rule: 'multicluster/network-unlabelled',
    severity: 'warning',
    message: `namespace ${rootNamespace} is not written here: without label ${networkLabel}=${network} pods of other networks are called as if they were near`,
    help: `run: kubectl label namespace ${rootNamespace} ${networkLabel}=${network}, or create the namespace here`,
    object: { apiVersion: 'v1', kind: 'Namespace', name: rootNamespace },
    assumption: `namespace ${rootNamespace} carries the label`,
  });
}

/** A gateway between networks builds its chains from the rules of its own cluster: a version that only the callers' cluster knows is reset there. */
function splitElsewhere(service: ServePeersIntent['service'], recorded: readonly Recorded[], peers: readonly string[], { routing }: IstioSidecar, origin: Origin): readonly Contribution[] {
  const split = ofKind(recorded, 'split').find(({ intent }) => intent.service === service);
  if (split === undefined) return [];
  const versions = list([...service.versions.keys()]);
  return [
    remark(origin, {
      rule: 'multicluster/split-elsewhere',
      severity: 'warning',
      codes: ['CAN-19'],
      message: `canary of ${service.namespace.name}/${service.name}: callers ask for its versions ${versions} by ${routing === 'istio' ? 'subset' : 'Service'}, and in ${list(peers)} only that cluster's own rules say which these are`,
      help: `write the same canary in ${list(peers)}`,
      assumption: `${list(peers)} ${peers.length === 1 ? 'has' : 'have'} the same canary`,
    }),
  ];
}
