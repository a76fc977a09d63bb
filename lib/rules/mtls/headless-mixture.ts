import { offersMutualTls } from '../../mesh/client-mode';
import { endpointsOf } from '../../mesh/endpoints';
import { hosts } from '../../mesh/hosts';
import type { Reported, Rule } from '../rule';

/** A headless Service in front of pods with and without a proxy: clients send plaintext to all of them. */
export const headlessMixture: Rule = {
  id: 'mtls/headless-mixture',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world => [...hosts(world).values()].flat().filter(({ resolution, object, external }) => resolution === 'headless' && object.kind === 'Service' && !external).flatMap((host): readonly Reported[] => {
    const [port] = host.ports;
    if (port === undefined) return [];
    // Jobs share labels with what they prepare; they serve nobody.
    const serving = endpointsOf(world, host, port).list.filter(({ workload }) => workload !== undefined && workload.kind !== 'Job' && workload.kind !== 'CronJob');
    const answers = serving.map(endpoint => ({ name: endpoint.workload?.name ?? '', object: endpoint.workload?.object, ...offersMutualTls(world, endpoint) }));
    const [inside, outside] = [answers.find(({ answer }) => answer === 'yes'), answers.find(({ answer }) => answer === 'no')];
    if (inside === undefined || outside === undefined) return [];
    return [{
      object: host.object,
      path: ['spec', 'selector'],
      message: `of the pods behind headless Service ${host.object.reference.name}, ${inside.name} has a proxy and ${outside.name} has none (${outside.reason}): sidecars of clients send plaintext to both`,
      help: `bring ${outside.name} into the mesh, or give each its own Service`,
      near: outside.object === undefined ? [] : [{ object: outside.object, note: outside.reason }],
    }];
  }),
};
