import { canary } from '../../../lib/patterns/canary/canary';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { fieldAt } from '../../../lib/model/object';
import type { Workload } from '../../../lib/network/workload';
import { shop, workload, type Composed } from '../../support/shop';
import { istioSidecar } from '../../../lib/platform/presets';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import { accepted, bypass, enrolled, traffic } from '../../support/bypass';
import { meshShop } from '../../support/policies';

const rule = (composed: Composed, name: string): unknown => fieldAt(composed.get('DestinationRule', name), 'spec', 'trafficPolicy');
const plaintext = { tls: { mode: 'DISABLE' } };

describe('at the server, a bypassed port', () => {
  const scene = meshShop();
  const composed = scene.compose(enrolled(scene, 'enforce'), bypass(scene, [scene.web.calls(scene.webService.port('http'))]));

  test('is left alone by the proxy: the container port, as text, on the pod template', () => {
    expect(traffic(composed, 'Deployment', 'web', 'excludeInboundPorts')).toBe('8080');
    expect(composed.get('Deployment', 'web').metadata.annotations).not.toHaveProperty(['traffic.sidecar.istio.io/excludeInboundPorts']);
    expect(composed.get('Service', 'web').metadata.annotations).toBeUndefined();
  });

  test('is an exception from mutual TLS, so that clients speak plaintext to it; the other ports inherit', () => {
    expect(composed.get('PeerAuthentication', 'web')['spec']).toEqual({ selector: { matchLabels: { app: 'web' } }, portLevelMtls: { '8080': { mode: 'DISABLE' } } });
  });

  test('needs no rule at clients of a Service with an address', () => expect(composed.names('DestinationRule')).toEqual([]));

  test('carries who accepts it', () => {
    expect(composed.get('NetworkPolicy', 'web-mesh-bypass').metadata.annotations).toMatchObject({ 'sealane.dev/patterns': 'mesh-bypass', 'sealane.dev/accept': expect.stringContaining('the database speaks TLS itself') });
  });

  test('and nothing is found', () => expect(composed.findings).toEqual([]));
});

describe('the list of ports', () => {
  const listed = (annotations: Readonly<Record<string, string>>, ports = [8080, 5432, 80]): { readonly composed: Composed; readonly handle: Workload } => {
    const scene = meshShop();
    const manifest = workload('cache', { ports: ports.map(containerPort => ({ containerPort })) });
    const spec = manifest['spec'] as { template: { metadata: object } };
    const handle = scene.net.workload({ ...manifest, spec: { ...spec, template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } } } });
    const service = scene.net.service({ name: 'cache', namespace: scene.shop, workload: handle, ports: { tcp: { port: 6379, targetPort: 8080 }, 'tcp-bus': { port: 80 } } });
    return { composed: scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(service.port('tcp'))]), bypass(scene, [scene.web.calls(service.port('tcp-bus'))])), handle };
  };
  const excluded = (annotations: Readonly<Record<string, string>>): unknown => traffic(listed(annotations).composed, 'Deployment', 'cache', 'excludeInboundPorts');

  test('has the ports of all patterns, in the order of numbers, and never the port of a Service', () => expect(excluded({})).toBe('80,8080'));
  test('keeps what is there', () => expect(excluded({ 'traffic.sidecar.istio.io/excludeInboundPorts': '9443, 8080' })).toBe('80,8080,9443'));
  test('is written where all ports are captured anyway', () => expect(excluded({ 'traffic.sidecar.istio.io/includeInboundPorts': '*' })).toBe('80,8080'));
  test('is not written where another list already leaves the ports out', () => expect(excluded({ 'traffic.sidecar.istio.io/includeInboundPorts': '5432' })).toBeUndefined());
  test('is one unit of policy for all patterns of a workload', () => {
    const { composed } = listed({});
    expect(composed.names('NetworkPolicy')).toEqual(['shop/cache-mesh-bypass']);
    expect(composed.findings).toEqual([]);
  });
  test('is one exception for all patterns of a workload', () => {
    expect(fieldAt(listed({}).composed.get('PeerAuthentication', 'cache'), 'spec', 'portLevelMtls')).toEqual({ '80': { mode: 'DISABLE' }, '8080': { mode: 'DISABLE' } });
  });
});

