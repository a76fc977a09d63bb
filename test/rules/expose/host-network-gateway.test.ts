import { hostNetworkGateway } from '../../../lib/rules/expose/host-network-gateway';
import { gateway, listener } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const shared = (spec: object = {}): ReturnType<typeof gateway> => gateway('public', [listener('http', 80, 'HTTP')], { spec: { infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'options' } }, ...spec } });
const options = (pod: string): ReturnType<typeof manifest> => manifest('v1', 'ConfigMap', 'options', { namespace: 'edge', data: { deployment: `spec:\n  template:\n    spec:\n${pod}` } });
const onHost = '      hostNetwork: true\n';

test('pods on the host network keep a sysctl that the API server refuses there', () => {
  expect(ruled(hostNetworkGateway, [shared(), options(onHost)]).findings).toMatchObject([{ severity: 'error', object: { kind: 'ConfigMap' }, path: ['data', 'deployment'], near: [{ object: { kind: 'Gateway', name: 'public' } }] }]);
});

test.each([
  ['the sysctl taken away', [shared(), options(`${onHost}      securityContext:\n        sysctls: null\n`)]],
  ['no host network', [shared(), options('      terminationGracePeriodSeconds: 60\n')]],
  ['another controller', [shared({ gatewayClassName: 'cilium' }), options(onHost)]],
  ['no options', [gateway('public', [listener('http', 80, 'HTTP')])]],
])('%s is well', (_title, objects) => {
  expect(ruled(hostNetworkGateway, objects)).toEqual({ findings: [], unknown: [] });
});

test('options that are not in the input are not known', () => {
  expect(ruled(hostNetworkGateway, [shared()]).unknown).toEqual(['the ConfigMap that changes the deployment of a Gateway is not in the input']);
});
