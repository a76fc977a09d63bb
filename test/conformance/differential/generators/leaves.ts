import fc from 'fast-check';
import type { KubernetesObject } from '../../engines/engine';

// Leaves that several kinds share. Each shrinks towards something a reader recognizes: short names, port 80, no optional field.

/** A DNS label, as names of Services and namespaces are. */
export const label: fc.Arbitrary<string> = fc.oneof({ withCrossShrink: true }, fc.constantFrom('web', 'reviews', 'api', 'db'), fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/));

/** The namespaces that sets are spread over; few, so that objects meet. */
export const namespace: fc.Arbitrary<string> = fc.constantFrom('shop', 'edge', 'monitoring');

export const portNumber: fc.Arbitrary<number> = fc.oneof({ withCrossShrink: true }, fc.constantFrom(80, 443, 8080, 9090, 15020), fc.integer({ min: 1, max: 65535 }));

/** At most 15 characters with a letter, no two hyphens in a row. */
export const portName: fc.Arbitrary<string> = fc.oneof({ withCrossShrink: true }, fc.constantFrom('http', 'grpc-api', 'tcp-db', 'metrics'), fc.stringMatching(/^[a-z]{1,8}(-[a-z0-9]{1,5})?$/));

export const protocol: fc.Arbitrary<string> = fc.constantFrom('TCP', 'UDP', 'SCTP');

const labelKey = fc.oneof({ withCrossShrink: true }, fc.constantFrom('app', 'version', 'tier', 'app.kubernetes.io/name'), fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,10}[A-Za-z0-9])?$/));
const labelValue = fc.oneof({ withCrossShrink: true }, fc.constantFrom('web', 'v1', 'v2'), fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,10}[A-Za-z0-9])?$/));

export const labels: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(labelKey, labelValue, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

const expression = fc.oneof(
  fc.record({ key: labelKey, operator: fc.constantFrom('In', 'NotIn'), values: fc.uniqueArray(labelValue, { minLength: 1, maxLength: 3 }) }),
  fc.record({ key: labelKey, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

/** A label selector; empty selects everything. */
export const labelSelector: fc.Arbitrary<KubernetesObject> = optional({ matchLabels: labels, matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) });

/** A host name inside the cluster, in full. */
export const serviceHost: fc.Arbitrary<string> = fc.tuple(label, namespace).map(([name, space]) => `${name}.${space}.svc.cluster.local`);

export const hostname: fc.Arbitrary<string> = fc.tuple(label, fc.constantFrom('example.com', 'example.org')).map(([name, domain]) => `${name}.${domain}`);

/** Whole seconds or milliseconds, never nothing. */
export const duration: fc.Arbitrary<string> = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.constantFrom('s', 'ms', 'm')).map(([count, unit]) => `${count}${unit}`);

/** An IPv4 network without host bits. Prefixes are multiples of 8 down to /8, so that a part of it is easily made. */
export const cidr: fc.Arbitrary<string> = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.constantFrom(8, 16)).map(([a, b, prefix]) => (prefix === 8 ? `${a}.0.0.0/8` : `${a}.${b}.0.0/16`));

/** A record in which every field may be absent; shrinking leaves them out. */
export function optional<Fields extends Readonly<Record<string, unknown>>>(fields: { readonly [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }): fc.Arbitrary<Partial<Fields>> {
  return fc.record({ ...fields }, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<Fields>>;
}

/** An object of a kind, with generated metadata. */
export function objectOf(apiVersion: string, kind: string, spec: fc.Arbitrary<KubernetesObject>): fc.Arbitrary<KubernetesObject> {
  const metadata = fc.tuple(fc.record({ name: label, namespace }), optional({ labels })).map(([names, rest]) => ({ ...names, ...rest }));
  return fc.tuple(metadata, spec).map(([meta, body]) => ({ apiVersion, kind, metadata: meta, spec: body }));
}

/** Joins what must be there with what may be. */
export function together(required: fc.Arbitrary<KubernetesObject>, ...others: readonly fc.Arbitrary<KubernetesObject>[]): fc.Arbitrary<KubernetesObject> {
  return fc.tuple(required, ...others).map(parts => Object.assign({}, ...parts) as KubernetesObject);
}
