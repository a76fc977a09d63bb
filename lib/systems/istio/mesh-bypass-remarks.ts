import { ofKind, type Recorded } from '../../intents/intents';
import type { ClientBypassIntent, MeshBypassIntent } from '../../intents/mesh-bypass';
import { leadsOutside, staysInside, type EdgeSubject, type ExternalEnd } from '../../intents/subjects';
import { list } from '../../model/usage-error';
import { sharesNetwork } from '../../platform/peer';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { registered } from '../external';
import { containerPorts } from '../kubernetes/peers';
import { remark } from '../remark';
import { enrolled } from './membership';
import { refusingPort } from './modes';

/** What a bypass takes away that somebody else counts on. */
export function bypassRemarks(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const clients = ofKind(recorded, 'client-bypass');
  return [
    ...ofKind(recorded, 'mesh-bypass').flatMap(entry => [...outsideAlready(entry, recorded, platform), ...acrossNetworks(entry, recorded, platform)]),
    ...clients.flatMap(entry => [...routingInert(entry, recorded), ...portShared(entry, recorded)]),
  ];
}

function outsideAlready({ intent: { workload }, origin }: Recorded<MeshBypassIntent>, recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const why = workload.hostNetwork ? 'uses the host network, where no proxy is injected' : enrolled(workload, platform, recorded) === false ? `is in namespace ${workload.namespace.name}, which is not in the mesh` : undefined;
  if (why === undefined) return [];
  return [
    remark(origin, {
      rule: 'bypass/outside-mesh',
      severity: 'error',
      message: `bypass of ${workload.namespace.name}/${workload.name}: it ${why}, so there is nothing to pass by and what is written has no effect`,
      help: 'leave the bypass out, or bring the workload into the mesh with MutualTls',
    }),
  ];
}

/** A proxy of another network is reached through a gateway that only passes on mutual TLS. */
function acrossNetworks({ intent: { workload }, origin }: Recorded<MeshBypassIntent>, recorded: readonly Recorded[], { peers, network }: IstioSidecar): readonly Contribution[] {
  const distant = peers.filter(peer => !sharesNetwork(peer, network));
  // A Service that is served to peers says so itself, port by port.
  const served = ofKind(recorded, 'serve-peers').some(({ intent }) => intent.service.workloads.includes(workload));
  if (distant.length === 0 || served) return [];
  return [
    remark(origin, {
      rule: 'bypass/across-networks',
      severity: 'warning',
      message: `bypass of ${workload.namespace.name}/${workload.name}: its pods cannot be reached from ${list(distant.map(peer => peer.cluster))}, whose network is another`,
      help: 'leave the bypass out where other networks call it, or accept it',
      assumption: 'clients in other clusters call it',
    }),
  ];
}

/** Rules of routes and localities are kept by the client's proxy, which sees nothing of these calls. */
function routingInert({ intent: { workload, to }, origin }: Recorded<ClientBypassIntent>, recorded: readonly Recorded[]): readonly Contribution[] {
  const split = ofKind(recorded, 'split').some(({ intent }) => intent.service === to.service && intent.port.name === to.port.name);
  const locality = ofKind(recorded, 'locality').some(({ intent }) => intent.service === to.service);
  const rules = [...(split ? ['the canary'] : []), ...(locality ? ['the locality'] : [])];
  if (rules.length === 0) return [];
  return [
    remark(origin, {
      rule: 'bypass/routing-inert',
      severity: 'warning',
      codes: ['BYP-13'],
      message: `bypass of ${to.service.namespace.name}/${to.service.name}: ${list(rules)} of the Service ${rules.length === 1 ? 'has' : 'have'} no effect on calls of ${workload.name}, which go past its proxy`,
      help: "set level: 'server', or leave the rules of the Service to others and accept it",
    }),
  ];
}

/** What is excluded is a number, whoever listens there: calls of the client to other Services go past its proxy too. */
function portShared({ intent: { workload, to }, origin }: Recorded<ClientBypassIntent>, recorded: readonly Recorded[]): readonly Contribution[] {
  const mine = ofKind(recorded, 'client-bypass').filter(({ intent }) => intent.workload === workload);
  const excluded = [to.port.port, ...containerPorts(to.service, to.port)];
  return ofKind(recorded, 'edge').flatMap(({ intent: { edge } }) => {
    if (!staysInside(edge)) return edge.from === workload && leadsOutside(edge) ? outwardShared(to, edge, recorded, origin, excluded) : [];
    const { service, port } = edge.to;
    if (edge.from !== workload || mine.some(({ intent }) => intent.to.service === service && intent.to.port.name === port.name)) return [];
    const shared = [port.port, ...containerPorts(service, port)].find(number => excluded.includes(number));
    if (shared === undefined) return [];
    const refused = refusingPort(service, port, recorded) !== undefined;
    return [
      remark(origin, {
        rule: 'bypass/client-port-shared',
        severity: refused ? 'error' : 'warning',
        message: `bypass of ${to.service.namespace.name}/${to.service.name}: ${workload.name} goes past its proxy on port ${shared}, and calls ${service.namespace.name}/${service.name} on it too${refused ? ', which refuses plaintext' : ', then without mutual TLS and routing'}`,
        help: "give one of the Services another port, or set level: 'server'",
      }),
    ];
  });
}

/** An edge out of the cluster on an excluded port: what its proxy would do on the way is not done. */
function outwardShared({ service }: ClientBypassIntent['to'], { from, to: { external, port } }: EdgeSubject<ExternalEnd>, recorded: readonly Recorded[], origin: Recorded['origin'], excluded: readonly number[]): readonly Contribution[] {
  const asked = registered(recorded, external);
  const lost = asked?.through !== undefined ? `its way through egress gateway ${asked.through.name}` : asked?.originate.has(port.name) === true ? 'the TLS that it begins' : undefined;
  if (lost === undefined || !excluded.includes(port.port)) return [];
  return [
    remark(origin, {
      rule: 'bypass/client-port-shared',
      severity: 'error',
      message: `bypass of ${service.namespace.name}/${service.name}: ${from.name} goes past its proxy on port ${port.port}, and calls ${external.name} on it too, which loses ${lost}`,
      help: "give one of them another port, or set level: 'server'",
    }),
  ];
}
