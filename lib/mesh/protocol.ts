import type { Protocol } from '../model/port';

/**
 * How a mesh reads a port. `sniffed`: it decides for each connection by the first bytes, which stalls protocols in which the server speaks
 * first, and lets requests be routed only once they were recognised.
 */
export type PortProtocol = 'http' | 'http2' | 'grpc' | 'grpc-web' | 'http_proxy' | 'https' | 'tls' | 'tcp' | 'udp' | 'mongo' | 'redis' | 'mysql' | 'sniffed';

const spoken: ReadonlySet<string> = new Set(['tcp', 'udp', 'grpc', 'grpc-web', 'http', 'http_proxy', 'http2', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** Ports that are never sniffed: SMTP, DNS, MySQL, MongoDB. */
const serverFirst = new Set([25, 53, 3306, 27017]);

/** Names that Kubernetes gives to application protocols, as Istio reads them. */
const standard: Readonly<Record<string, PortProtocol>> = { 'kubernetes.io/h2c': 'http2', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'https' };

/**
 * The protocol of a Service port: `appProtocol` where it is set, else the port's name up to the first hyphen.
 *
 * A word that Istio does not know gives `sniffed`, and so does no word. Source: `ConvertProtocol` of Istio 1.31, `pkg/config/kube/conversion.go`.
 *
 * @example portProtocol({ number: 80, name: 'http-web', transport: 'TCP' }) // 'http'
 */
export function portProtocol({ number, name, appProtocol, transport }: { readonly number: number; readonly name?: string | undefined; readonly appProtocol?: string | undefined; readonly transport: Protocol }): PortProtocol {
  if (transport === 'UDP') return 'udp';
  const said = appProtocol === undefined ? (name ?? '') : (standard[appProtocol] ?? appProtocol);
  const lower = said.toLowerCase();
  if (lower.startsWith('grpc-web')) return 'grpc-web';
  const [word = ''] = lower.split('-', 1);
  if (spoken.has(word)) return word as PortProtocol;
  return serverFirst.has(number) ? 'tcp' : 'sniffed';
}

/** The protocol that a ServiceEntry or a server of a Gateway names. */
export function namedProtocol(text: string | undefined): PortProtocol {
  const lower = (text ?? '').toLowerCase();
  return spoken.has(lower) ? (lower as PortProtocol) : 'sniffed';
}

/** Whether a proxy sees single requests on a port, so that it can route, retry and authorise each. `unknown` where it sniffs. */
export function seesRequests(protocol: PortProtocol): 'yes' | 'no' | 'unknown' {
  if (protocol === 'sniffed') return 'unknown';
  return ['http', 'http2', 'grpc', 'grpc-web', 'http_proxy'].includes(protocol) ? 'yes' : 'no';
}
