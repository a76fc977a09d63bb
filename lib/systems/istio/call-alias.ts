import { ofKind, type Recorded } from '../../intents/intents';
import type { CallAliasIntent } from '../../intents/multi-cluster-service';
import { principal } from '../../model/identity';
import { compare } from '../../model/json';
import { eastWestPort } from '../../platform/peer';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { networking, type MeshServiceEntrySpec, type PortTrafficPolicy } from './kinds';
import { connectTimeout } from './locality';
import { ejection } from './traffic';

/** A Service of a cluster that istiod knows nothing of: an entry for its alias, whose endpoints are gateways, and the rule that tells these what is meant. */
export function emitCallAlias(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return ofKind(recorded, 'call-alias').flatMap(({ intent, origin }) => {
    const name = aliasName(intent.alias);
    const written = manifest(platform, { apiVersion: networking, kind: 'ServiceEntry', name, namespace: intent.namespace.name, labels: { 'app.kubernetes.io/name': intent.remote.name }, spec: entry(intent, platform) });
    return [object('service', written, origin), ...rule(intent).map((share): Contribution => ({ share, origin }))];
  });
}

/** What objects of an alias are called. */
export function aliasName(alias: string): string {
  return alias.replaceAll('.', '-');
}

function entry(intent: CallAliasIntent, platform: IstioSidecar): MeshServiceEntrySpec {
  const { alias, peers, remote, callers, namespace, dns } = intent;
  const elsewhere = [...new Set(callers.map(caller => caller.namespace.name))].filter(name => name !== namespace.name).sort(compare);
  return {
    hosts: [alias],
    location: 'MESH_INTERNAL',
    resolution: peers.every(({ gateway }) => gateway?.addresses !== undefined) ? 'STATIC' : 'DNS',
    ports: remote.ports,
    endpoints: peers.flatMap(({ gateway, locality }) =>
      (gateway?.addresses ?? gateway?.hostnames ?? []).map(address => ({
        address,
        ports: Object.fromEntries(remote.ports.map(port => [port.name, gateway?.port ?? eastWestPort])),
        // Without it the mesh takes the endpoint for one that speaks no mutual TLS.
        labels: { 'security.istio.io/tlsMode': 'istio' },
        ...(locality === undefined ? {} : { locality }),
      })),
    ),
    subjectAltNames: [...new Set(peers.flatMap(peer => remote.serviceAccounts.map(serviceAccount => `spiffe://${principal({ trustDomain: peer.trustDomain ?? platform.trustDomain, namespace: remote.namespace, serviceAccount })}`)))].sort(compare),
    exportTo: ['.', ...elsewhere],
    ...(typeof dns === 'object' ? { addresses: [dns.address] } : {}),
  };
}

/** The gateway knows the Service by its own name and port: what the client would say of the alias matches nothing there. */
function rule({ alias, namespace, remote, detection }: CallAliasIntent): readonly Extract<Contribution['share'], { owner: 'destination-rule' }>[] {
  const of = { owner: 'destination-rule' as const, host: alias, namespace: namespace.name, name: aliasName(alias) };
  const tls = (port: number): NonNullable<PortTrafficPolicy['tls']> => ({ mode: 'ISTIO_MUTUAL', sni: `outbound_.${port}_._.${remote.name}.${remote.namespace}.svc.${remote.clusterDomain}` });
  const [only, ...others] = remote.ports;
  const policy: PortTrafficPolicy = {
    loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } },
    outlierDetection: ejection(detection),
    connectionPool: { tcp: { connectTimeout } },
    ...(only !== undefined && others.length === 0 ? { tls: tls(only.number) } : {}),
  };
  return [{ ...of, trafficPolicy: policy }, ...(others.length === 0 ? [] : remote.ports.map(({ number }) => ({ ...of, port: { number, trafficPolicy: { tls: tls(number) } } })))];
}
