import { noNodeAffinity } from '../../../lib/rules/cpu/no-node-affinity';
import { judges, onlyFinding } from '../../support/judge';
import { pinned } from '../../support/pinned';

const pinningNodes = { pins: 'static' };
const term = (...expressions: readonly object[]): object => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: expressions }] } } } });

judges(noNodeAffinity, [
  ['any node', [pinned()], ['warning spec.template.spec']],
  ['nodes by a label', [pinned({ spec: { nodeSelector: { pool: 'fast' } } })], []],
  ['nodes by affinity', [pinned({ spec: term({ key: 'pins', operator: 'In', values: ['static'] }) })], [], { pinningNodes }],
  ['nodes by another label than those that pin', [pinned({ spec: { nodeSelector: { pool: 'fast' } } })], ['warning spec.template.spec'], { pinningNodes }],
  ['nodes that pin', [pinned({ spec: { nodeSelector: { pins: 'static' } } })], [], { pinningNodes }],
  ['nobody asked for CPUs of its own', [pinned({ declared: false })], []],
]);

test('the label to ask for is said', () => {
  expect(onlyFinding(noNodeAffinity, [pinned()], { pinningNodes })).toMatchObject({ message: 'Deployment shop/app shall have CPUs of its own and may run on any node: kubelets pin only under the static policy', help: 'add a nodeSelector with pins: static' });
});
