import { fieldAt, type Manifest } from '../../../lib/model/object';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { webhook } from '../../../lib/patterns/webhook/webhook';
import * as fc from 'fast-check';
import { accepted, bypass, enrolled } from '../../support/bypass';
import { isOpen, type Pod, type Transport } from '../../support/network-policy';
import { meshShop, podsOf, policy, policyNames, tcp, type Mesh } from '../../support/policies';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import { workload } from '../../support/shop';

const pod = (app: string, namespace = 'shop'): Pod => ({ namespace, labels: { app } });
const range = (port: number, endPort: number, protocol = 'TCP'): unknown => ({ protocol, port, endPort });
const rest = [range(1, 65535, 'UDP'), range(1, 65535, 'SCTP')];

describe('in an open namespace', () => {
  const scene = meshShop();
  const bank = scene.net.namespace('bank', { create: true });
  const teller = scene.net.workload(workload('teller', { namespace: 'bank' }));
  const port = scene.databaseService.port('tcp-pg');
  const composed = scene.compose(enrolled(scene), mutualTls<Mesh>({ network: scene.net, namespace: bank }), bypass(scene, [scene.web.calls(port), teller.calls(port), scene.database.calls(port)]));

  test('one policy restricts the port to the clients and admits everything else', () => {
    expect(policyNames(composed)).toEqual(['db-mesh-bypass']);
    expect(policy(composed, 'db-mesh-bypass')).toEqual({
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [podsOf('bank', { app: 'teller' }), { podSelector: { matchLabels: { app: 'db' } } }, { podSelector: { matchLabels: { app: 'web' } } }], ports: tcp(5432) },
        { ports: [range(1, 5431), range(5433, 65535), ...rest] },
      ],
    });
  });

  test.each([
    ['web', 'shop', 5432, true],
    ['teller', 'bank', 5432, true],
    ['db', 'shop', 5432, true],
    ['reviews', 'shop', 5432, false],
    ['web', 'bank', 5432, false],
    ['reviews', 'shop', 5431, true],
    ['reviews', 'shop', 5433, true],
    ['stranger', 'elsewhere', 9187, true],
  ])('%s of %s on %d: %s', (app, namespace, number, open) => {
    expect(isOpen(composed.manifests, pod(app, namespace), pod('db'), number)).toBe(open);
  });

  test('other pods are not touched', () => expect(isOpen(composed.manifests, pod('stranger', 'elsewhere'), pod('web'), 8080)).toBe(true));
});

