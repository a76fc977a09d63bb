import { cniFacts, type CniName } from '../../../lib/platform/cni';
import { istioSidecar } from '../../../lib/platform/presets';
import { cniIgnores } from '../../../lib/rules/policy/cni-ignores';
import { networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const on = (name: CniName, known = true): object => ({ platform: { ...istioSidecar({ cluster: 'test', routing: 'istio' }), cni: cniFacts(name) }, known: new Set(known ? ['cni'] : []) });

test('policies that nobody enforces are told once', () => {
  expect(ruled(cniIgnores, [networkPolicy('a'), networkPolicy('b')], on('flannel')).findings).toMatchObject([{ severity: 'error', codes: ['NET-17'], message: 'the network plugin flannel enforces no policies, and there are 2: everything is open' }]);
});

test('a plugin that enforces them, one that nobody named, and no policies are well', () => {
  expect(ruled(cniIgnores, [networkPolicy('a')], on('calico')).findings).toEqual([]);
  expect(ruled(cniIgnores, [networkPolicy('a')], on('flannel', false)).findings).toEqual([]);
  expect(ruled(cniIgnores, [], on('flannel')).findings).toEqual([]);
});
