import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { authenticationEffects, authorizationEffects } from './authorization';
import { clientEffects } from './clients';
import type { Effect } from './effect';
import { mountEffects } from './mounts';
import { mutualTlsEffects } from './mutual-tls';
import { policyEffects } from './policies';
import { proxyEffects } from './proxy';
import { serviceEffects, wayEffects } from './reached';
import { monitoringEffects, scalingEffects } from './scaling';
import { identityEffects, namespaceEffects } from './surroundings';
import { admissionEffects } from './webhooks';

/**
 * Every object of the input that selects the pods of a workload or shapes them, in groups, each group in the order in which its objects are asked. What is
 * kept from counting by another object is among them, with the reason.
 *
 * @example affects(world, web).filter(({ standing }) => standing === 'ignored').map(({ name, text }) => `${name}: ${text}`)
 */
export function affects(world: World, workload: Workload): readonly Effect[] {
  return [
    ...namespaceEffects(world, workload),
    ...identityEffects(world, workload),
    ...admissionEffects(world, workload),
    ...serviceEffects(world, workload),
    ...wayEffects(world, workload),
    ...policyEffects(world, workload, 'egress'),
    ...policyEffects(world, workload, 'ingress'),
    ...mutualTlsEffects(world, workload),
    ...authenticationEffects(world, workload),
    ...authorizationEffects(world, workload),
    ...clientEffects(world, workload),
    ...proxyEffects(world, workload),
    ...scalingEffects(world, workload),
    ...monitoringEffects(world, workload),
    ...mountEffects(world, workload),
  ];
}
