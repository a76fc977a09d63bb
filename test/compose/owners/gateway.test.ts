import { ownGateways } from '../../../lib/compose/owners/gateway';
import type { GatewayShare } from '../../../lib/systems/contribution';
import { from } from '../../support/contributions';

const gateway: GatewayShare = {
  owner: 'gateway',
  namespace: 'edge',
  name: 'public',
  manifest: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'edge' },
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: 'shop.example' }, { name: 'http', port: 80, protocol: 'HTTP', hostname: 'shop.example' }] },
  },
};
const attach = (namespace: string, listener: string = 'https'): GatewayShare => ({ owner: 'gateway', namespace: 'edge', name: 'public', attaches: { listener, namespace } });
const allowed = (...shares: readonly GatewayShare[]): readonly unknown[] => {
  const spec = ownGateways(shares.map((share, i) => from(`p${i}`, share))).objects[0]?.manifest['spec'] as { readonly listeners: readonly { readonly allowedRoutes?: { readonly namespaces: unknown } }[] };
  return spec.listeners.map(listener => listener.allowedRoutes?.namespaces);
};

test('a listener without routes takes those of its own namespace', () => {
  expect(allowed(gateway)).toEqual([{ from: 'Same' }, { from: 'Same' }]);
});

test('a listener takes routes of exactly those namespaces that have some, each once and in order', () => {
  expect(allowed(gateway, attach('shop'), attach('bank'), attach('shop'))).toEqual([
    { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['bank', 'shop'] }] } },
    { from: 'Same' },
  ]);
});

test('its own namespace needs no selector, and is listed once others are', () => {
  expect(allowed(gateway, attach('edge'))[0]).toEqual({ from: 'Same' });
  expect(allowed(gateway, attach('edge'), attach('shop'))[0]).toMatchObject({ selector: { matchExpressions: [{ values: ['edge', 'shop'] }] } });
});

test('each listener counts for itself', () => {
  expect(allowed(gateway, attach('shop', 'http'))).toEqual([{ from: 'Same' }, expect.objectContaining({ from: 'Selector' })]);
});

test('a Gateway written elsewhere is left alone', () => {
  expect(ownGateways([from('a', attach('shop'))]).objects).toEqual([]);
});
