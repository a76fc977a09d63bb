import { namespacesOfOperators } from '../../cluster/made-later';
import { oncePerWorld, type World } from '../../cluster/cluster';
import { isComplete } from '../../cluster/complete';
import { trustDomains } from '../../mesh/mesh-config';
import { namedPrincipals, type NamedPrincipal } from '../../mesh/named-principals';
import { nearest } from '../../model/spelling';
import { someOf } from '../../model/some';
import type { Reported, Rule, Unsettled } from '../rule';

/** An identity that no pod has: the rule means nobody. */
export const principalUnknown: Rule = {
  id: 'authz/principal-unknown',
  codes: ['KIA0106'],
  severity: 'warning',
  reads: 'effective',
  check: world => namedPrincipals(world).flatMap(principal => judge(world, principal)),
};

const used = oncePerWorld(({ cluster }) => {
  const found = new Map<string, Set<string>>();
  const add = (namespace: string, account: string): void => { found.set(namespace, (found.get(namespace) ?? new Set<string>()).add(account)); };
  for (const { namespace, serviceAccount } of cluster.workloads) add(namespace, serviceAccount);
  // Machines of the mesh have accounts too.
  for (const kind of ['WorkloadEntry', 'WorkloadGroup']) for (const { effective, reference } of cluster.of('networking.istio.io', kind)) {
    const spec = effective['spec'] as { readonly serviceAccount?: string; readonly template?: { readonly serviceAccount?: string } } | undefined;
    add(reference.namespace ?? 'default', spec?.template?.serviceAccount ?? spec?.serviceAccount ?? 'default');
  }
  return found;
});

function judge(world: World, { object, path, written, trustDomain, namespace, serviceAccount }: NamedPrincipal): readonly (Reported | Unsettled)[] {
  const accounts = used(world).get(namespace);
  if (accounts?.has(serviceAccount) === true) return [];
  const all = isComplete(world.facts, namespace);
  // Callers of other clusters and meshes carry what is not in this input.
  const foreign = trustDomain !== undefined && trustDomain !== 'cluster.local' && !trustDomains(world).includes(trustDomain);
  if (foreign || world.facts.platform.peers.length > 0 || namespacesOfOperators(world).has(namespace) || (!all && accounts === undefined)) return [{ unknown: 'the pods of a principal are not in the input', object }];
  const meant = nearest(serviceAccount, [...accounts ?? []]);
  return [{
    object,
    path,
    message: `"${written}" is nobody: no pod of namespace ${namespace} has service account ${serviceAccount}`,
    help: meant === undefined ? (accounts === undefined ? 'correct it, or drop it' : `pods there have ${someOf([...accounts].sort())}`) : `write ${written.slice(0, written.length - serviceAccount.length)}${meant}`,
    ...(all ? { severity: 'error' as const } : { assumption: `the input has all pods of namespace ${namespace}` }),
  }];
}
