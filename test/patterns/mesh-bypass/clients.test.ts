import { canary } from '../../../lib/patterns/canary/canary';
import { locality } from '../../../lib/patterns/locality/locality';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import { exceptionUnreachable } from '../../../lib/rules/multicluster/exception-unreachable';
import { accepted, bypass, enrolled, traffic } from '../../support/bypass';
import { fleet, type Fleet } from '../../support/fleet';
import { meshShop, type Mesh } from '../../support/policies';
import { judged, messages } from '../../support/rules';
import { workload } from '../../support/shop';

describe("at level 'both' clients go past their own proxies", () => {
  test('on the port of the Service, and on that of the container, where the CNI translates early', () => {
    const scene = meshShop();
    const composed = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))], { level: 'both' }));
    expect(traffic(composed, 'Deployment', 'web', 'excludeOutboundPorts')).toBe('80,9080');
    for (const version of ['reviews-v1', 'reviews-v2']) expect(traffic(composed, 'Deployment', version, 'excludeInboundPorts')).toBe('9080');
    expect(composed.findings).toEqual([]);
  });

  test('not at the other levels', () => {
    for (const level of ['server', 'workload'] as const) {
      const scene = meshShop();
      expect(traffic(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))], { level })), 'Deployment', 'web', 'excludeOutboundPorts')).toBeUndefined();
    }
  });

  test('with all Services of a client in one list, and nothing for a client that has no proxy', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    const agent = scene.net.workload(workload('agent', { pod: { hostNetwork: true } }));
    const pg = scene.databaseService.port('tcp-pg');
    const composed = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(pg), agent.calls(pg)], { level: 'both' }), bypass(scene, [scene.web.calls(scene.reviews.port('http'))], { level: 'both' }));
    expect(traffic(composed, 'Deployment', 'web', 'excludeOutboundPorts')).toBe('80,5432,9080');
    expect(traffic(composed, 'Deployment', 'agent', 'excludeOutboundPorts')).toBeUndefined();
  });
});

describe('a number is shared', () => {
  const scene = (stage: 'permissive' | 'enforce') => {
    const given = meshShop();
    return given.compose(mutualTls<Mesh>({ network: given.net, namespace: given.shop, stage }), bypass(given, [given.web.calls(given.reviews.port('http'))], { level: 'both' }), mutualTlsEdges(given));
  };
  /** An edge of the same client to another Service on port 80. */
  const mutualTlsEdges = (given: ReturnType<typeof meshShop>) => {
    const ledger = given.net.service({ name: 'ledger', namespace: given.shop, workload: given.net.workload(workload('ledger')), ports: { http: { port: 80, targetPort: 8080 } } });
    return { pattern: 'default-deny' as const, network: given.net, intents: [{ kind: 'edge' as const, edge: given.web.calls(ledger.port('http')) }], accepts: [] } as never;
  };

  test('with a Service that refuses plaintext: an error', () => {
    expect(scene('enforce').findings).toMatchObject([
      { rule: 'bypass/client-port-shared', severity: 'error', message: 'bypass of shop/reviews: web goes past its proxy on port 80, and calls shop/ledger on it too, which refuses plaintext' },
    ]);
  });

  test('with one that takes it: a warning', () => {
    expect(scene('permissive').findings).toMatchObject([{ rule: 'bypass/client-port-shared', severity: 'warning', message: expect.stringContaining('then without mutual TLS and routing') }]);
  });

  test('not where nobody goes past a proxy of his own', () => {
    const given = meshShop();
    expect(given.compose(enrolled(given, 'enforce'), bypass(given, [given.web.calls(given.reviews.port('http'))]), mutualTlsEdges(given)).findings).toEqual([]);
  });
});

describe('rules of routes', () => {
  const found = (level: 'server' | 'both'): readonly string[] => {
    const scene = meshShop();
    return messages(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))], { level }), canary({ network: scene.net, service: scene.reviews, weights: { v1: 90, v2: 10 } }), locality({ network: scene.net, service: scene.reviews })).findings);
  };
  test('are kept by proxies of clients, also in plaintext', () => expect(found('server')).toEqual([]));
  test('have no effect on clients that go past theirs', () => expect(found('both')).toEqual(['bypass of shop/reviews: the canary and the locality of the Service have no effect on calls of web, which go past its proxy']));
});

test('pods without mutual TLS cannot be reached from other networks: said by the Service that is served to them, where there is one', () => {
  const scene = fleet();
  const served = scene.compose(
    mutualTls<Fleet>({ network: scene.net, namespace: scene.shop }),
    multiClusterService({ network: scene.net, service: scene.reviews }),
    meshBypass<Fleet>({ network: scene.net, clients: [scene.web.calls(scene.reviews.port('http'))], accept: accepted }),
  );
  expect(served.findings.filter(({ rule }) => rule === 'bypass/across-networks')).toEqual([]);
  expect(judged(exceptionUnreachable, scene.net)).toMatchObject([{ severity: 'error', codes: ['MC-12'] }]);
});

test('pods without mutual TLS can be reached from other clusters of the same network', () => {
  const peers = [{ cluster: 'us', network: 'one', gatewayAddresses: ['192.0.2.7'] }] as const;
  const scene = meshShop({ network: 'one', peers });
  expect(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))])).findings).toEqual([]);
});

test('pods without mutual TLS cannot be reached from other networks', () => {
  const scene = meshShop({ peers: [{ cluster: 'us', network: 'us', gateway: { addresses: ['203.0.113.1'] } }] });
  expect(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))])).findings.map(({ rule, severity, codes }) => [rule, severity, codes])).toEqual([
    ['bypass/across-networks', 'warning', []],
    ['bypass/across-networks', 'warning', []],
  ]);
});
