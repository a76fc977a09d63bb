import { injected } from '../../cluster/injection';
import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { sameQuantity } from '../../model/quantity';
import { list } from '../../model/usage-error';
import { amountAt, pinnedWorkloads, requested } from '../pinned';
import { atPod, called, containersOf, type PlacedContainer } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** A pod that shall have CPUs of its own and is not of class Guaranteed, so that it gets none. */
export const notGuaranteed: Rule = {
  id: 'cpu/not-guaranteed',
  codes: ['CPU-01', 'CPU-03'],
  severity: 'error',
  reads: 'effective',
  check: world => pinnedWorkloads(world).flatMap(workload => [...containersOf(workload).flatMap(placed => unequal(workload, placed)), ...byProxy(world, workload)]),
};

const resources = ['cpu', 'memory'] as const;

function unequal(workload: Workload, { name, container, path }: PlacedContainer): readonly Reported[] {
  const wrong = resources.flatMap(what => {
    const limit = amountAt(container, 'limits', what);
    const request = requested(container, what);
    if (limit === undefined) return [`no limit of ${what}`];
    return request !== undefined && sameQuantity(request, limit) ? [] : [`${what} request ${request ?? 'none'} and limit ${limit}`];
  });
  if (wrong.length === 0) return [];
  return [atPod(workload, ['spec', ...path, 'resources'], {
    message: `${path[0] === 'containers' ? 'container' : 'init container'} ${name} of ${called(workload)} has ${list(wrong)}: the pod is not Guaranteed, and none of its containers gets CPUs of its own`,
    help: `set limits of cpu and memory, and requests that are the same, on ${name}`,
  })];
}

const pairs = [['proxyCPU', 'proxyCPULimit'], ['proxyMemory', 'proxyMemoryLimit']] as const;

/** What the injector adds counts too. Any one annotation discards its defaults, so it takes all four. */
function byProxy(world: World, workload: Workload): readonly (Reported | Unsettled)[] {
  if (workload.pods.length > 0 || containersOf(workload).some(({ name }) => name === 'istio-proxy')) return [];
  const answer = injected(world, workload);
  if (answer.injected === 'no' || world.facts.mesh !== 'istio') return [];
  const missing = pairs.flat().filter(name => workload.annotations[at(name)] === undefined);
  const different = pairs.filter(([request, limit]) => !missing.includes(request) && !missing.includes(limit) && !sameQuantity(workload.annotations[at(request)] ?? '', workload.annotations[at(limit)] ?? ''));
  if (missing.length === 0 && different.length === 0) return [];
  if (answer.injected === 'unknown') return [{ unknown: 'whether pods have a proxy', object: workload.object }];
  const [first] = different;
  return [atPod(workload, ['metadata', 'annotations'], {
    message: first === undefined
      ? `the proxy that is injected into ${called(workload)} has requests that differ from its limits (annotations ${list(missing)} of sidecar.istio.io are not set): the pod is not Guaranteed`
      : `the proxy that is injected into ${called(workload)} has ${first[0]} ${workload.annotations[at(first[0])] ?? ''} and ${first[1]} ${workload.annotations[at(first[1])] ?? ''}: the pod is not Guaranteed`,
    help: 'set sidecar.istio.io/proxyCPU, proxyCPULimit, proxyMemory and proxyMemoryLimit, in pairs that are the same, or label the pods sidecar.istio.io/inject: "false"',
  })];
}

function at(name: string): string {
  return `sidecar.istio.io/${name}`;
}
