import type { KubernetesObject } from './engines/engine';
import { startPanel, type Panel } from './engines/panel';
import { describeWith } from './engines/parts';
import { corefile, destinationRule, peerAuthentication, routeTo, shop, virtualService } from './shop';

const coredns = (text: string): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: text } });
const alerts = (expr: string): KubernetesObject => ({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'shop', namespace: 'shop' }, spec: { groups: [{ name: 'shop', rules: [{ alert: 'ShopDown', expr }] }] } });

describeWith(['objects', 'crds', 'istio', 'corefile', 'promtool'], 'all engines at once', () => {
  let panel: Panel;
  beforeAll(() => { panel = startPanel({ purpose: 'planted' }); });
  afterAll(() => panel.stop());

  test('nobody has anything against a healthy set', async () => {
    expect(await panel.complaints([...shop, coredns(corefile), alerts('up == 0')])).toEqual([]);
  });
  test('each engine complains about what is its business', async () => {
    const found = await panel.complaints([
      peerAuthentication({ mtsl: {} }), coredns(corefile.replace('cache 30', 'cache -1')), alerts('up =='), virtualService([routeTo('nowhere.shop.svc.cluster.local')]),
      destinationRule({ loadBalancer: { localityLbSetting: { distribute: [{ from: 'eu', to: { eu: 90 } }] } } }),
    ]);
    expect(new Set(found.map(complaint => `${complaint.engine}: ${complaint.object}`))).toEqual(new Set([
      'objects: PeerAuthentication shop/reviews', 'corefile: ConfigMap kube-system/coredns', 'promtool: PrometheusRule shop/shop',
      'istio admission: DestinationRule shop/reviews', 'istio analysis: DestinationRule shop/reviews', 'istio analysis: VirtualService shop/reviews',
    ]));
  });
  test('an expected message is let pass', async () => {
    const lenient = startPanel({ purpose: 'planted', expected: [{ code: 'IST0101', reason: 'the host is in another repository' }] });
    expect(await lenient.complaints([virtualService([routeTo('nowhere.shop.svc.cluster.local')])]).finally(() => lenient.stop())).toEqual([]);
  });
});
