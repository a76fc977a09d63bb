import { ownDestinationRules } from '../../../lib/compose/owners/destination-rule';
import type { DestinationRuleShare } from '../../../lib/systems/contribution';
import { from, platform } from '../../support/contributions';

const host = 'reviews.shop.svc.cluster.local';
const share = (rest: Partial<DestinationRuleShare>): DestinationRuleShare => ({ owner: 'destination-rule', host, namespace: 'shop', name: 'reviews', ...rest });
const own = (...shares: readonly Partial<DestinationRuleShare>[]): ReturnType<typeof ownDestinationRules> => ownDestinationRules(shares.map((rest, i) => from(`shop/p${i}`, share(rest))), platform);
const spec = (...shares: readonly Partial<DestinationRuleShare>[]): unknown => own(...shares).objects[0]?.manifest['spec'];

test('shares of one host, from whatever patterns, become one rule', () => {
  const { objects, findings } = own({ trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }, { subset: { name: 'v1', labels: { version: 'v1' } } }, { trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } } } });
  expect(findings).toEqual([]);
  expect(objects.map(({ manifest }) => manifest['spec'])).toEqual([
    { host, trafficPolicy: { loadBalancer: { simple: 'RANDOM' }, connectionPool: { tcp: { maxConnections: 10 } } }, subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
  ]);
});

test('shares of two hosts become two rules', () => {
  expect(own({}, { host: 'db.shop.svc.cluster.local', name: 'db' }).objects.map(({ manifest }) => manifest.metadata.name)).toEqual(['db', 'reviews']);
});

test('settings of a port inherit nothing, so what holds for the host is repeated in them', () => {
  expect(spec({ trafficPolicy: { connectionPool: { tcp: { maxConnections: 10 } }, outlierDetection: { maxEjectionPercent: 50 } } }, { port: { number: 9443, trafficPolicy: { tls: { mode: 'DISABLE' } } } })).toEqual({
    host,
    trafficPolicy: {
      connectionPool: { tcp: { maxConnections: 10 } },
      outlierDetection: { maxEjectionPercent: 50 },
      portLevelSettings: [{ port: { number: 9443 }, connectionPool: { tcp: { maxConnections: 10 } }, outlierDetection: { maxEjectionPercent: 50 }, tls: { mode: 'DISABLE' } }],
    },
  });
});

test('what a port says itself counts there, and not for the host', () => {
  expect(spec({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }, { port: { number: 9443, trafficPolicy: { tls: { mode: 'DISABLE' } } } })).toEqual({
    host,
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' }, portLevelSettings: [{ port: { number: 9443 }, tls: { mode: 'DISABLE' } }] },
  });
});

test('ports stand in the order of their numbers, and settings of one port meet', () => {
  expect(
    spec(
      { port: { number: 9000, trafficPolicy: { tls: { mode: 'DISABLE' } } } },
      { port: { number: 80, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } } },
      { port: { number: 80, trafficPolicy: { tls: { mode: 'DISABLE' } } } },
    ),
  ).toMatchObject({ trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: 'RANDOM' }, tls: { mode: 'DISABLE' } }, { port: { number: 9000 } }] } });
});

test('shares of one subset meet; subsets stand in the order of their names', () => {
  expect(
    spec(
      { subset: { name: 'v2', labels: { version: 'v2' } } },
      { subset: { name: 'v1', labels: { version: 'v1' } } },
      { subset: { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } } },
    ),
  ).toEqual({
    host,
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } },
    ],
  });
});

test('two values for one field are a conflict that names both patterns, their paths and what they want', () => {
  const { findings } = ownDestinationRules(
    [from('shop/canary', share({ trafficPolicy: { tls: { mode: 'DISABLE' } } }), 'canary'), from('shop/mtls', share({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }), 'mutual-tls')],
    platform,
  );
  expect(findings).toEqual([
    expect.objectContaining({
      rule: 'api/owner-conflict',
      severity: 'error',
      path: ['spec', 'trafficPolicy', 'tls', 'mode'],
      constructs: ['shop/canary', 'shop/mtls'],
      message: 'patterns disagree about spec.trafficPolicy.tls.mode of DestinationRule shop/reviews: canary at shop/canary wants "DISABLE", mutual-tls at shop/mtls wants "ISTIO_MUTUAL"',
      help: 'let one pattern decide the field',
    }),
  ]);
});

test('patterns that agree are no conflict, and both are named on the object', () => {
  const tls = share({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } });
  const { objects, findings } = ownDestinationRules([from('a', tls, 'canary'), from('b', tls, 'mutual-tls')], platform);
  expect(findings).toEqual([]);
  expect(objects[0]?.manifest.metadata.annotations).toEqual({ 'sealane.dev/patterns': 'canary,mutual-tls' });
});

test('subsets of one name with different labels are a conflict about the label', () => {
  const [conflict] = own({ subset: { name: 'v1', labels: { version: 'v1' } } }, { subset: { name: 'v1', labels: { version: 'one' } } }).findings;
  expect(conflict?.path).toEqual(['spec', 'subsets', 'v1', 'labels', 'version']);
});
