import { gatewayConnection, namesAt, type ConnectionQuestion } from '../../lib/mesh/gateway-connection';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { istio, service, world } from './mesh';

const api = 'gateway.networking.k8s.io/v1';
const sni = (name: string): ConnectionQuestion['tls'] => ({ name });

function asked(objects: readonly JsonObject[], tls?: ConnectionQuestion['tls'], port = 443): ReturnType<typeof gatewayConnection> {
  const w = world([service('db'), service('other'), ...objects]);
  const gateway = w.cluster.objects.find(({ kind }) => kind === 'Gateway');
  if (gateway === undefined) throw new Error('no gateway');
  return gatewayConnection(w, { gateway, port, ...(tls === undefined ? {} : { tls }) });
}

/** `passed on db.example.com a -> db`: what becomes of TLS, the name that decides, the rules that may take it and where the last leads. */
function went(objects: readonly JsonObject[], tls?: ConnectionQuestion['tls'], port?: number): string {
  const { listens, tls: end, host, rules, matched } = asked(objects, tls, port);
  if (listens === 'no') return 'deaf';
  if (end === 'requests') return end;
  const last = rules.at(-1)?.rule;
  if (last === undefined) return `${end}, closed`;
  const to = last.action.kind === 'forward' ? last.action.destinations.map(({ host: name, share, problem }) => `${name?.split('.')[0] ?? `nobody (${problem ?? ''})`}${share === 1 ? '' : ` ${share}`}`).join(' + ') : last.action.kind;
  return `${end} ${host ?? ''} ${rules.map(({ rule, certainty }) => `${rule.object.reference.name}${certainty === 'yes' ? '' : '?'}`).join(' or ')} -> ${to}${matched === 'yes' ? '' : `, ${matched}`}`;
}

