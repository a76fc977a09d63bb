import { ambientL7WithoutWaypoint } from '../../../lib/rules/authz/ambient-l7-without-waypoint';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const ambient = (labels: object = {}): ReturnType<typeof manifest> => manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient', ...labels } });
const policy = (spec: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'p', spec);
const get = [{ to: [{ operation: { methods: ['GET'] } }] }];
const bound = policy({ targetRefs: [{ group: '', kind: 'Service', name: 'web' }], rules: get });
const waypoint = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'w', { namespace: 'shop', spec: { gatewayClassName: 'istio-waypoint' } });
const web = deployment('web');

judges(ambientL7WithoutWaypoint, [
  ['a method in a policy for all pods', [ambient(), web, policy({ rules: get })], ['error spec.rules[0]']],
  ['a header in a policy for chosen pods', [ambient(), web, policy({ selector: { matchLabels: { app: 'web' } }, rules: [{ when: [{ key: 'request.headers[x]', values: ['1'] }] }] })], ['error spec.rules[0]']],
  ['a policy for a Service without a waypoint', [ambient(), service('web'), bound], ['error spec.targetRefs[0]']],
  ['a waypoint that is named and not there', [ambient({ 'istio.io/use-waypoint': 'w' }), service('web'), bound], ['error spec.targetRefs[0]'], { complete: new Set(['shop']) }],
  ['a waypoint that is there', [ambient({ 'istio.io/use-waypoint': 'w' }), service('web'), waypoint, bound], []],
  ['principals and ports are seen by the node', [ambient(), web, policy({ rules: [{ from: [{ source: { principals: ['a'] } }], to: [{ operation: { ports: ['8080'] } }] }] })], []],
  ['a sidecar sees requests', [shop, web, policy({ rules: get })], []],
  ['pods that are elsewhere', [ambient(), policy({ rules: get })], []],
  ['a namespace that is elsewhere', [service('web'), bound], []],
]);

test('what becomes of the rule is said', () => {
  expect(onlyFinding(ambientL7WithoutWaypoint, [ambient(), web, policy({ rules: get })]).message).toBe('web is in an ambient mesh, where its node sees no requests: of a rule with methods, the rule admits nobody');
  expect(onlyFinding(ambientL7WithoutWaypoint, [ambient(), web, policy({ action: 'DENY', rules: get })]).message).toContain('it denies more than it says');
});
