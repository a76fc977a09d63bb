import type { World } from '../../cluster/cluster';
import { canonical, compare } from '../../model/json';
import { formatLabels } from '../../model/labels';
import type { Client } from '../../mesh/client';
import { namespaceOf, specOf } from '../../mesh/fields';
import { hosts } from '../../mesh/hosts';
import { rootNamespace } from '../../mesh/mesh-config';
import { imports, outboundPolicy, sidecarScope } from '../../mesh/sidecar-scope';
import { sidecars, workloadSelector } from '../../mesh/sidecars';
import type { Ground, Statement } from './change';
import { shortHost } from './clients';

/** Which hosts proxies know, and what they do with others: for clients whose Sidecar is not the same in both states. */
export function scopeStatements(world: World, both: readonly World[]): readonly Statement[] {
  return scopedClients(both).flatMap(({ name, client }) => {
    const { object } = sidecarScope(world, client);
    const grounds: readonly Ground[] = object === undefined ? [] : [{ object, path: ['spec'] }];
    const outbound: Statement = { key: `outbound ${name}`, subject: `calls of ${name} to hosts that their proxies do not know`, parts: [{ name: 'are treated by', value: outboundPolicy(world, client).mode, strength: outboundPolicy(world, client).mode === 'REGISTRY_ONLY' ? 1 : 0 }], grounds };
    return [outbound, ...[...hosts(world)].flatMap(([host, [first]]): readonly Statement[] => (first === undefined ? [] : [{
      key: `scope ${name} ${shortHost(world, host)}`, subject: `${shortHost(world, host)}, called by ${name}`, verbs: { lost: 'no longer a host that their proxies know', gained: 'a host that their proxies know now' },
      holds: imports(world, client, first).known, parts: [], grounds, onlyInBoth: true,
    }]))];
  });
}

function scopedClients(both: readonly World[]): readonly { readonly name: string; readonly client: Client }[] {
  const found = new Map<string, Client>();
  for (const world of both) {
    for (const sidecar of sidecars(world)) {
      const labels = workloadSelector(sidecar);
      const namespaces = namespaceOf(sidecar) === rootOf(both) && Object.keys(labels).length === 0 ? [...world.cluster.workloads.map(({ namespace }) => namespace), namespaceOf(sidecar)] : [namespaceOf(sidecar)];
      for (const namespace of namespaces) found.set(Object.keys(labels).length === 0 ? `clients of ${namespace}` : `pods of ${namespace} with ${formatLabels(labels)}`, { namespace, labels });
    }
  }
  const scope = (world: World, client: Client): string => {
    const { object, orderKnown } = sidecarScope(world, client);
    return `${orderKnown} ${object === undefined ? 'none' : canonical(specOf(object))} ${outboundPolicy(world, client).mode}`;
  };
  return [...found].filter(([, client]) => new Set(both.map(world => scope(world, client))).size > 1).sort(([a], [b]) => compare(a, b)).map(([name, client]) => ({ name, client }));
}

function rootOf([world]: readonly World[]): string | undefined {
  return world === undefined ? undefined : rootNamespace(world);
}
