import { registryUnknown } from '../../../lib/rules/multicluster/registry-unknown';
import type { JsonObject } from '../../../lib/model/json';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const map = (registry: string): JsonObject => manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: '{}', meshNetworks: JSON.stringify({ networks: { east: { endpoints: [{ fromRegistry: registry }] } } }) } });
const secret = manifest('v1', 'Secret', 'istio-remote-secret-east', { namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' }, data: { east: 'eA==' } });

test('a registry that no Secret names', () => {
  expect(said(registryUnknown, [map('esat'), secret])).toEqual(['warning: network "east" takes its endpoints from registry "esat", which is none of Kubernetes, External, Mock, east and test']);
});

test('without Secrets it is unknown', () => {
  expect(said(registryUnknown, [map('east')])).toEqual(['unknown: the Secrets of other clusters are not in the input']);
});

test.each(['east', 'Kubernetes', 'test'])('%s is well', registry => {
  expect(said(registryUnknown, [map(registry), secret])).toEqual([]);
});
