import type { JsonObject } from '../../lib/model/json';
import { deployment } from '../mesh/mesh';

/** Resources that make a pod Guaranteed. */
export const equal = { limits: { cpu: '4', memory: '1Gi' }, requests: { cpu: '4', memory: '1Gi' } };

/** Annotations that keep it so beside an injected proxy. */
export const proxied: Readonly<Record<string, string | undefined>> = {
  'sidecar.istio.io/proxyCPU': '500m', 'sidecar.istio.io/proxyCPULimit': '500m', 'sidecar.istio.io/proxyMemory': '512Mi', 'sidecar.istio.io/proxyMemoryLimit': '512Mi',
};

/** A workload that somebody declares to be pinned. */
export function pinned({ resources = {}, spec = {}, labels = {}, annotations = {}, declared = true }: { readonly resources?: object; readonly spec?: object; readonly labels?: object; readonly annotations?: object; readonly declared?: boolean } = {}): JsonObject {
  return deployment('app', { labels, annotations: { ...(declared ? { 'sealane.dev/pinned-cpu': 'true' } : {}), ...annotations }, spec: { containers: [{ name: 'main', resources }], ...spec } });
}