describe('a Gateway of the Gateway API', () => {
  const gateway = (...listeners: readonly object[]): JsonObject => manifest(api, 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: listeners.map((listener, i) => ({ name: `l${i}`, port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, allowedRoutes: { namespaces: { from: 'All' } }, ...listener })) } });
  const route = (kind: 'TLSRoute' | 'TCPRoute', name: string, spec: object = {}, { parent = {}, created }: { readonly parent?: object; readonly created?: number } = {}): JsonObject =>
    manifest(api, kind, name, { metadata: { namespace: 'shop', ...(created === undefined ? {} : { creationTimestamp: `2026-01-0${created}T00:00:00Z` }) }, spec: { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], rules: [{ backendRefs: [{ name: 'db', port: 5432 }] }], ...spec } });
  const tlsRoute = (name: string, hostnames: readonly string[], more: Parameters<typeof route>[3] = {}, to = 'db'): JsonObject => route('TLSRoute', name, { hostnames, rules: [{ backendRefs: [{ name: to, port: 5432 }] }] }, more);
  const tcpRoute = (name: string, more: Parameters<typeof route>[3] = {}, to = 'db'): JsonObject => route('TCPRoute', name, { rules: [{ backendRefs: [{ name: to, port: 5432 }] }] }, more);
  const terminating = { tls: { mode: 'Terminate', certificateRefs: [{ name: 'db-tls' }] } };
  const selector = { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } } };
  const both = gateway({ hostname: 'db.example.com' }, { hostname: '*.example.com' });

  test.each<readonly [string, readonly JsonObject[], string, string]>([
    ['its name', [gateway({}), tlsRoute('a', ['db.example.com'])], 'db.example.com', 'passed on db.example.com a -> db'],
    ['its name in any case', [gateway({}), tlsRoute('a', ['db.example.com'])], 'DB.example.com', 'passed on db.example.com a -> db'],
    ['another name', [gateway({}), tlsRoute('a', ['db.example.com'])], 'web.example.com', 'passed on, closed'],
    ['a wildcard', [gateway({}), tlsRoute('a', ['*.example.com'])], 'db.example.com', 'passed on *.example.com a -> db'],
    ['a wildcard is for names below', [gateway({}), tlsRoute('a', ['*.example.com'])], 'example.com', 'passed on, closed'],
    ['the name before a wildcard, however old', [gateway({}), tlsRoute('a', ['*.example.com'], { created: 1 }, 'other'), tlsRoute('b', ['db.example.com'], { created: 2 })], 'db.example.com', 'passed on db.example.com b -> db'],
    ['the longer wildcard', [gateway({}), tlsRoute('a', ['*.example.com'], {}, 'other'), tlsRoute('b', ['*.db.example.com'])], 'eu.db.example.com', 'passed on *.db.example.com b -> db'],
    ['the older of two for one name', [gateway({}), tlsRoute('a', ['db.example.com'], { created: 2 }, 'other'), tlsRoute('b', ['db.example.com'], { created: 1 })], 'db.example.com', 'passed on db.example.com b -> db'],
    ['two without an age', [gateway({}), tlsRoute('a', ['db.example.com'], {}, 'other'), tlsRoute('b', ['db.example.com'])], 'db.example.com', 'passed on db.example.com a? or b -> db'],
    ['a route without names takes those of the listener', [gateway({ hostname: '*.example.com' }), route('TLSRoute', 'a')], 'db.example.com', 'passed on *.example.com a -> db'],
    ['a listener for another name', [gateway({ hostname: 'web.example.com' }), tlsRoute('a', ['db.example.com'])], 'db.example.com', 'deaf'],
    ['a route whose names the listener does not have', [gateway({ hostname: '*.example.com' }), tlsRoute('a', ['db.example.org'])], 'db.example.com', 'passed on, closed'],
    ['the closest listener alone', [both, tlsRoute('a', ['*.example.com'], { parent: { sectionName: 'l1' } })], 'db.example.com', 'passed on, closed'],
    ['and the other for other names', [both, tlsRoute('a', ['*.example.com'], { parent: { sectionName: 'l1' } })], 'web.example.com', 'passed on *.example.com a -> db'],
    ['a route of a namespace that may not attach', [gateway({ allowedRoutes: undefined }), tlsRoute('a', ['db.example.com'])], 'db.example.com', 'passed on, closed'],
    ['a namespace whose labels are not known', [gateway(selector), tlsRoute('a', ['db.example.com'])], 'db.example.com', 'passed on db.example.com a? -> db, unknown'],
    ['a TCPRoute on a listener that passes TLS on', [gateway({}), tcpRoute('a')], 'db.example.com', 'passed on, closed'],
    ['a TCPRoute where TLS ends', [gateway(terminating), tcpRoute('a')], 'db.example.com', 'ended * a -> db'],
    ['a TLSRoute where TLS ends', [gateway(terminating), tlsRoute('a', ['db.example.com'])], 'db.example.com', 'ended db.example.com a -> db'],
    ['ending is the default', [gateway({ tls: undefined }), tcpRoute('a')], 'db.example.com', 'ended * a -> db'],
    ['a listener for HTTPS reads requests', [gateway({ protocol: 'HTTPS', ...terminating })], 'db.example.com', 'requests'],
    ['a listener for TCP passes on whatever comes', [gateway({ protocol: 'TCP', tls: undefined }), tcpRoute('a')], 'db.example.com', 'passed on * a -> db'],
    ['a Service of another namespace without a grant', [gateway({}), route('TLSRoute', 'a', { hostnames: ['db.example.com'], rules: [{ backendRefs: [{ name: 'db', namespace: 'data', port: 5432 }] }] })], 'db.example.com', 'passed on db.example.com a -> nobody (no ReferenceGrant of namespace data lets TLSRoutes of shop refer to Service db)'],
    ['weights', [gateway({}), route('TLSRoute', 'a', { hostnames: ['db.example.com'], rules: [{ backendRefs: [{ name: 'db', port: 1, weight: 3 }, { name: 'other', port: 1 }] }] })], 'db.example.com', 'passed on db.example.com a -> db 0.75 + other 0.25'],
  ])('a TLS connection finds %s', (_title, objects, name, expected) => {
    expect(went(objects, sni(name))).toBe(expected);
    expect(went([...objects].reverse(), sni(name))).toBe(expected);
  });

  test('who asks for no name gets what is for all of them', () => {
    expect(went([gateway({}), tlsRoute('a', ['db.example.com'])], {})).toBe('passed on, closed');
    expect(went([gateway({}), route('TLSRoute', 'a')], {})).toBe('passed on * a -> db');
    expect(went([gateway({ hostname: 'db.example.com' }), route('TLSRoute', 'a')], {})).toBe('deaf');
  });

  const plain = gateway({ port: 5432, protocol: 'TCP', tls: undefined });

  test.each<readonly [string, readonly JsonObject[], number, string]>([
    ['a route on its port', [plain, tcpRoute('a')], 5432, 'none * a -> db'],
    ['no route', [plain], 5432, 'none, closed'],
    ['another port', [plain, tcpRoute('a')], 3306, 'deaf'],
    ['the older of two', [plain, tcpRoute('a', { created: 2 }, 'other'), tcpRoute('b', { created: 1 })], 5432, 'none * b -> db'],
    ['two without an age', [plain, tcpRoute('a', {}, 'other'), tcpRoute('b')], 5432, 'none * a? or b -> db'],
    ['the port that the route names', [gateway({ port: 5432, protocol: 'TCP', tls: undefined }, { port: 3306, protocol: 'TCP', tls: undefined }), tcpRoute('a', { parent: { port: 3306 } })], 5432, 'none, closed'],
    ['a TLSRoute is for TLS', [plain, tlsRoute('a', ['db.example.com'])], 5432, 'none, closed'],
    ['a listener for TLS', [gateway({ port: 5432 }), tcpRoute('a')], 5432, 'deaf'],
  ])('a connection without TLS finds %s', (_title, objects, port, expected) => {
    expect(went(objects, undefined, port)).toBe(expected);
    expect(went([...objects].reverse(), undefined, port)).toBe(expected);
  });

  test('names at a port are those of its routes, and none where nobody looks', () => {
    const names = (objects: readonly JsonObject[], port: number): readonly (string | undefined)[] => {
      const w = world(objects);
      const found = w.cluster.objects.find(({ kind }) => kind === 'Gateway');
      return found === undefined ? [] : namesAt(w, found, port);
    };
    expect(names([gateway({}), tlsRoute('a', ['*.example.com', 'db.example.com'])], 443)).toEqual(['db.example.com', '*.example.com']);
    expect(names([gateway({ hostname: 'web.example.com' }), route('TLSRoute', 'a')], 443)).toEqual(['web.example.com']);
    expect(names([plain, tcpRoute('a')], 5432)).toEqual([undefined]);
  });
});

