import { networkLabelDiffers } from '../../../lib/rules/multicluster/network-label-differs';
import { istioSidecar } from '../../../lib/platform/presets';
import { rootNamespaceOn } from '../../support/clusters';
import { said } from '../../support/rules';
import { manifest } from '../../support/world';

const front = (network?: string): ReturnType<typeof manifest> => manifest('v1', 'Service', 'eastwest', { namespace: 'istio-system', labels: network === undefined ? {} : { 'topology.istio.io/network': network }, spec: { selector: { istio: 'eastwestgateway' }, ports: [{ name: 'tls', port: 15443 }] } });

test('a gateway that leads to another network than that of its cluster is found by nobody', () => {
  expect(said(networkLabelDiffers, [rootNamespaceOn('eu'), front('europe')])).toEqual(['warning: Service istio-system/eastwest is on network europe, and this cluster on eu: other clusters find no gateway to it']);
});

test('a declared network is compared with the label of the root namespace as well', () => {
  const platform = istioSidecar({ cluster: 'eu', routing: 'istio', network: 'eu' });
  expect(said(networkLabelDiffers, [rootNamespaceOn('europe')], { platform })).toEqual(['warning: Namespace istio-system is on network europe, and this cluster on eu: other clusters find no gateway to it']);
});

test.each([
  ['the same network', [rootNamespaceOn('eu'), front('eu')]],
  ['a Service without the label', [rootNamespaceOn('eu'), front()]],
  ['a cluster that does not say its network', [rootNamespaceOn(), front('eu')]],
])('%s is well', (_title, objects) => {
  expect(said(networkLabelDiffers, objects)).toEqual([]);
});
