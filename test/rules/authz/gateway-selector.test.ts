import { gatewaySelector } from '../../../lib/rules/authz/gateway-selector';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const name = 'gateway.networking.k8s.io/gateway-name';
const gateway = (gatewayClassName: string): JsonObject => manifest('gateway.networking.k8s.io/v1', 'Gateway', 'public', { namespace: 'shop', spec: { gatewayClassName, listeners: [] } });
const policy = (labels: object): JsonObject => istio('AuthorizationPolicy', 'guard', { selector: { matchLabels: labels } });

test('pods of a gateway that a controller makes, and those in the input', () => {
  expect(said(gatewaySelector, [gateway('istio'), policy({ [name]: 'public' })])).toEqual(['warning: the selector means pods of Gateway public, whose policies are attached by targetRefs']);
  expect(said(gatewaySelector, [deployment('public-istio', { labels: { [name]: 'public' } }), policy({ app: 'public-istio' })])).toHaveLength(1);
});

test('a waypoint reads none', () => {
  expect(said(gatewaySelector, [gateway('istio-waypoint'), policy({ [name]: 'public' })])).toEqual(['error: the selector means pods of waypoint public, and a waypoint reads no policy that selects pods']);
});

test('targets, other pods, and pods of another namespace are well', () => {
  expect(said(gatewaySelector, [gateway('istio'), istio('AuthorizationPolicy', 'guard', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }] })])).toEqual([]);
  expect(said(gatewaySelector, [deployment('web'), policy({ app: 'web' })])).toEqual([]);
  expect(said(gatewaySelector, [deployment('public', { labels: { [name]: 'public' }, namespace: 'edge' }), policy({ app: 'public' })])).toEqual([]);
});
