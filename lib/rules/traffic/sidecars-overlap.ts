import { enrolment } from '../../mesh/capture';
import { sidecars, workloadSelector } from '../../mesh/sidecars';
import { severalSelecting } from '../several';
import type { Rule } from '../rule';

/** Several Sidecars select one workload: the oldest holds, and nothing of the others. */
export const sidecarsOverlap: Rule = {
  id: 'traffic/sidecars-overlap',
  codes: ['IST0110', 'KIA0003'],
  severity: 'error',
  reads: 'effective',
  check: world => severalSelecting(world, { objects: sidecars(world), selector: workloadSelector, path: ['spec', 'workloadSelector'], help: 'write both into one Sidecar, or narrow the labels' }, workload => enrolment(world, workload).enrolment === 'ambient'),
};
