import { isIgnored } from '../../mesh/envoy-filters';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import type { Rule } from '../rule';

const codes: Readonly<Record<string, string>> = { REPLACE: 'IST0152', ADD: 'IST0153', REMOVE: 'IST0154' };

/** A patch whose operation does nothing to what it applies to. */
export const filterOperation: Rule = {
  id: 'traffic/filter-operation',
  codes: ['IST0152', 'IST0153', 'IST0154'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'EnvoyFilter').flatMap(object => objectsAt(specOf(object), 'configPatches').flatMap((patch, i) => {
    const [operation, applyTo] = [textAt(patch, 'patch', 'operation') ?? '', textAt(patch, 'applyTo') ?? ''];
    if (!isIgnored(operation, applyTo)) return [];
    return [{ object, codes: [codes[operation] ?? 'IST0152'], path: ['spec', 'configPatches', i, 'patch', 'operation'], message: `${operation} does nothing at ${applyTo}`, help: operation === 'REPLACE' ? 'say MERGE, or REMOVE and ADD' : 'say MERGE, or apply it to VIRTUAL_HOST' }];
  })),
};
