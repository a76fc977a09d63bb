import { listenerSetNotAllowed } from '../../../lib/rules/expose/listener-set-not-allowed';
import { gateway, listener, namespace } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const set = manifest('gateway.networking.k8s.io/v1', 'ListenerSet', 'shop', { namespace: 'shop', spec: { parentRef: { name: 'public', namespace: 'edge' }, listeners: [{ name: 'shop', port: 443, protocol: 'HTTPS' }] } });
const open = (namespaces?: object): ReturnType<typeof gateway> => gateway('public', [listener('https', 443, 'HTTPS')], { spec: namespaces === undefined ? {} : { allowedListeners: { namespaces } } });

test('a Gateway lets nobody add listeners until it says so', () => {
  expect(ruled(listenerSetNotAllowed, [set, open()]).findings).toMatchObject([{ severity: 'error', codes: ['GWAPI:NotAllowed'], path: ['spec', 'parentRef'], message: 'ListenerSet shop/shop adds listeners to Gateway edge/public, which lets no ListenerSet of namespace shop do so' }]);
  expect(said(listenerSetNotAllowed, [set, open({ from: 'None' })])).toHaveLength(1);
  expect(said(listenerSetNotAllowed, [set, open({ from: 'Same' })])).toHaveLength(1);
});

test('all, or namespaces with labels', () => {
  const chosen = open({ from: 'Selector', selector: { matchLabels: { listeners: 'public' } } });
  expect(said(listenerSetNotAllowed, [set, open({ from: 'All' })])).toEqual([]);
  expect(said(listenerSetNotAllowed, [set, chosen, namespace('shop', { listeners: 'public' })])).toEqual([]);
  expect(said(listenerSetNotAllowed, [set, chosen])).toEqual(['unknown: the labels of a namespace that may attach to a listener are not in the input']);
  expect(said(listenerSetNotAllowed, [set])).toEqual(['unknown: the gateway of a route is not in the input']);
});

test('the experimental kind before Gateway API 1.5 is read alike', () => {
  const old = manifest('gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet', 'shop', { namespace: 'shop', spec: { parentRef: { name: 'public', namespace: 'edge' }, listeners: [] } });
  expect(said(listenerSetNotAllowed, [old, open()])).toHaveLength(1);
});
