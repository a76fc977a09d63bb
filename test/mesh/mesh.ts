import type { World } from '../../lib/cluster/cluster';
import type { Facts } from '../../lib/cluster/facts';
import type { Workload } from '../../lib/cluster/workload';
import { endpointsOf, type Endpoint } from '../../lib/mesh/endpoints';
import { hostFor, portOf, type Host, type HostPort } from '../../lib/mesh/hosts';
import type { JsonObject } from '../../lib/model/json';
import { describe as name } from '../../lib/model/object';
import { manifest, worldOf } from '../support/world';

/** Objects of a mesh, short enough for tables. */

export const shop: JsonObject = manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled' } });

export const service = (called: string, spec: object = {}, namespace = 'shop', rest: object = {}): JsonObject =>
  manifest('v1', 'Service', called, { namespace, ...rest, spec: { selector: { app: called }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec } });

export const deployment = (called: string, { labels = {}, annotations = {}, spec = {}, namespace = 'shop' }: { labels?: object; annotations?: object; spec?: object; namespace?: string } = {}): JsonObject =>
  manifest('apps/v1', 'Deployment', called, {
    namespace,
    spec: { template: { metadata: { labels: { app: called, ...labels }, annotations }, spec: { containers: [{ name: 'main', ports: [{ name: 'web', containerPort: 8080 }] }], ...spec } } },
  });

const made = (created: number | undefined): object => (created === undefined ? {} : { creationTimestamp: `2026-01-01T00:00:0${created}Z` });

/** An Istio object; `created` is its age in seconds after a common start. */
export const istio = (kind: string, called: string, spec: object, { namespace = 'shop', created, annotations = {} }: { namespace?: string; created?: number; annotations?: object } = {}): JsonObject => {
  const apiVersion = ['PeerAuthentication', 'AuthorizationPolicy'].includes(kind) ? 'security.istio.io/v1' : 'networking.istio.io/v1';
  return { apiVersion, kind, metadata: { name: called, namespace, annotations, ...made(created) }, spec };
};

export const world = (objects: readonly JsonObject[], facts: Partial<Facts> = {}): World => worldOf(objects, facts);

export function workload({ cluster }: World, called: string): Workload {
  const found = cluster.workloads.find(candidate => candidate.name === called);
  if (found === undefined) throw new Error(`no workload ${called}`);
  return found;
}

export function host(w: World, called = 'reviews.shop.svc.cluster.local', namespace = 'shop'): Host {
  const found = hostFor(w, called, namespace);
  if (found === undefined) throw new Error(`no host ${called}`);
  return found;
}

export function port(of: Host, number = 80): HostPort {
  const found = portOf(of, number);
  if (found === undefined) throw new Error(`no port ${number}`);
  return found;
}

export function endpoint(w: World, of: Host, number = 80): Endpoint {
  const [found] = endpointsOf(w, of, port(of, number)).list;
  if (found === undefined) throw new Error('no endpoint');
  return found;
}

/** An answer as text: objects by their name, so that answers of two worlds can be compared. */
export function told(answer: unknown): string {
  return JSON.stringify(answer, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('reference' in value && 'effective' in value) return name((value as { reference: { kind: string; namespace?: string; name: string } }).reference);
    if ('templatePath' in value && 'object' in value) return `${(value as Workload).kind} ${(value as Workload).namespace}/${(value as Workload).name}`;
    return value;
  });
}
