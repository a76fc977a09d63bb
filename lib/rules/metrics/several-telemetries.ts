import { matchLabels } from '../../mesh/sidecars';
import { objectsAt, specOf } from '../../mesh/fields';
import { severalSelecting, severalWide } from '../several';
import type { Rule } from '../rule';

/** Several Telemetries for one namespace or one workload: the oldest holds, and nothing of the others. */
export const severalTelemetries: Rule = {
  id: 'metrics/several-telemetries',
  codes: ['IST0159', 'IST0160'],
  severity: 'error',
  reads: 'effective',
  check: world => {
    // Those with targets are for what they name.
    const objects = world.cluster.of('telemetry.istio.io', 'Telemetry').filter(object => objectsAt(specOf(object), 'targetRefs').length === 0 && specOf(object)['targetRef'] === undefined);
    const rivals = { objects, selector: matchLabels, path: ['spec', 'selector'], help: 'write both into one Telemetry' };
    return [...severalWide(rivals).map(found => ({ ...found, codes: ['IST0160'] })), ...severalSelecting(world, rivals).map(found => ({ ...found, codes: ['IST0159'] }))];
  },
};
