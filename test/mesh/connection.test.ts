import { capturesInbound, capturesOutbound, enrolment, waypointOf } from '../../lib/mesh/capture';
import { clientMode } from '../../lib/mesh/client-mode';
import { acceptance, handshake } from '../../lib/mesh/connection';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { deployment, endpoint, host, istio, port, service, shop, workload, world } from './mesh';

const client = { namespace: 'shop', labels: { app: 'web' } };
const off = { labels: { 'sidecar.istio.io/inject': 'false' } };
const tls = (mode: string, rest: object = {}): JsonObject => istio('DestinationRule', 'reviews', { host: 'reviews', trafficPolicy: { tls: { mode }, ...rest } });
const peer = (called: string, spec: object, namespace = 'shop'): JsonObject => istio('PeerAuthentication', called, spec, { namespace });
const disabled = peer('exception', { selector: { matchLabels: { app: 'reviews' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } });
const headless = service('reviews', { clusterIP: 'None' });

/** What the proxy of a client sends to the first endpoint of reviews. */
function sends(objects: readonly JsonObject[], from: Parameters<typeof clientMode>[1] = client, facts = {}): string {
  const w = world([shop, ...objects], facts);
  const of = host(w);
  const { sends: sent, chosenBy } = clientMode(w, from, of, port(of), endpoint(w, of));
  return `${sent} by ${chosenBy}`;
}

describe('what a client sends', () => {
  const [reviews, pods, bare] = [service('reviews'), deployment('reviews'), deployment('reviews', off)];
  const second = deployment('reviews-2', { labels: { app: 'reviews', ...off.labels } });

  test.each<readonly [string, readonly JsonObject[], string]>([
    ['to pods with a sidecar', [reviews, pods], 'mutual by auto'],
    ['to pods without', [reviews, bare], 'plaintext by auto'],
    ['to pods on the host network', [reviews, deployment('reviews', { spec: { hostNetwork: true } })], 'plaintext by auto'],
    ['to pods without a sidecar that carry its label', [reviews, deployment('reviews', { labels: { ...off.labels, 'security.istio.io/tlsMode': 'istio' } })], 'mutual by auto'],
    ['to a port excepted with DISABLE', [reviews, pods, disabled], 'plaintext by auto'],
    ['to a port taken out of the capture: the client does not know', [reviews, deployment('reviews', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } })], 'mutual by auto'],
    ['where the namespace is DISABLE, even to a workload that is STRICT', [reviews, pods, peer('n', { mtls: { mode: 'DISABLE' } }), peer('w', { selector: { matchLabels: { app: 'reviews' } }, mtls: { mode: 'STRICT' } })], 'plaintext by auto'],
    ['as a DestinationRule says', [reviews, pods, tls('DISABLE')], 'plaintext by DestinationRule'],
    ['as a DestinationRule says, to pods without a sidecar', [reviews, bare, tls('ISTIO_MUTUAL')], 'mutual by DestinationRule'],
    ['as a DestinationRule says, over an exception', [reviews, pods, disabled, tls('ISTIO_MUTUAL')], 'mutual by DestinationRule'],
    ['TLS of its own', [reviews, pods, tls('SIMPLE')], 'tls by DestinationRule'],
    ['where the port has an entry without tls: the outer mode decides what the endpoint is offered', [reviews, pods, tls('DISABLE', { portLevelSettings: [{ port: { number: 80 }, loadBalancer: {} }] })], 'plaintext by DestinationRule'],
    ['where only the entry of another port says', [reviews, pods, istio('DestinationRule', 'r', { host: 'reviews', trafficPolicy: { portLevelSettings: [{ port: { number: 81 }, tls: { mode: 'DISABLE' } }] } })], 'mutual by auto'],
    ['to a headless Service', [headless, pods], 'mutual by auto'],
    ['to a headless Service with an exception: it is not read', [headless, pods, disabled], 'mutual by auto'],
    ['to a headless Service one of whose pods has no sidecar', [headless, pods, second], 'plaintext by auto'],
    ['to an ordinary one, one of whose pods has none: each for itself', [reviews, pods, second], 'mutual by auto'],
  ])('%s', (_, objects, expected) => {
    expect(sends(objects)).toBe(expected);
  });

  test('a gateway reaches a headless Service by its endpoints, so an exception counts', () => {
    expect(sends([headless, pods, disabled], { ...client, proxy: 'gateway' })).toBe('plaintext by auto');
  });

  test('without automatic mutual TLS only a DestinationRule brings it', () => {
    const meshConfig = { enableAutoMtls: false };
    expect(sends([reviews, pods], client, { meshConfig })).toBe('plaintext by auto');
    expect(sends([reviews, pods, tls('ISTIO_MUTUAL')], client, { meshConfig })).toBe('mutual by DestinationRule');
  });

  test.each<readonly [string, object, string]>([
    ['outside the mesh', { endpoints: [{ address: '10.0.0.1', serviceAccount: 'x' }] }, 'plaintext by auto'],
    ['inside, with a service account', { location: 'MESH_INTERNAL', endpoints: [{ address: '10.0.0.1', serviceAccount: 'x' }] }, 'mutual by auto'],
    ['inside, with the label', { location: 'MESH_INTERNAL', endpoints: [{ address: '10.0.0.1', labels: { 'security.istio.io/tlsMode': 'istio' } }] }, 'mutual by auto'],
    ['inside, with neither', { location: 'MESH_INTERNAL', endpoints: [{ address: '10.0.0.1' }] }, 'plaintext by auto'],
  ])('to a ServiceEntry %s', (_, spec, expected) => {
    const w = world([istio('ServiceEntry', 'x', { hosts: ['x.example.com'], resolution: 'STATIC', ports: [{ name: 'http', number: 80, protocol: 'HTTP' }], ...spec })]);
    const of = host(w, 'x.example.com');
    const { sends: sent, chosenBy } = clientMode(w, client, of, port(of), endpoint(w, of));
    expect(`${sent} by ${chosenBy}`).toBe(expected);
  });

  test('whether pods have a sidecar is not known where their namespace is not', () => {
    const w = world([reviews, pods]);
    const of = host(w);
    expect(clientMode(w, client, of, port(of), endpoint(w, of)).sends).toBe('unknown');
  });

  test('two rules of unknown age that disagree', () => {
    expect(sends([reviews, pods, tls('DISABLE'), istio('DestinationRule', 'other', { host: 'reviews', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } })])).toBe('unknown by DestinationRule');
  });
});