test('every port but the bypassed ones is open to everybody, and these to clients alone, whichever they are', () => {
  const ports = fc.uniqueArray(fc.oneof(fc.constantFrom(1, 2, 65534, 65535), fc.integer({ min: 1, max: 65535 })), { minLength: 1, maxLength: 4 });
  const asked = fc.oneof(fc.constantFrom(1, 65535), fc.integer({ min: 1, max: 65535 }));
  fc.assert(
    fc.property(ports, asked, fc.constantFrom<Transport>('TCP', 'UDP', 'SCTP'), (bypassed, other, protocol) => {
      const scene = meshShop();
      const cache = scene.net.workload(workload('cache', { ports: bypassed.map(containerPort => ({ containerPort })) }));
      const service = scene.net.service({ name: 'cache', namespace: scene.shop, workload: cache, ports: Object.fromEntries(bypassed.map((port, i) => [`tcp-${i}`, { port }])) });
      const [first, ...more] = bypassed.map((_, i) => scene.web.calls(service.port(`tcp-${i}`)));
      if (first === undefined) throw new Error('at least one');
      const { manifests } = scene.compose(enrolled(scene), bypass(scene, [first, ...more]));
      for (const port of [other, ...bypassed, ...bypassed.flatMap(each => [each - 1, each + 1])].filter(each => each >= 1 && each <= 65535)) {
        const restricted = protocol === 'TCP' && bypassed.includes(port);
        expect(isOpen(manifests, pod('stranger', 'elsewhere'), pod('cache'), port, protocol)).toBe(!restricted);
        expect(isOpen(manifests, pod('web'), pod('cache'), port, protocol)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

describe('whoever else is declared to reach the port is admitted:', () => {
  const admitted = (manifests: readonly Manifest[]): unknown => fieldAt(manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'web-mesh-bypass'), 'spec', 'ingress', 0);

  test('edges of other patterns', () => {
    const scene = meshShop();
    const port = scene.webService.port('http');
    const { manifests } = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown', clients: [scene.reviewsV1.calls(port)] }), bypass(scene, [scene.database.calls(port)]));
    expect(admitted(manifests)).toEqual({ from: [{ podSelector: { matchLabels: { app: 'db' } } }, { podSelector: { matchLabels: { app: 'reviews', version: 'v1' } } }], ports: tcp(8080) });
  });

  test('gateways', () => {
    const scene = meshShop();
    expect(admitted(scene.compose(enrolled(scene), bypass(scene, [scene.gateway.calls(scene.webService.port('http'))])).manifests)).toEqual({ from: [podsOf('edge', { istio: 'ingressgateway' })], ports: tcp(8080) });
  });

  test('the API server, from its addresses or from any', () => {
    for (const [controlPlaneSources, wanted] of [[[], { ports: tcp(8080) }], [['10.1.0.0/28'], { from: [{ ipBlock: { cidr: '10.1.0.0/28' } }, { podSelector: { matchLabels: { app: 'db' } } }], ports: tcp(8080) }]] as const) {
      const scene = meshShop({ controlPlaneSources });
      const port = scene.webService.port('http');
      expect(admitted(scene.compose(enrolled(scene), bypass(scene, [scene.database.calls(port)]), webhook<Mesh>({ network: scene.net, port })).manifests)).toEqual(wanted);
    }
  });

  test('callers on the host network, by the addresses of nodes', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    const agent = scene.net.workload(workload('agent', { pod: { hostNetwork: true } }));
    expect(admitted(scene.compose(enrolled(scene), bypass(scene, [agent.calls(scene.webService.port('http'))])).manifests)).toEqual({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: tcp(8080) });
  });

  test("callers on the host network, by Cilium's entities, and by no empty list that would admit everybody", () => {
    const scene = meshShop({ cni: 'cilium' });
    const agent = scene.net.workload(workload('agent', { pod: { hostNetwork: true } }));
    const composed = scene.compose(enrolled(scene), bypass(scene, [agent.calls(scene.webService.port('http'))]));
    expect(admitted(composed.manifests)).toEqual({ ports: [range(1, 8079), range(8081, 65535), ...rest] });
    expect(composed.get('CiliumNetworkPolicy', 'web-mesh-bypass')['spec']).toEqual({
      endpointSelector: { matchLabels: { app: 'web' } },
      ingress: [{ fromEntities: ['host', 'remote-node'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] }],
    });
  });
});

describe('in a closed namespace', () => {
  test('the edges of the clients are the policy, at both ends', () => {
    const scene = meshShop();
    const composed = scene.compose(enrolled(scene), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))]));
    expect(policyNames(composed).filter(name => name.includes('db'))).toEqual(['web-to-db-tcp-pg-egress', 'web-to-db-tcp-pg-ingress']);
    expect([isOpen(composed.manifests, pod('web'), pod('db'), 5432), isOpen(composed.manifests, pod('reviews'), pod('db'), 5432)]).toEqual([true, false]);
  });

  test('that is open to itself nothing keeps its pods from the port: an error', () => {
    const scene = meshShop();
    const { findings } = scene.compose(enrolled(scene), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [], allowSameNamespace: true }), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))]));
    expect(findings).toMatchObject([{ rule: 'bypass/open-to-namespace', severity: 'error', codes: ['BYP-04'], constructs: ['shop/mesh-bypass-2'] }]);
  });
});

test('in a namespace of somebody else, what the policy opens is said', () => {
  const scene = meshShop();
  const legacy = scene.net.namespace('legacy', { enrolled: true });
  const ledger = scene.net.workload(workload('ledger', { namespace: 'legacy' }));
  const service = scene.net.service({ name: 'ledger', namespace: legacy, workload: ledger, ports: { tcp: { port: 80, targetPort: 8080 } } });
  const { findings } = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(service.port('tcp'))]));
  expect(findings).toMatchObject([{ rule: 'bypass/reopens-ports', severity: 'warning', assumption: 'nobody closes namespace legacy' }]);
});

test("at level 'workload' only declared connections are admitted: no proxy protects the other ports any more", () => {
  const scene = meshShop();
  const composed = scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.databaseService.port('tcp-pg'))], { level: 'workload' }));
  expect(policy(composed, 'db-mesh-bypass')).toEqual({ podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: tcp(5432) }] });
});

describe('under lockdown', () => {
  test('nothing is authorized on a bypassed port: no proxy would ask', () => {
    const scene = meshShop();
    const pg = scene.databaseService.port('tcp-pg');
    const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown', clients: [scene.web.calls(scene.reviews.port('http'))] }), meshBypass<Mesh>({ network: scene.net, clients: [scene.web.calls(pg)], accept: accepted }));
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing', 'shop/web-to-reviews-http']);
    expect(composed.findings).toEqual([]);
  });

  test('a caller needs no identity there', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    const agent = scene.net.workload(workload('agent', { pod: { hostNetwork: true } }));
    expect(scene.compose(enrolled(scene, 'lockdown'), bypass(scene, [agent.calls(scene.databaseService.port('tcp-pg'))])).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
