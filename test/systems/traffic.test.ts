import fc from 'fast-check';
import { versionPolicy } from '../../lib/systems/istio/traffic';
import { versionLabels } from '../../lib/systems/versions';
import { istioShop, workload } from '../support/shop';

const detection = { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s' } as const;

test('ejection is written exactly where the bound lets at least one pod go, or nobody knows how many there are', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }), fc.integer({ min: 1, max: 100 }), (replicas, maxEjectionPercent) => {
      const written = versionPolicy({ ...detection, maxEjectionPercent }, replicas) !== undefined;
      expect(written).toBe(replicas === undefined || Math.floor((replicas * maxEjectionPercent) / 100) >= 1);
    }),
  );
});

describe('the labels of versions', () => {
  const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });

  test('tell all versions apart, or say which do not differ', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), values => {
        const { net, shop: namespace } = istioShop();
        const versions = Object.fromEntries(
          values.map((version, i) => [`v${i}`, net.workload(workload(`cart-${i}`, { labels: { app: 'cart', ...(version === undefined ? {} : { version }) } }))]),
        );
        const result = versionLabels(net.service({ name: 'cart', namespace, ports: { http: { port: 80 } }, versions }));
        if ('problem' in result) {
          expect(values.some(version => version !== undefined) && (values.includes(undefined) || new Set(values).size < values.length)).toBe(true);
          return;
        }
        const labels = [...result.values()].map(version => version.labels['version']);
        expect(new Set(labels).size).toBe(values.length);
        for (const [i, present] of values.entries()) expect(labels[i]).toBe(present ?? `v${i}`);
      }),
      { numRuns: 60 },
    );
  });
});
