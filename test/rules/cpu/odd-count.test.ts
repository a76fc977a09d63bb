import { oddCount } from '../../../lib/rules/cpu/odd-count';
import { judges, onlyFinding } from '../../support/judge';
import { pinned } from '../../support/pinned';

const cpu = (amount: string): object => ({ limits: { cpu: amount, memory: '1Gi' } });

judges(oddCount, [
  ['an odd number', [pinned({ resources: cpu('3') })], ['warning spec.template.spec.containers[0].resources']],
  ['an even number', [pinned({ resources: cpu('4') })], []],
  ['a part is not pinned', [pinned({ resources: cpu('500m') })], []],
  ['nothing asked for', [pinned()], []],
  ['nobody asked for CPUs of its own', [pinned({ resources: cpu('3'), declared: false })], []],
]);

test('the number is said', () => {
  expect(onlyFinding(oddCount, [pinned({ resources: cpu('3') })])).toMatchObject({ help: 'ask for an even number', assumption: 'cores of the nodes have two threads' });
});
