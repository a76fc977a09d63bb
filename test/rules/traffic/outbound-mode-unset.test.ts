import { outboundModeUnset } from '../../../lib/rules/traffic/outbound-mode-unset';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const sidecar = (spec: object): ReturnType<typeof istio> => istio('Sidecar', 'default', { egress: [{ hosts: ['./*'] }], ...spec });

test('a block without a mode', () => {
  expect(said(outboundModeUnset, [sidecar({ outboundTrafficPolicy: {} })])).toEqual(['warning: outboundTrafficPolicy says no mode, and reads as REGISTRY_ONLY: calls to hosts that no registry has are dropped']);
});

test('a mode, and no block at all, are well', () => {
  expect(said(outboundModeUnset, [sidecar({ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }), sidecar({})])).toEqual([]);
});
