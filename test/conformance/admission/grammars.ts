import { randomOf, type Random } from '../schema/from-schema';
import type { KubernetesObject } from '../engines/engine';
import type { JsonObject } from '../../../lib/model/json';

/** Single texts that istiod reads: what they are made of, and an object around one. */
export interface Grammar {
  readonly name: string;
  readonly tokens: readonly string[];
  readonly most: number;
  readonly around: (text: string) => JsonObject;
}

const object = (apiVersion: string, kind: string, spec: JsonObject): JsonObject => ({ apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec });
const virtualService = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'VirtualService', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }] }], ...spec });
const route = (one: JsonObject): JsonObject => virtualService({ http: [{ route: [{ destination: { host: 'web' } }], ...one }] });
const rule = (one: JsonObject): JsonObject => object('security.istio.io/v1', 'AuthorizationPolicy', { rules: [one] });
const letters = ['a', 'B', '1', '0', '-', '.', '_', '*', '/'];

export const grammars: readonly Grammar[] = [
  { name: 'regular expressions', most: 9, around: regex => route({ match: [{ uri: { regex } }] }),
    tokens: ['a', 'b', '1', '0', '.', '^', '$', '|', '(', ')', '(?:', '(?i)', '(?P<', '(?<', '>', '(?', '(?=', '[', ']', '[^', '[:', ':]', 'alpha', '-', '*', '+', '?', '{', '}', ',', '{2}', '{1000}', '{2,1}', '\\', '\\d', '\\p', '\\pL', '\\p{', 'Greek', '\\Q', '\\E', '\\x', '\\x{', '\\b', '\\z', '\\8', '\\01', 'é', '/', ' ', 'i', 's:', '-', 'U'] },
  { name: 'values of headers', most: 9, around: value => route({ headers: { request: { set: { a: value } } } }), tokens: ['%', '%%', 'A', '(', ')', '[', ']', '"', ',', ' ', '\\', 'b', '\t', 'é', '([', '"])', ')%'] },
  { name: 'names of headers', most: 4, around: name => route({ match: [{ headers: { [name]: { exact: 'a' } } }] }), tokens: ['a', ':', ':path', '@request.auth.claims', '.', '[', ']', '-', '_', ' ', '!', 'é', '@', '/'] },
  { name: 'hosts', most: 7, around: host => virtualService({ hosts: [host] }), tokens: [...letters, 'web', '.com', '10.0.0.1', '::1', 'a'.repeat(62), ' '] },
  { name: 'names of servers', most: 7, around: host => virtualService({ gateways: ['edge/web'], hosts: [host], http: [], tls: [{ match: [{ sniHosts: [host] }], route: [{ destination: { host: 'web' } }] }] }), tokens: ['outbound', '_', '.', '80', 'a', '*', '.com', '-'] },
  { name: 'gateways', most: 6, around: gateway => virtualService({ gateways: [gateway] }), tokens: letters },
  { name: 'hosts of gateways', most: 6, around: host => object('networking.istio.io/v1', 'Gateway', { servers: [{ hosts: [host], port: { name: 'a', number: 80, protocol: 'HTTP' } }] }), tokens: [...letters, '~', '.com', '10.0.0.1'] },
  { name: 'hosts of Sidecars', most: 6, around: host => object('networking.istio.io/v1', 'Sidecar', { egress: [{ hosts: [host] }] }), tokens: [...letters, '~', '.com', '10.0.0.1', '*/'] },
  { name: 'endpoints of Sidecars', most: 6, around: defaultEndpoint => object('networking.istio.io/v1', 'Sidecar', { ingress: [{ port: { number: 80 }, defaultEndpoint }] }), tokens: ['127.0.0.1', '::1', '[', ']', ':', '80', '0', 'unix://', '/', '@', 'a', '+', '-', '65536', '[::1]:'] },
  { name: 'labels', most: 5, around: key => virtualService({ tcp: [{ match: [{ sourceLabels: { [key]: key } }], route: [{ destination: { host: 'web' } }] }] }), tokens: letters },
  { name: 'durations', most: 5, around: timeout => route({ timeout }), tokens: ['1', '0', '.', '5', 's', 'ms', 'us', 'ns', 'h', 'm', '-', '+', 'd', ' ', '\u00b5s'] },
  { name: 'conditions of retries', most: 4, around: retryOn => route({ retries: { attempts: 1, retryOn } }), tokens: ['5xx', ',', ' ', '503', '418', '306', '99', 'reset', '0', '+', '-', 'unavailable'] },
  { name: 'subnets', most: 6, around: block => rule({ from: [{ source: { ipBlocks: [block] } }] }), tokens: ['10', '.', '0', ':', '::', 'ffff', '/', '8', '%', 'eth0', '256', '1.2.3.4', '01', '129'] },
  { name: 'paths', most: 7, around: path => rule({ to: [{ operation: { paths: [path] } }] }), tokens: ['/', 'a', '{*}', '{**}', '{', '}', '*', ' ', '%', '~'] },
  { name: 'service accounts', most: 4, around: account => rule({ from: [{ source: { serviceAccounts: [account] } }] }), tokens: ['a', '/', '*', '.', ' ', 'a'.repeat(160)] },
  { name: 'trust domains', most: 4, around: domain => rule({ from: [{ source: { trustDomains: [domain] } }] }), tokens: ['a', '/', '*', '.'] },
  { name: 'keys of conditions', most: 4, around: key => rule({ when: [{ key, values: ['1'] }] }), tokens: ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.', 'source.ip', '[', ']', 'a', '.', 'destination.labels'] },
  { name: 'filters of logs', most: 7, around: expression => object('telemetry.istio.io/v1', 'Telemetry', { accessLogging: [{ filter: { expression } }] }),
    tokens: ['a', 'b', '.', '(', ')', '[', ']', '{', '}', ',', ':', '?', '==', '+', '-', '!', '&&', 'in', 'true', '1', '1.5', '0x1', '1u', '"s"', "'", 'r"\\d"', '"\\d"', ' ', 'has(', '.all(', '.map(', 'if', '.?', '[?', '`', '//', '\n', 'null', '=', '|', '.exists_one('] },
  { name: 'addresses of plugins', most: 6, around: url => object('extensions.istio.io/v1alpha1', 'WasmPlugin', { url }), tokens: ['oci', 'http', ':', '//', '/', 'a', '.com', '%', '%20', '%zz', '[', ']', '::1', '?', '#', '@', ' ', '80', 'é', '*', '"', '<', '\\'] },
  { name: 'addresses of keys', most: 6, around: jwksUri => object('security.istio.io/v1', 'RequestAuthentication', { jwtRules: [{ issuer: 'a', jwksUri }] }), tokens: ['http', 'https', '://', ':', '/', 'a', '.com', '%', '%20', '%zz', '[', ']', '::1', '?', '#', '@', ' ', '80', 'é', '"', '<', '\\'] },
  { name: 'sets of keys', most: 3, around: jwks => object('security.istio.io/v1', 'RequestAuthentication', { jwtRules: [{ issuer: 'a', jwks }] }),
    tokens: ['{"keys":[', ']}', '{"kty":"RSA","n":"AQAB","e":"AQAB"}', '{"kty":"RSA","n":"AQAB"}', '{"kty":"oct","k":"AQAB"}', '{"kty":"oct"}', '{"kty":"EC","crv":"P-256"}', '{}', 'null', '1', ',', '[', '{"kty":"OKP","crv":"Ed25519","x":"AQAB"}', ' '] },
];

export function textOf({ tokens, most }: Grammar, random: Random): string {
  return Array.from({ length: 1 + random(most) }, () => tokens[random(tokens.length)] ?? '').join('');
}

export function objectsOf(grammar: Grammar, count: number, seed: number): readonly KubernetesObject[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => grammar.around(textOf(grammar, random)));
}
