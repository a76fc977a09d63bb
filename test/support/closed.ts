import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

/** A NetworkPolicy of namespace `shop`, closed in both directions unless it says otherwise. */
export function networkPolicy(name: string, spec: object = {}, namespace = 'shop'): JsonObject {
  return manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { namespace, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...spec } });
}

/** A Deployment with label `app` and ports by name. */
export function deployment(name: string, ports: Readonly<Record<string, number>> = {}, more: { readonly namespace?: string; readonly labels?: object; readonly annotations?: object; readonly spec?: object } = {}): JsonObject {
  const labels = { app: name, ...more.labels };
  const containerPorts = Object.entries(ports).map(([called, containerPort]) => ({ name: called, containerPort }));
  return manifest('apps/v1', 'Deployment', name, {
    namespace: more.namespace ?? 'shop',
    spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels, annotations: more.annotations ?? {} }, spec: { containers: [{ name: 'main', image: 'registry.example/main:1', ports: containerPorts }], ...more.spec } } },
  });
}

/** A Service that selects `app`; ports are pairs of its own port and the target. */
export function service(name: string, ports: Readonly<Record<string, readonly [number, number | string]>>, more: { readonly namespace?: string; readonly labels?: object; readonly spec?: object } = {}): JsonObject {
  return manifest('v1', 'Service', name, { namespace: more.namespace ?? 'shop', labels: more.labels ?? {}, spec: { selector: { app: name }, ports: Object.entries(ports).map(([called, [port, targetPort]]) => ({ name: called, port, targetPort })), ...more.spec } });
}

export function namespace(name: string, labels: object = {}): JsonObject {
  return manifest('v1', 'Namespace', name, { labels });
}
