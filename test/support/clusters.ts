import type { World } from '../../lib/cluster/cluster';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import { run, type Rule } from '../../lib/rules/rule';
import { withDefaults } from '../../lib/schema/answers';
import { bundledSchemas } from './schemas';
import { manifest, worldOf } from './world';

/** What a test gives of a cluster. */
export interface GivenCluster {
  readonly objects: readonly JsonObject[];
  readonly facts?: Partial<Facts>;
}

/** Worlds of clusters that are looked at together, by name. */
export function worldsOf(clusters: Readonly<Record<string, GivenCluster>>): ReadonlyMap<string, World> {
  const schemas = bundledSchemas();
  const alone = Object.entries(clusters).map(([name, { objects, facts = {} }]) => [name, worldOf(objects, facts, { name, withDefaults: (object: JsonObject) => withDefaults(object, schemas) })] as const);
  return new Map(alone.map(([name, world]) => [name, { ...world, others: alone.filter(([other]) => other !== name).map(([, other]) => other) }]));
}

/** What a rule says in each of several clusters: cluster, severity and message of each finding, and reasons of what is unknown. */
export function saidOf(rule: Rule, clusters: Readonly<Record<string, GivenCluster>>): readonly string[] {
  return [...worldsOf(clusters)].flatMap(([name, world]) => {
    const { findings, unknown } = run(rule, { ...world, program: false, intents: [], undeclaredNamespaces: [] });
    return [...findings.map(({ cluster, severity, message }) => `${cluster ?? ''} ${severity}: ${message}`), ...unknown.map(reason => `${name} unknown: ${reason}`)];
  });
}

/** The Secret by which a control plane reads another cluster. */
export function remoteSecret(cluster: string): JsonObject {
  return manifest('v1', 'Secret', `istio-remote-secret-${cluster}`, { namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' }, annotations: { 'networking.istio.io/cluster': cluster } });
}

/** The root namespace of a cluster, on a network. */
export function rootNamespaceOn(network?: string): JsonObject {
  return manifest('v1', 'Namespace', 'istio-system', { labels: network === undefined ? {} : { 'topology.istio.io/network': network } });
}
