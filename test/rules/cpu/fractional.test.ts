import { fractional } from '../../../lib/rules/cpu/fractional';
import { judges, onlyFinding } from '../../support/judge';
import { pinned } from '../../support/pinned';

const cpu = (amount: string | number): object => ({ limits: { cpu: amount, memory: '1Gi' } });

judges(fractional, [
  ['a part of a CPU', [pinned({ resources: cpu('1500m') })], ['error spec.template.spec.containers[0].resources']],
  ['a whole number', [pinned({ resources: cpu('2') })], []],
  ['a whole number in thousandths', [pinned({ resources: cpu('2000m') })], []],
  ['a whole number of YAML', [pinned({ resources: cpu(2) })], []],
  ['a log shipper with a part beside it', [pinned({ spec: { containers: [{ name: 'main', resources: cpu('4') }, { name: 'log', resources: cpu('100m') }] } })], []],
  ['nothing asked for: that is another finding', [pinned()], []],
  ['nobody asked for CPUs of its own', [pinned({ resources: cpu('1500m'), declared: false })], []],
]);

test('the amount is said', () => {
  expect(onlyFinding(fractional, [pinned({ resources: cpu('1500m') })]).message).toBe('container main of Deployment shop/app asks for 1500m CPUs: only whole numbers get CPUs of their own');
});
