import { distributionUnserved } from '../../../lib/rules/service/distribution-unserved';
import { istioSidecar } from '../../../lib/platform/presets';
import { service } from '../../support/closed';
import { ruled, said } from '../../support/rules';

const of = (trafficDistribution: string): ReturnType<typeof service> => service('web', { http: [80, 8080] }, { spec: { trafficDistribution } });
const on = (kubernetesVersion: '1.33' | '1.34'): object => ({ platform: istioSidecar({ cluster: 'test', routing: 'istio', kubernetesVersion }), known: new Set(['kubernetesVersion']) });

test('a release before 1.34 refuses the newer names', () => {
  expect(ruled(distributionUnserved, [of('PreferSameZone')], on('1.33')).findings).toMatchObject([
    { severity: 'error', path: ['spec', 'trafficDistribution'], message: 'Service shop/web asks for PreferSameZone, which Kubernetes 1.33 does not know: it refuses the Service', help: 'write PreferClose, its name before 1.34' },
  ]);
  expect(said(distributionUnserved, [of('PreferSameNode')], on('1.33'))).toHaveLength(1);
});

test.each([
  ['the newer name from 1.34 on', 'PreferSameZone', on('1.34')],
  ['the older name', 'PreferClose', on('1.33')],
  ['a release that nobody said', 'PreferSameZone', {}],
])('%s is well', (_title, distribution, given) => {
  expect(said(distributionUnserved, [of(distribution)], given)).toEqual([]);
});
