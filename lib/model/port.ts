/** Transport protocols of Kubernetes. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** What is wrong with a port number, or `undefined`. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : 'must be a whole number from 1 to 65535';
}

/** Application protocols that carry requests one by one, so that they can be routed by request. */
const requestProtocols = new Set(['http', 'http2', 'grpc', 'grpc-web', 'kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss']);

/**
 * The application protocol of a Service port: `appProtocol` when set, else the part of the port name before the first
 * `-`, as Istio reads it. `undefined` means that a mesh has to guess from the bytes (Istio message IST0118).
 */
export function applicationProtocol(port: { readonly name: string; readonly appProtocol?: string | undefined }): string | undefined {
  if (port.appProtocol !== undefined) return port.appProtocol.toLowerCase();
  const name = port.name.toLowerCase();
  if (name === 'grpc-web' || name.startsWith('grpc-web-')) return 'grpc-web';
  const prefix = name.split('-')[0] ?? '';
  return ['http', 'http2', 'https', 'grpc', 'tcp', 'tls', 'udp', 'mongo', 'mysql', 'redis'].includes(prefix) ? prefix : undefined;
}

/** Whether a mesh sees single requests on a port: only there can it split, match, retry or mirror. */
export function carriesRequests(port: { readonly name: string; readonly appProtocol?: string | undefined }): boolean {
  const protocol = applicationProtocol(port);
  return protocol !== undefined && requestProtocols.has(protocol);
}
