import type { World } from '../../lib/cluster/cluster';
import { clusterOf, type ClusterReading } from '../../lib/cluster/cluster-of';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import { istioSidecar } from '../../lib/platform/presets';

/** Facts that nobody declared, about a cluster with Istio; what the test cares about on top. */
export function facts(given: Partial<Facts> = {}): Facts {
  return { platform: istioSidecar({ cluster: 'test', routing: 'istio' }), known: new Set(), mesh: 'istio', declared: [], complete: new Set(), ...given };
}

/** The world of some objects. */
export function worldOf(objects: readonly JsonObject[], given: Partial<Facts> = {}, reading: ClusterReading = {}): World {
  return { cluster: clusterOf(objects.map(written => ({ written })), reading), facts: facts(given) };
}

/** An object of a kind, with what the test cares about. */
export function manifest(apiVersion: string, kind: string, name: string, rest: JsonObject & { readonly namespace?: string; readonly labels?: object; readonly annotations?: object } = {}): JsonObject {
  const { namespace, labels, annotations, metadata, ...fields } = rest;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }), ...(metadata as object | undefined) }, ...fields };
}
