import { injected } from '../../cluster/injection';
import { atPod, called, containersOf } from '../pods';
import type { Reported, Rule, Unsettled } from '../rule';

/** A proxy whose image the injector fills in, where no injector does: there is no image of that name. */
export const imageAuto: Rule = {
  id: 'expose/image-auto',
  codes: ['IST0146', 'IST0147'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.flatMap((workload): readonly (Reported | Unsettled)[] => {
    const proxy = containersOf(workload).find(({ name, container }) => name === 'istio-proxy' && container['image'] === 'auto');
    if (proxy === undefined) return [];
    const path = ['spec', ...proxy.path, 'image'];
    const help = `label namespace ${workload.namespace} istio-injection=enabled, or the pods sidecar.istio.io/inject=true`;
    if (workload.pods.length > 0) return [atPod(workload, path, { message: `pods of ${called(workload)} were admitted with image "auto": no injector filled it in, and none of that name can be pulled`, help })];
    // The proxy is there by hand already, which is no reason to take the pod for injected.
    const spec = { ...workload.spec, containers: containersOf(workload).filter(({ name, path: [field] }) => field === 'containers' && name !== 'istio-proxy').map(({ container }) => container) };
    const { injected: answer, reason } = injected(world, { ...workload, spec });
    if (answer === 'yes') return [];
    if (answer === 'unknown') return [{ object: workload.object, unknown: 'whether the injector fills in the image of a gateway' }];
    return [atPod(workload, path, { message: `the image of istio-proxy in ${called(workload)} is for the injector to fill in, and it does not: ${reason}`, help })];
  }),
};
