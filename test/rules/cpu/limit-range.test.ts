import { limitRange } from '../../../lib/rules/cpu/limit-range';
import type { JsonObject } from '../../../lib/model/json';
import { judges, onlyFinding } from '../../support/judge';
import { pinned } from '../../support/pinned';
import { manifest } from '../../support/world';

const range = (limit: object, namespace = 'shop'): JsonObject => manifest('v1', 'LimitRange', 'r', { namespace, spec: { limits: [{ type: 'Container', ...limit }] } });
const apart = { default: { cpu: '1', memory: '1Gi' }, defaultRequest: { cpu: '100m', memory: '1Gi' } };

judges(limitRange, [
  ['defaults that differ', [pinned(), range(apart)], ['warning spec.limits[0]']],
  ['defaults that are the same', [pinned(), range({ default: { cpu: '1' }, defaultRequest: { cpu: '1000m' } })], []],
  ['a limit alone is the request too', [pinned(), range({ default: { cpu: '1' } })], []],
  ['limits of pods', [pinned(), range({ ...apart, type: 'Pod' })], []],
  ['another namespace', [pinned(), range(apart, 'bank')], []],
  ['nobody asked for CPUs of its own', [pinned({ declared: false }), range(apart)], []],
]);

test('resource and workload are said', () => {
  expect(onlyFinding(limitRange, [pinned(), range(apart)]).message).toBe('containers without resources get requests of cpu that differ from their limits here: one that is injected into app ends its class Guaranteed');
});
