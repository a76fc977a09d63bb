import { selectsNothing } from '../../../lib/rules/traffic/selects-nothing';
import { deployment, istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const web = deployment('web');
const sidecar = (app: string, namespace = 'shop'): ReturnType<typeof istio> => istio('Sidecar', 'web', { workloadSelector: { labels: { app } }, egress: [{ hosts: ['./*'] }] }, { namespace });
const telemetry = (app: string, namespace: string): ReturnType<typeof istio> => manifest('telemetry.istio.io/v1', 'Telemetry', 'web', { namespace, spec: { selector: { matchLabels: { app } }, tracing: [{ randomSamplingPercentage: 1 }] } });

test('labels that no pod has', () => {
  expect(ruled(selectsNothing, [web, sidecar('wbe')]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'workloadSelector', 'labels'], message: 'Sidecar shop/web selects no pod: none of namespace shop has app=wbe', help: 'use labels of Deployment web', assumption: 'the input has all pods of namespace shop',
  }]);
  expect(said(selectsNothing, [web, telemetry('wbe', 'shop')], { complete: true })).toEqual(['error: Telemetry shop/web selects no pod: none of namespace shop has app=wbe']);
});

test('labels of pods of another namespace are no match, but for settings of the root namespace', () => {
  expect(said(selectsNothing, [web, telemetry('web', 'core')], { complete: true })).toEqual(['error: Telemetry core/web selects no pod: none of namespace core has app=web']);
  expect(said(selectsNothing, [web, telemetry('web', 'istio-system')], { complete: true })).toEqual([]);
});

test('where pods are not shown, or are machines, it is unknown', () => {
  const unknown = ['unknown: the pods that a selector of the mesh means are not in the input'];
  expect(said(selectsNothing, [sidecar('wbe')])).toEqual(unknown);
  expect(said(selectsNothing, [web, sidecar('vm'), istio('WorkloadEntry', 'vm', { address: '10.0.0.9', labels: { app: 'vm' } })], { complete: true })).toEqual(unknown);
});

test('labels of pods, and no labels, are well', () => {
  expect(said(selectsNothing, [web, sidecar('web'), istio('EnvoyFilter', 'all', { configPatches: [] })], { complete: true })).toEqual([]);
});