describe('a Gateway of Istio', () => {
  const gateway = (protocol: string, mode?: string, hosts: readonly string[] = ['*']): JsonObject => istio('Gateway', 'public', { selector: {}, servers: [{ port: { number: 443, name: 'main', protocol }, hosts, ...(mode === undefined ? {} : { tls: { mode } }) }] }, { namespace: 'edge' });
  const to = (host: string): object => ({ route: [{ destination: { host } }] });
  const route = (spec: object): JsonObject => istio('VirtualService', 'r', { hosts: ['db.example.com'], gateways: ['edge/public'], ...spec });
  const byName = route({ tls: [{ match: [{ sniHosts: ['other.example.com'] }], ...to('other') }, { match: [{ port: 443, sniHosts: ['db.example.com'] }], ...to('db') }] });

  test.each<readonly [string, readonly JsonObject[], ConnectionQuestion['tls'], string]>([
    ['the rule for the name', [gateway('TLS', 'PASSTHROUGH'), byName], sni('db.example.com'), 'passed on db.example.com r -> db'],
    ['passing on is what it does where no mode is said', [gateway('TLS'), byName], sni('db.example.com'), 'passed on db.example.com r -> db'],
    ['no rule', [gateway('TLS', 'PASSTHROUGH'), byName], sni('web.example.com'), 'passed on, closed'],
    ['a server for other names', [gateway('TLS', 'PASSTHROUGH', ['*.example.org']), byName], sni('db.example.com'), 'deaf'],
    ['rules of TCP where TLS ends', [gateway('TLS', 'SIMPLE'), route({ tcp: [to('db')] })], sni('db.example.com'), 'ended * r -> db'],
    ['requests', [gateway('HTTPS', 'SIMPLE')], sni('db.example.com'), 'requests'],
    ['names that are passed on as HTTPS', [gateway('HTTPS', 'PASSTHROUGH'), byName], sni('db.example.com'), 'passed on db.example.com r -> db'],
    ['rules of TCP', [gateway('TCP'), route({ tcp: [to('db')] })], undefined, 'none * r -> db'],
    ['rules of TCP of another port', [gateway('TCP'), route({ tcp: [{ match: [{ port: 5432 }], ...to('db') }] })], undefined, 'none, closed'],
  ])('finds %s', (_title, objects, tls, expected) => expect(went(objects, tls)).toBe(expected));

  test('names that say the Service themselves are not looked up', () => {
    expect(asked([gateway('TLS', 'AUTO_PASSTHROUGH')], sni('outbound_.80_._.db.shop.svc.cluster.local'))).toMatchObject({ listens: 'yes', tls: 'passed on', rules: [], matched: 'unknown' });
  });
});
