import { callsTo } from '../../mesh/known-calls';
import { objectAt, specOf, textsAt } from '../../mesh/fields';
import { hasProxy } from '../../mesh/capture';
import { oncePerWorld } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { bypassedPorts, excludePath, forControlPlane } from '../bypassed';
import { atPod, called } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** A port past the proxy of pods that no NetworkPolicy guards: no mode, no authorization, and everybody may call. */
export const withoutNetworkPolicy: Rule = {
  id: 'bypass/without-network-policy',
  codes: ['BYP-04'],
  severity: 'error',
  reads: 'effective',
  check: view => bypassedPorts(view).filter(bypassed => !forControlPlane(view, bypassed)).flatMap(({ workload, port }): readonly (Reported | Unsettled)[] => {
    if (guarded(view).has(workload)) return [];
    if (foreign(view)) return [{ unknown: 'whether policies of the CNI select pods', object: workload.object }];
    const client = callsTo(view, workload, port).find(({ from }) => hasProxy(view, from).captured === 'yes');
    return [atPod(workload, excludePath, {
      ...(client === undefined ? { severity: 'warning' as const, assumption: `nothing outside the input guards port ${port} of ${workload.name}` } : {}),
      message: `port ${port} of ${called(workload)} goes past its proxy, and no NetworkPolicy selects the pods: whoever reaches them may call it`,
      help: `add a NetworkPolicy that selects ${workload.name} and admits its callers on port ${port}${client === undefined ? '' : `, such as ${client.from.name}`}`,
    })];
  }),
};

/** Whether systems of their own have policies here. */
const foreign = oncePerWorld(({ cluster }) => cluster.objects.some(({ group }) => group === 'cilium.io' || group.endsWith('projectcalico.org') || group === 'crd.antrea.io' || group === 'policy.networking.k8s.io'));

/** Workloads whose ingress some NetworkPolicy limits. */
const guarded = oncePerWorld((world): ReadonlySet<Workload> => new Set(world.cluster.of('networking.k8s.io', 'NetworkPolicy')
  .filter(policy => textsAt(specOf(policy), 'policyTypes').includes('Ingress'))
  .flatMap(policy => world.cluster.selected(policy.reference.namespace ?? 'default', objectAt(specOf(policy), 'podSelector') ?? {}))));
