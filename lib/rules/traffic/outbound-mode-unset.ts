import { objectAt, specOf } from '../../mesh/fields';
import { sidecars } from '../../mesh/sidecars';
import type { Rule } from '../rule';

/** An `outboundTrafficPolicy` without a mode: it reads as the first of the enumeration, which is the strict one. */
export const outboundModeUnset: Rule = {
  id: 'traffic/outbound-mode-unset',
  codes: ['KIA1007'],
  severity: 'warning',
  reads: 'effective',
  check: world => sidecars(world).filter(object => {
    const policy = objectAt(specOf(object), 'outboundTrafficPolicy');
    return policy !== undefined && policy['mode'] === undefined;
  }).map(object => ({
    object,
    path: ['spec', 'outboundTrafficPolicy'],
    message: 'outboundTrafficPolicy says no mode, and reads as REGISTRY_ONLY: calls to hosts that no registry has are dropped',
    help: 'say mode: REGISTRY_ONLY where that is meant, ALLOW_ANY where not; without the block the mesh decides',
  })),
};
