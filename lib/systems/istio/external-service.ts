import type { ExternalServiceIntent, Origination } from '../../intents/external-service';
import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { ExternalPortSubject, ExternalSubject } from '../../intents/subjects';
import { withoutUndefined } from '../../model/json';
import { plain, type Leaf } from '../../model/leaf';
import { parseCidr } from '../../model/cidr';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { callersOf, hostsOf, nameOf, outwardEdges, registered } from '../external';
import { remark } from '../remark';
import { emitExit } from './egress-gateway';
import { networking, type OriginatedTls, type ServiceEntrySpec } from './kinds';

/**
 * What is outside, as the mesh has to know it: a ServiceEntry that its callers alone see, TLS that proxies begin, and the way through an
 * egress gateway.
 */
export function emitExternalServices(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const asked = ofKind(recorded, 'external-service').flatMap(({ intent, origin }): readonly Contribution[] => {
    const seenBy = visibility(recorded, intent);
    return [
      entry(platform, intent.external, seenBy, origin),
      ...[...intent.originate].flatMap(([port, origination]) => originated(intent, port, origination, seenBy, origin)),
      ...emitExit(recorded, intent, seenBy, platform, origin),
    ];
  });
  return [...asked, ...unregistered(recorded, platform)];
}

/** `.` and the other namespaces of callers; with an egress gateway its own too, because its proxies make the calls. */
function visibility(recorded: readonly Recorded[], { external, through }: ExternalServiceIntent): readonly string[] {
  const [own, ...others] = callersOf(recorded, external);
  const gateway = through === undefined || through.pods.namespace === own ? [] : [through.pods.namespace];
  return ['.', ...[...new Set([...others, ...gateway])].sort()];
}

function entry(platform: IstioSidecar, external: ExternalSubject, exportTo: readonly string[], origin: Origin): Contribution {
  const { name, namespace, addresses } = external;
  const resolution = resolutionOf(external);
  // Connections without a name in them are told apart by address: without one, every destination on the port would be meant.
  const told = addresses.length > 0 && (resolution === 'NONE' || external.hosts.length === 0 || external.ports.some(({ protocol }) => protocol === 'tcp'));
  const spec: ServiceEntrySpec = {
    hosts: hostsOf(external),
    ...(told ? { addresses: addresses.map(single) } : {}),
    location: 'MESH_EXTERNAL',
    resolution,
    ports: external.ports.map(port => ({ number: port.port, name: port.name, protocol: port.protocol.toUpperCase(), ...(port.targetPort === port.port ? {} : { targetPort: port.targetPort }) })),
    ...(resolution === 'STATIC' ? { endpoints: addresses.map(address => ({ address: single(address) })) } : {}),
    exportTo,
  };
  return object('service', manifest(platform, { apiVersion: networking, kind: 'ServiceEntry', name, namespace: namespace.name, labels: { 'app.kubernetes.io/name': name }, spec }), origin);
}

/**
 * Who finds the address. A wildcard has none to ask DNS for, so the caller's own is kept (NONE); the mesh's dynamic DNS would need the
 * same of clients, and knows neither HTTPS nor databases (Istio 1.31, cluster.go).
 */
function resolutionOf({ hosts, addresses }: ExternalSubject): ServiceEntrySpec['resolution'] {
  if (hosts.some(host => host.startsWith('*.'))) return 'NONE';
  if (addresses.length === 0) return 'DNS';
  return addresses.some(address => single(address) === address && String(plain(address) ?? '').includes('/')) ? 'NONE' : 'STATIC';
}

/** `192.0.2.1/32` as the address that it is; blocks stay blocks. */
function single(address: Leaf<string>): Leaf<string> {
  const text = plain(address);
  const parsed = text === undefined ? undefined : parseCidr(text);
  if (text === undefined || parsed === undefined || 'problem' in parsed) return address;
  return parsed.prefix === (parsed.family === 4 ? 32 : 128) ? (text.split('/')[0] ?? text) : parsed.text;
}

/** TLS on one port of every host, with the name that is asked for and the name that the certificate has to carry both written out. */
function originated({ external }: ExternalServiceIntent, portName: string, origination: Origination, exportTo: readonly string[], origin: Origin): readonly Contribution[] {
  const port = external.ports.find(({ name }) => name === portName);
  if (port === undefined) return [];
  return external.hosts.map((host): Contribution => {
    const tls = clientTls(host, origination);
    return { share: { owner: 'destination-rule', host, namespace: external.namespace.name, name: nameOf(external, host), exportTo, port: { number: port.port, trafficPolicy: { tls } } }, origin };
  });
}

/** The authorities of the proxy's image: what Istio takes when nothing is said, said (Istio 1.31, cluster_tls.go). */
const systemAuthorities = 'system';

function clientTls(host: string, { subjectAltNames = [host], trust }: Origination): OriginatedTls {
  const named = { sni: host, subjectAltNames };
  switch (trust.from) {
    case 'system':
      return { mode: 'SIMPLE', ...named, caCertificates: systemAuthorities };
    case 'secret':
      return { mode: trust.mutual ? 'MUTUAL' : 'SIMPLE', ...named, credentialName: trust.name };
    case 'files':
      return withoutUndefined({
        mode: trust.client === undefined ? ('SIMPLE' as const) : ('MUTUAL' as const),
        ...named,
        caCertificates: trust.caCertificates ?? systemAuthorities,
        clientCertificate: trust.client?.certificate,
        privateKey: trust.client?.privateKey,
      }) as OriginatedTls;
  }
}

/** Where proxies refuse what is not registered, an edge to it is a call that fails. */
function unregistered(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  if (platform.outboundTrafficPolicy === 'ALLOW_ANY') return [];
  return outwardEdges(recorded)
    .filter(({ edge }) => registered(recorded, edge.to.external) === undefined)
    .map(({ edge: { from, to }, origin }) =>
      remark(origin, {
        rule: 'edge/external-unregistered',
        severity: 'error',
        message: `edge ${from.name} to ${to.external.name}: ${hostsOf(to.external).join(', ')} is registered by no pattern, and with outboundTrafficPolicy REGISTRY_ONLY proxies ${refusal(to.port)}`,
        help: `give ${to.external.name} to an ExternalService`,
      }),
    );
}

function refusal({ protocol }: ExternalPortSubject): string {
  return ['http', 'http2', 'grpc'].includes(protocol) ? 'answer 502' : 'close the connection';
}
