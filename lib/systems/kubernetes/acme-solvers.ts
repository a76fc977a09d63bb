import { ofKind, type Recorded } from '../../intents/intents';
import type { GatewaySubject } from '../../intents/subjects';
import { groupBy } from '../../model/group-by';
import { canonical } from '../../model/json';
import type { AcmeSolver, Platform, PodsAt } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { remark } from '../remark';
import type { PolicyPeer } from './kinds';
import { allow, portsOf } from './network-policy';
import { podsPeer } from './peers';

/**
 * Pods that answer an ACME server stand beside the Certificate for a minute, weeks after everything else was applied, and the way in leads to
 * them. They carry no proxy (cert-manager says so on each of them), so modes and authorization of a mesh do not reach them; policies do.
 */
export function emitAcmeSolvers(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const solver = platform.certManager?.acmeSolver;
  if (solver === undefined || solver === false) return [];
  const closed = ofKind(recorded, 'isolate');
  const entrances = entrancePods(recorded, platform);
  return [
    ...closed.map(({ intent: { namespace: { name: namespace } }, origin }) => {
      const peers = entrances.map(pods => podsPeer(pods, namespace));
      return allow(platform, { name: 'allow-acme-solvers', namespace, pods: solver.labels, direction: 'ingress', ports: portsOf(['TCP'], solver.port), ...(peers.length === 0 ? {} : { peers }) }, origin);
    }),
    ...closed.flatMap(({ intent: { namespace: { name: namespace } }, origin }) =>
      entrances
        .filter(pods => pods.namespace === namespace)
        .map(pods => allow(platform, { name: `allow-acme-solvers-from-${nameOf(pods, recorded)}`, namespace, pods: pods.labels, direction: 'egress', peers: [anywhere(solver)], ports: portsOf(['TCP'], solver.port) }, origin)),
    ),
    ...toldToSpeakTls(recorded, platform),
  ];
}

/** Pods that serve outsiders: those of gateways, and the ones that the platform names. */
function entrancePods(recorded: readonly Recorded[], { ingress }: Platform): readonly PodsAt[] {
  const known: readonly PodsAt[] = [...ofKind(recorded, 'gateway').map(({ intent }) => intent.gateway.pods), ...(ingress === undefined ? [] : [ingress])].map(({ namespace, labels }) => ({ namespace, labels }));
  return groupBy(known, pods => canonical(pods)).flatMap(([pods]) => (pods === undefined ? [] : [pods]));
}

function nameOf(pods: PodsAt, recorded: readonly Recorded[]): string {
  const same = (gateway: GatewaySubject): boolean => canonical({ namespace: gateway.pods.namespace, labels: gateway.pods.labels }) === canonical(pods);
  return ofKind(recorded, 'gateway').map(({ intent }) => intent.gateway).filter(same).map(({ name }) => name).sort()[0] ?? 'ingress';
}

/** Certificates may be in any namespace. */
function anywhere({ labels }: AcmeSolver): PolicyPeer {
  return { namespaceSelector: {}, podSelector: { matchLabels: labels } };
}

/** Where rules tell clients to speak mutual TLS, the way in speaks it to solvers as well, whose Services have generated names that no rule can except. */
function toldToSpeakTls(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  if (platform.mesh !== 'istio') return [];
  return ofKind(recorded, 'client-tls').map(({ intent: { scope }, origin }) =>
    remark(origin, {
      rule: 'mtls/solver-told-mutual-tls',
      severity: 'warning',
      message: `clients are told to speak mutual TLS to every host of ${scope === 'mesh' ? 'the mesh' : `namespace ${scope.namespace.name}`}, also to ACME solvers of cert-manager, which have no proxy: challenges would fail`,
      help: "leave destinationRuleMode: 'istioMutual' out, use DNS-01 challenges, or set certManager: { acmeSolver: false } on the platform",
      assumption: 'a Certificate there is issued by HTTP-01',
    }),
  );
}
