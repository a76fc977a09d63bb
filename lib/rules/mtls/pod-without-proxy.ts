import { injected } from '../../cluster/injection';
import { describe } from '../../model/object';
import { isObject } from '../../model/json';
import { containersIn } from '../../cluster/template';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

/** Running pods without a proxy, where their namespace asks for one: mostly they are older than the label. */
export const podWithoutProxy: Rule = {
  id: 'mtls/pod-without-proxy',
  codes: ['IST0103'],
  severity: 'warning',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : world.cluster.workloads.flatMap((workload): readonly Reported[] => {
    const without = workload.pods.filter(pod => pod.live && !hasProxy(pod.effective['spec']));
    const [first] = without;
    if (first === undefined) return [];
    // What the template asks for, as if nothing ran yet.
    const asked = injected(world, { ...workload, pods: [] });
    if (asked.injected !== 'yes') return [];
    return [{
      object: workload.object,
      path: workload.templatePath,
      message: `${called(workload)} runs without a proxy${without.length === workload.pods.length ? '' : ` in ${without.length} of ${workload.pods.length} pods`}, such as ${describe(first.reference)}, although ${asked.reason}`,
      help: `restart it: kubectl rollout restart ${workload.kind.toLowerCase()}/${workload.name} -n ${workload.namespace}`,
      near: first === workload.object ? [] : [{ object: first }],
    }];
  })),
};

function hasProxy(spec: unknown): boolean {
  if (!isObject(spec)) return true;
  return [...containersIn(spec, 'containers'), ...containersIn(spec, 'initContainers')].some(({ name }) => name === 'istio-proxy');
}
