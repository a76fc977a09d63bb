import fc from 'fast-check';
import type { KubernetesObject } from '../../engines/engine';
import { hostname, label, namespace, objectOf, optional, portNumber, together } from './leaves';

// Kinds of the Gateway API's standard channel, written from the documentation of their fields.

const headers = fc.uniqueArray(fc.record({ name: fc.constantFrom('x-lane', 'x-user', 'x-canary'), value: label }), { minLength: 1, maxLength: 2, selector: header => header.name });
const modifier = fc.oneof(fc.record({ set: headers }), fc.record({ add: headers }), fc.record({ remove: fc.constant(['x-debug']) }));

const path = fc.oneof(
  fc.record({ type: fc.constantFrom('PathPrefix', 'Exact'), value: fc.constantFrom('/', '/api', '/cart/items') }),
  fc.record({ type: fc.constant('RegularExpression'), value: fc.constant('/item/[0-9]+') }),
);
const match = optional({ path, headers, method: fc.constantFrom('GET', 'POST'), queryParams: headers });
const backend = together(fc.record({ name: label, port: portNumber }), optional({ namespace, weight: fc.integer({ min: 0, max: 100 }) }));

/** A request has to fit into the rule's budget for all attempts. */
const timeouts = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean()).map(([seconds, both]) => ({ request: `${seconds}s`, ...(both ? { backendRequest: `${seconds}s` } : {}) }));

const filters = fc.constantFrom('RequestHeaderModifier', 'ResponseHeaderModifier').chain(type => modifier.map(change => [{ type, [type === 'RequestHeaderModifier' ? 'requestHeaderModifier' : 'responseHeaderModifier']: change }]));
const forward = together(optional({ matches: fc.array(match, { minLength: 1, maxLength: 2 }), timeouts, filters }), fc.record({ backendRefs: fc.array(backend, { minLength: 1, maxLength: 2 }) }));

/** A redirect goes nowhere else: no backends beside it. */
const redirect = fc.record({ filters: fc.constantFrom(301, 302).map(statusCode => [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode } }]) });

const parent = fc.oneof(
  together(fc.record({ name: label }), optional({ namespace, sectionName: label })),
  fc.record({ group: fc.constant(''), kind: fc.constant('Service'), name: label, port: portNumber }),
);

export const httpRoute: fc.Arbitrary<KubernetesObject> = objectOf('gateway.networking.k8s.io/v1', 'HTTPRoute', together(
  fc.record({ rules: fc.array(fc.oneof({ weight: 4, arbitrary: forward }, { weight: 1, arbitrary: redirect }), { minLength: 1, maxLength: 2 }) }),
  optional({ parentRefs: parent.map(one => [one]), hostnames: fc.uniqueArray(hostname, { minLength: 1, maxLength: 2 }) }),
));
