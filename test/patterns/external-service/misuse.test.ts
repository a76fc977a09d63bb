import type { PlainKubernetes } from '../../../lib/platform/platform';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { externalService } from '../../../lib/patterns/external-service/external-service';
import { istioSidecar } from '../../../lib/platform/presets';
import { plainShop } from '../../support/policies';
import { istioShop } from '../../support/shop';
import { refusal } from '../../support/misuse';

const https = { https: { port: 443 } };
const http = { http: { port: 80, targetPort: 443 } };
const hosts = ['api.payments.example'];

/** The refusal of something outside by its handle. */
function minted(options: object): unknown {
  const { net, shop } = istioShop();
  return refusal(() => net.external({ name: 'payments', namespace: shop, hosts, ports: https, ...options }));
}

/** The refusal of the pattern. */
function asked(props: object, options: object = {}): unknown {
  const { net, shop, edge, web } = istioShop();
  const external = net.external({ name: 'payments', namespace: shop, hosts, ports: http, ...options });
  const exit = net.egressGateway({ name: 'exit', namespace: edge, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' } });
  const given = Object.fromEntries(Object.entries(props).map(([name, value]) => [name, value === 'exit' ? exit : value === 'web' ? [web] : value]));
  return refusal(() => externalService({ network: net, external, ...given }));
}

const inMesh = 'names a peer in the mesh, and an external service is never in one: its mutual TLS would be off';

describe('the handle refuses', () => {
  test.each([
    ['a name of the cluster', 'db.shop.svc.cluster.local', inMesh, 'use net.service'],
    ['a short name of the cluster', 'db.shop.svc', inMesh, 'use net.service'],
    ['a name of a mesh of clusters', 'db.shop.global', inMesh, 'use net.service'],
    ['a name of a set of clusters', 'db.shop.svc.clusterset.local', inMesh, 'use net.service'],
    ['a wildcard of the cluster', '*.cluster.local', inMesh, 'use net.service'],
    ['a name without a dot', 'payments', 'has no dot, so it is searched for among the Services of the namespace first', 'use the whole name'],
    ['an address', '203.0.113.10', 'is an address', 'put it into addresses'],
    ['everything', '*', 'is "*": name the hosts, a catch-all takes every request that nothing else takes', 'use a host such as "api.payments.example" or "*.payments.example"'],
  ])('%s as a host', (_, host, problem, fix) => {
    expect(minted({ hosts: [host] })).toEqual({ what: `external service shop/payments: host "${host}" ${problem}`, fix });
  });

  test('the domain of the platform as a host, whatever it is', () => {
    const platform = istioSidecar({ cluster: 'test', routing: 'istio', clusterDomain: 'k8s.corp.example' });
    expect(platform.clusterDomain).toBe('k8s.corp.example');
    const { net, shop } = plainShop({ clusterDomain: 'k8s.corp.example' });
    expect(refusal(() => net.external({ name: 'db', namespace: shop, hosts: ['db.k8s.corp.example'], ports: https })).fix).toBe('use net.service');
  });

  test.each([
    ['neither hosts nor addresses', { hosts: [] }, 'has neither hosts nor addresses', 'say by which names or at which addresses it is reached'],
    ['a host twice', { hosts: ['a.example', 'a.example'] }, 'names host "a.example" twice', 'name it once'],
    ['a wildcard with addresses', { hosts: ['*.a.example'], addresses: ['203.0.113.1'] }, 'stands for many, and all of them would be sent to 1 addresses', 'leave the addresses out, or name the hosts'],
    ['a wildcard beside a host', { hosts: ['*.a.example', 'b.example'] }, 'is found by the caller, and other hosts by the proxy', 'declare them as two'],
    ['an address that is none', { addresses: ['203.0.113'] }, '"203.0.113" is not an address block', 'correct the address'],
    ['a block that is none', { cidrs: ['203.0.113.1/24'] }, 'the network is "203.0.113.0/24"', 'correct the address'],
    ['single addresses and blocks', { addresses: ['203.0.113.1', '198.51.100.0/24'] }, 'single ones and blocks at once', 'declare them as two'],
    ['no ports', { ports: {} }, 'has no ports', 'name at least one, such as { https: { port: 443 } }'],
    ['a port that is none', { ports: { https: { port: 70000 } } }, 'port https is 70000', 'correct the port'],
    ['the port of east-west gateways', { ports: { tls: { port: 15443 } } }, 'port 15443 is that of an east-west gateway', 'use net.service'],
    ['two ports of one number', { ports: { http: { port: 80 }, grpc: { port: 80 } } }, 'ports grpc and http are both 80', 'give one of them another number'],
    ['a port whose protocol nobody says', { ports: { main: { port: 80 } } }, 'nobody says what port "main" carries', 'set its protocol to http, http2, grpc, https, tls or tcp'],
    ['a protocol that does not exist', { ports: { main: { port: 80, protocol: 'HTTP' } } }, 'protocol "HTTP" does not exist', 'set its protocol to http, http2, grpc, https, tls or tcp'],
    ['TLS without a name', { hosts: [], addresses: ['203.0.113.1'] }, 'port https carries TLS, which a proxy tells apart by the name in it, and there are no hosts', "name the hosts, or set protocol: 'tcp'"],
    ['databases of several hosts', { hosts: ['a.example', 'b.example'], ports: { mysql: { port: 3306 } } }, 'so 2 hosts cannot be told apart', 'declare each host on its own'],
    ['a database of a wildcard', { hosts: ['*.a.example'], ports: { mysql: { port: 3306 } } }, '"*.a.example" has no address', 'give the addresses instead of the hosts'],
    ['another port where the caller finds the address', { hosts: ['*.a.example'], ports: http }, 'a proxy keeps its port', 'leave targetPort out, or name single hosts'],
  ])('%s', (_, options, what, fix) => {
    expect(minted(options)).toEqual({ what: expect.stringContaining(what), fix });
  });

  test('a port that it does not have', () => {
    const { net, shop } = istioShop();
    const payments = net.external({ name: 'payments', namespace: shop, hosts, ports: https });
    expect(refusal(() => payments.port('http' as 'https'))).toEqual({ what: 'external service shop/payments has no port "http"', fix: 'use https' });
  });

  test('a second one of its name', () => {
    const { net, shop } = istioShop();
    net.external({ name: 'payments', namespace: shop, hosts, ports: https });
    expect(refusal(() => net.external({ name: 'payments', namespace: shop, hosts, ports: https })).what).toBe('external service shop/payments has a handle already');
  });
});

describe('the egress gateway refuses', () => {
  test.each([
    ['pods without labels', { pods: { labels: {}, serviceAccount: 'exit' } }, 'egress gateway exit: nobody says which pods serve it'],
    ['pods without a service account', { pods: { labels: { istio: 'exit' } } }, 'egress gateway exit has no service account'],
    ['one port for both', { requests: { port: 443 } }, 'egress gateway exit: requests and connections both arrive at port 443, where they cannot be told apart'],
    ['a port that is none', { requests: { port: 0 } }, 'egress gateway exit: port 0 must be a whole number from 1 to 65535'],
  ])('%s', (_, options, what) => {
    const { net, edge } = istioShop();
    expect(refusal(() => net.egressGateway({ name: 'exit', namespace: edge, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' }, ...options } as never)).what).toBe(what);
  });
});

describe('the pattern refuses', () => {
  const at = 'external service shop/payments: TLS on port http';
  test.each([
    ['something that is no handle', { external: { name: 'x' } }, 'external-service: external is {"name":"x"}', 'pass a handle, from net.external(…)'],
    ['TLS on a port that it does not have', { originate: { grpc: {} } }, 'external service shop/payments: originate names port "grpc"', 'use http'],
    ['a secret where no gateway reads it', { originate: { http: { secret: 'client' } } }, `${at}: sidecars do not read a secret for a rule of all clients, and would send plaintext`, 'use files, or lead the calls through an egress gateway'],
    ['a secret and files', { through: 'exit', originate: { http: { secret: 'client', caCertificates: '/ca.crt' } } }, `${at}: a secret and files at once`, 'use one of them'],
    ['mutual TLS with nothing to show', { originate: { http: { mutual: true } } }, `${at}: mutual without a secret`, 'name the secret, or give client as files'],
    ['half a certificate', { originate: { http: { client: { certificate: '/tls.crt' } } } }, `${at}: a client with one of certificate and privateKey`, 'give both'],
    ['a file without a place', { originate: { http: { caCertificates: 'ca.crt' } } }, `${at}: file "ca.crt" has no place`, 'give its whole path in the container of the proxy'],
    ['a wildcard as a name of a certificate', { originate: { http: { subjectAltNames: ['*.payments.example'] } } }, `${at}: name "*.payments.example" must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit; names are compared whole`, 'use a name as the certificate has it'],
    ['an egress gateway that is no handle', { through: { name: 'exit' } }, 'external service shop/payments: through is {"name":"exit"}', 'pass a handle, from net.egressGateway(…)'],
  ])('%s', (_, props, what, fix) => expect(asked(props)).toEqual({ what, fix }));

  test.each([
    ['TLS in TLS', { originate: { https: {} } }, { ports: https }, 'external service shop/payments: TLS on port https, which carries https already: it would be TLS in TLS'],
    ['TLS to a server that is known by address alone', { originate: { http: {} } }, { hosts: [], addresses: ['203.0.113.1'] }, `${at}, and no host says which name the certificate carries`],
    ['TLS to a wildcard', { originate: { http: {} } }, { hosts: ['*.payments.example'], ports: { http: { port: 8080 } } }, `${at}, and "*.payments.example" is no name that a server could be asked for`],
    ['TLS on the port of plaintext', { originate: { http: {} } }, { ports: { http: { port: 80 } } }, `${at}: the destination would have to speak TLS on port 80`],
    ['a wildcard through an egress gateway', { through: 'exit' }, { hosts: ['*.payments.example'], ports: https }, 'external service shop/payments through egress gateway exit: only the caller knows which address of *.payments.example is meant'],
    ['a block through an egress gateway', { through: 'exit' }, { hosts: [], addresses: ['203.0.113.0/24'], ports: { tcp: { port: 25 } } }, 'external service shop/payments through egress gateway exit: only the caller knows which address of a block of addresses is meant'],
    ['two ports of requests through an egress gateway', { through: 'exit' }, { ports: { http: { port: 80 }, grpc: { port: 50051 } } }, 'external service shop/payments through egress gateway exit: ports http and grpc both carry requests, which it could not tell apart'],
    ['a database by name', {}, { ports: { mysql: { port: 3306 } } }, 'external service shop/payments: port mysql carries connections without a name in them, so unless proxies answer DNS every connection on port 3306 would go to it'],
    ['every address without an accept', { anyAddress: true }, {}, 'external service shop/payments: anyAddress opens every address on its ports to its callers'],
  ])('%s', (_, props, options, what) => expect(asked(props, options)).toEqual({ what, fix: expect.any(String) }));
});

test('an edge to the outside belongs to the pattern of its caller', () => {
  const { net, shop, edge, web } = istioShop();
  const payments = net.external({ name: 'payments', namespace: edge, hosts, ports: https });
  expect(refusal(() => defaultDeny({ network: net, namespace: edge, edges: [web.calls(payments.port('https'))] }))).toEqual({ what: 'default-deny: edge web to payments, which is outside, does not touch namespace edge', fix: `declare it to the pattern of namespace ${shop.name}` });
});

test('handles of another network are refused', () => {
  const here = istioShop();
  const there = istioShop();
  const payments = there.net.external({ name: 'payments', namespace: there.shop, hosts, ports: https });
  expect(refusal(() => here.compose(externalService({ network: here.net, external: payments }))).what).toBe('external-service: external payments is a handle of another network');
});

test('what a platform cannot do is refused in the words of the table', () => {
  const plain = plainShop();
  const external = plain.net.external({ name: 'payments', namespace: plain.shop, hosts, ports: http });
  expect(refusal(() => externalService<PlainKubernetes, 'http'>({ network: plain.net, external, originate: { http: {} } as never }))).toEqual({ what: 'external-service.originate: plain Kubernetes puts no proxy beside the containers', fix: 'let the application speak TLS' });
  expect(refusal(() => externalService({ network: plain.net, external, through: {} } as never)).what).toBe('external-service.through: plain Kubernetes has no gateway that calls leave by');
});

test('the platform refuses a policy for unregistered hosts that does not exist', () => {
  expect(refusal(() => istioSidecar({ cluster: 'test', routing: 'istio', outboundTrafficPolicy: 'DENY' as 'ALLOW_ANY' }))).toEqual({ what: 'platform: outboundTrafficPolicy is "DENY"', fix: "use 'ALLOW_ANY' or 'REGISTRY_ONLY'" });
});
