import { fieldAt } from '../../model/object';
import { enrolment } from '../../mesh/capture';
import { rootNamespace } from '../../mesh/mesh-config';
import { atPod, called, containersOf } from '../pods';
import type { Reported, Rule } from '../rule';

/** The user that proxies run as. What it sends is taken for the proxy's own, and is not captured. */
const user = 1337;

/** An application that runs as the user of the proxy: its connections pass the proxy by. */
export const proxyUser: Rule = {
  id: 'bypass/proxy-user',
  codes: ['IST0144'],
  severity: 'error',
  reads: 'effective',
  check: world => (world.facts.mesh !== 'istio' ? [] : world.cluster.workloads.flatMap((workload): readonly Reported[] => {
    if (workload.namespace === rootNamespace(world)) return [];
    const ofPod = fieldAt(workload.spec, 'securityContext', 'runAsUser') === user;
    const places = containersOf(workload).filter(({ name, path: [field] }) => field === 'containers' && name !== 'istio-proxy').flatMap(({ name, container, path }) => {
      const own = fieldAt(container, 'securityContext', 'runAsUser');
      return own === user ? [{ name, path: ['spec', ...path, 'securityContext', 'runAsUser'] }] : own === undefined && ofPod ? [{ name, path: ['spec', 'securityContext', 'runAsUser'] }] : [];
    });
    const [first] = places;
    if (first === undefined) return [];
    const { enrolment: how } = enrolment(world, workload);
    if (how === 'none' || how === 'ambient') return [];
    return [atPod(workload, first.path, {
      message: `container ${first.name} of ${called(workload)} runs as user ${user}, which is the proxy's: what it sends is not captured, and goes out without mutual TLS`,
      help: 'run it as another user',
      ...(how === 'unknown' ? { severity: 'warning' as const, assumption: 'the pods get a sidecar' } : {}),
    })];
  })),
};
