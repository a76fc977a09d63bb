import { proxyTakesCore } from '../../../lib/rules/cpu/proxy-takes-core';
import { shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { pinned, proxied } from '../../support/pinned';

const whole = { ...proxied, 'sidecar.istio.io/proxyCPU': '1', 'sidecar.istio.io/proxyCPULimit': '1' };

judges(proxyTakesCore, [
  ['a whole CPU', [shop, pinned({ annotations: whole })], ['warning spec.template.metadata.annotations["sidecar.istio.io/proxyCPU"]']],
  ['a part', [shop, pinned({ annotations: proxied })], []],
  ['no proxy', [shop, pinned({ annotations: whole, labels: { 'sidecar.istio.io/inject': 'false' } })], []],
  ['nobody asked for CPUs of its own', [shop, pinned({ annotations: whole, declared: false })], []],
]);

test('the amount is said', () => {
  expect(onlyFinding(proxyTakesCore, [shop, pinned({ annotations: whole })]).message).toBe('the proxy of Deployment shop/app asks for 1 CPU: a whole number takes a CPU of the node for the proxy alone');
});