describe('whether both ends agree', () => {
  const strict = peer('n', { mtls: { mode: 'STRICT' } });
  const excluded = deployment('reviews', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } });

  function works(objects: readonly JsonObject[], from: JsonObject = deployment('web')): string {
    const w = world([shop, service('reviews'), from, ...objects]);
    const of = host(w);
    return handshake(w, workload(w, 'web'), of, port(of), endpoint(w, of)).works;
  }

  test.each<readonly [string, readonly JsonObject[], JsonObject | undefined, string]>([
    ['two sidecars', [deployment('reviews')], undefined, 'yes'],
    ['two sidecars under STRICT', [deployment('reviews'), strict], undefined, 'yes'],
    ['a caller without a sidecar', [deployment('reviews')], deployment('web', off), 'yes'],
    ['a caller without a sidecar under STRICT', [deployment('reviews'), strict], deployment('web', off), 'no'],
    ['a caller on the host network under STRICT', [deployment('reviews'), strict], deployment('web', { spec: { hostNetwork: true } }), 'no'],
    ['a caller whose proxy leaves the port alone, under STRICT', [deployment('reviews'), strict], deployment('web', { annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80' } }), 'no'],
    ['a server without a sidecar under STRICT: nothing applies it', [deployment('reviews', off), strict], undefined, 'yes'],
    ['a port out of the capture: clients still speak mutual TLS to the application', [excluded, strict], undefined, 'no'],
    ['the same with the exception', [excluded, strict, disabled], undefined, 'yes'],
    ['mutual TLS by rule against an exception', [deployment('reviews'), disabled, tls('ISTIO_MUTUAL')], undefined, 'no'],
    ['plaintext by rule against STRICT', [deployment('reviews'), strict, tls('DISABLE')], undefined, 'no'],
    ['TLS of its own against STRICT', [deployment('reviews'), strict, tls('SIMPLE')], undefined, 'no'],
    ['TLS of its own: whether the application speaks it is not known', [deployment('reviews'), tls('SIMPLE')], undefined, 'unknown'],
  ])('%s', (_, objects, from, expected) => {
    expect(works(objects, from)).toBe(expected);
  });

  test('where a sidecar is not known to be there, STRICT may or may not hold', () => {
    const w = world([deployment('reviews'), strict]);
    expect(acceptance(w, workload(w, 'reviews'), 8080)).toMatchObject({ plaintext: 'unknown', mutual: 'unknown' });
  });
});

describe('capture', () => {
  const annotated = (annotations: object): { readonly w: ReturnType<typeof world>; readonly pods: ReturnType<typeof workload> } => {
    const w = world([shop, deployment('web', { annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`traffic.sidecar.istio.io/${key}`, value])) })]);
    return { w, pods: workload(w, 'web') };
  };

  test.each<readonly [object, string]>([
    [{}, 'yes'],
    [{ excludeInboundPorts: '8080' }, 'no'],
    [{ excludeInboundPorts: '80, 8080' }, 'no'],
    [{ excludeInboundPorts: '80' }, 'yes'],
    [{ excludeInboundPorts: 'web' }, 'unknown'],
    [{ excludeInboundPorts: '8080,' }, 'unknown'],
    [{ includeInboundPorts: '*' }, 'yes'],
    [{ includeInboundPorts: '9090' }, 'no'],
    [{ includeInboundPorts: '' }, 'no'],
    [{ includeInboundPorts: '8080', excludeInboundPorts: '8080' }, 'yes'],
  ])('inbound 8080 with %j: %s', (annotations, expected) => {
    const { w, pods } = annotated(annotations);
    expect(capturesInbound(w, pods, 8080).captured).toBe(expected);
  });

  test.each<readonly [object, string]>([
    [{}, 'yes'],
    [{ excludeOutboundPorts: '80' }, 'no'],
    [{ excludeOutboundPorts: '8080' }, 'yes'],
    [{ includeOutboundPorts: '80', excludeOutboundPorts: '80' }, 'yes'],
    [{ includeOutboundIPRanges: '' }, 'no'],
    [{ includeOutboundIPRanges: '10.0.0.0/8' }, 'unknown'],
    [{ excludeOutboundIPRanges: '10.0.0.0/8' }, 'unknown'],
  ])('outbound 80 with %j: %s', (annotations, expected) => {
    const { w, pods } = annotated(annotations);
    expect(capturesOutbound(w, pods, 80).captured).toBe(expected);
  });

  test('the ports of the proxy itself are never captured', () => {
    const { w, pods } = annotated({});
    expect([15020, 15021, 15090].map(number => capturesInbound(w, pods, number).captured)).toEqual(['no', 'no', 'no']);
  });

  test('a gateway is a proxy, whatever its namespace says', () => {
    const gateway = deployment('edge', { namespace: 'edge', annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } });
    const w = world([gateway]);
    expect(capturesInbound(w, workload(w, 'edge'), 8443).captured).toBe('yes');
  });

  test.each<readonly [string, JsonObject, object, string]>([
    ['a namespace with sidecars', shop, {}, 'sidecar'],
    ['an ambient namespace', manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), {}, 'ambient'],
    ['pods that leave an ambient namespace', manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), { labels: { 'istio.io/dataplane-mode': 'none' } }, 'none'],
    ['pods that join alone', manifest('v1', 'Namespace', 'shop'), { labels: { 'istio.io/dataplane-mode': 'ambient' } }, 'ambient'],
    ['host network in an ambient namespace', manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), { spec: { hostNetwork: true } }, 'none'],
    ['nothing', manifest('v1', 'Namespace', 'shop'), {}, 'none'],
  ])('%s', (_, namespace, rest, expected) => {
    const w = world([namespace, deployment('web', rest)]);
    expect(enrolment(w, workload(w, 'web')).enrolment).toBe(expected);
  });

  test('a waypoint is bound by the object, else by its namespace', () => {
    const namespace = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/use-waypoint': 'wp' } });
    const gateway = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'wp', { namespace: 'shop', spec: { gatewayClassName: 'istio-waypoint' } });
    expect(waypointOf(world([namespace]), {}, 'shop')).toEqual({ name: 'wp', namespace: 'shop', present: 'unknown' });
    expect(waypointOf(world([namespace, gateway]), {}, 'shop')?.present).toBe('yes');
    expect(waypointOf(world([namespace], { complete: true }), {}, 'shop')?.present).toBe('no');
    expect(waypointOf(world([namespace]), { 'istio.io/use-waypoint': 'none' }, 'shop')).toBeUndefined();
  });
});
