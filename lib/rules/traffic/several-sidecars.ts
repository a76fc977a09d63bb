import { sidecars, workloadSelector } from '../../mesh/sidecars';
import { ambientNamespaces, severalWide } from '../several';
import type { Rule } from '../rule';

/** Several Sidecars for one whole namespace: the oldest holds. */
export const severalSidecars: Rule = {
  id: 'traffic/several-sidecars',
  codes: ['IST0111', 'KIA0002'],
  severity: 'error',
  reads: 'effective',
  check: world => severalWide({ objects: sidecars(world), selector: workloadSelector, path: ['spec', 'workloadSelector'], help: 'keep one of them, or give the other a workloadSelector' }, namespace => ambientNamespaces(world).has(namespace)),
};