describe('whoever writes the template', () => {
  test('is told by name what it lacks, with the list as it has to be', () => {
    const scene = meshShop();
    const ledger = scene.net.workload({ existing: true, name: 'ledger', namespace: scene.shop, labels: { app: 'ledger' }, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '9443' }, ports: [{ port: 8080 }] });
    const service = scene.net.service({ name: 'ledger', namespace: scene.shop, workload: ledger, ports: { tcp: { port: 80, targetPort: 8080 } } });
    const { findings } = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(service.port('tcp'))]));
    expect(findings.map(({ rule: id, message }) => [id, message])).toEqual([['platform/template-elsewhere', 'pods of Deployment shop/ledger need annotation traffic.sidecar.istio.io/excludeInboundPorts=8080,9443, and the template is written elsewhere: without it the proxy still takes its ports']]);
  });

  test('may have said it already', () => {
    const scene = meshShop();
    const ledger = scene.net.workload({ existing: true, name: 'ledger', namespace: scene.shop, labels: { app: 'ledger' }, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080,9443' }, ports: [{ port: 8080 }] });
    const service = scene.net.service({ name: 'ledger', namespace: scene.shop, workload: ledger, ports: { tcp: { port: 80, targetPort: 8080 } } });
    expect(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(service.port('tcp'))])).findings).toEqual([]);
  });
});

describe('clients that cannot find out are told, on the port of the Service:', () => {
  test('those of a headless Service', () => {
    const scene = meshShop();
    expect(rule(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))])), 'db')).toEqual({ portLevelSettings: [{ port: { number: 5432 }, ...plaintext }] });
  });

  test('those that a rule tells to speak mutual TLS, with everything repeated that a port does not inherit', () => {
    const scene = meshShop();
    const composed = scene.compose(
      mutualTls({ network: scene.net, namespace: scene.shop, destinationRuleMode: 'istioMutual' }),
      bypass(scene, [scene.web.calls(scene.reviews.port('http'))]),
      canary({ network: scene.net, service: scene.reviews, weights: { v1: 90, v2: 10 }, connectionPool: { maxRequests: 5 } }),
    );
    const connectionPool = { http: { http2MaxRequests: 5 } };
    expect(rule(composed, 'reviews')).toEqual({ tls: { mode: 'ISTIO_MUTUAL' }, connectionPool, portLevelSettings: [{ port: { number: 80 }, ...plaintext, connectionPool }] });
    expect(composed.findings).toEqual([]);
  });

  test("all of them, with destinationRule: 'always'", () => {
    const scene = meshShop();
    expect(rule(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.webService.port('http'))], { destinationRule: 'always' })), 'web')).toEqual({ portLevelSettings: [{ port: { number: 80 }, ...plaintext }] });
  });

  test('those of the Services of versions, where the Gateway API routes', () => {
    const scene = shop(istioSidecar({ cluster: 'test', routing: 'gateway' }));
    const composed = scene.compose(
      mutualTls({ network: scene.net, namespace: scene.shop }),
      meshBypass({ network: scene.net, clients: [scene.web.calls(scene.reviews.port('http'))], accept: accepted, destinationRule: 'always' }),
      canary({ network: scene.net, service: scene.reviews, weights: { v1: 90, v2: 10 } }),
    );
    for (const name of ['reviews', 'reviews-v1', 'reviews-v2']) expect(rule(composed, name)).toEqual({ portLevelSettings: [{ port: { number: 80 }, ...plaintext }] });
  });
});

describe('a workload without a proxy', () => {
  test("is what level 'workload' makes: no annotation, no exception, no rule", () => {
    const scene = meshShop();
    const composed = scene.compose(enrolled(scene, 'enforce'), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))], { level: 'workload' }));
    expect(fieldAt(composed.get('StatefulSet', 'db'), 'spec', 'template', 'metadata')).toEqual({ labels: { app: 'db', 'sidecar.istio.io/inject': 'false' } });
    expect([...composed.names('PeerAuthentication'), ...composed.names('DestinationRule')]).toEqual(['shop/default']);
    expect(composed.findings).toEqual([]);
  });

  test('is spoken to in plaintext also by clients that are told otherwise', () => {
    const scene = meshShop();
    const composed = scene.compose(mutualTls({ network: scene.net, namespace: scene.shop, destinationRuleMode: 'istioMutual' }), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))], { level: 'workload' }));
    expect(rule(composed, 'db')).toEqual(plaintext);
  });

  test('has nothing to pass by, when another pattern took it to the host network', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    const { findings } = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))]), hostNetwork({ network: scene.net, workload: scene.database }));
    expect(findings).toMatchObject([{ rule: 'bypass/outside-mesh', severity: 'error', message: expect.stringContaining('shop/db: it uses the host network') }]);
  });

  test('has nothing to pass by, in a namespace that nobody puts into the mesh', () => {
    const scene = meshShop();
    expect(scene.compose(bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))])).findings).toMatchObject([{ rule: 'bypass/outside-mesh', message: expect.stringContaining('is in namespace shop, which is not in the mesh') }]);
  });
});
