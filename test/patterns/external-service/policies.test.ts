import type { ExternalOptions, ExternalPorts } from '../../../lib/network/external';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { externalService } from '../../../lib/patterns/external-service/external-service';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { plaintextCaller } from '../../../lib/rules/mtls/plaintext-caller';
import { refusal } from '../../support/misuse';
import { egress, meshShop, plainShop, policy, tcp } from '../../support/policies';
import { judged, messages } from '../../support/rules';
import { workload, type Composed } from '../../support/shop';

const web = { app: 'web' };
const named = { hosts: ['api.payments.example'], ports: { https: { port: 443 } } };

/** What a closed namespace has to say of an edge out of the cluster, without a mesh. */
function closedTo(options: object, platform: Parameters<typeof plainShop>[0] = {}): Composed {
  const { net, shop, web: caller, compose } = plainShop(platform);
  const external = net.external({ name: 'payments', namespace: shop, ...options } as ExternalOptions<string, ExternalPorts>);
  return compose(defaultDeny({ network: net, namespace: shop, edges: [caller.calls(external.port('https'))] }));
}

describe('in a closed namespace, an edge out of the cluster', () => {
  test('is permitted to the blocks of its destination', () => {
    expect(policy(closedTo({ ...named, cidrs: ['203.0.113.0/24', '2001:db8::/32'] }), 'web-to-payments-https-egress')).toEqual(egress(web, { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }, { ipBlock: { cidr: '2001:db8::/32' } }], ports: tcp(443) }));
  });

  test('or to its addresses', () => {
    expect(policy(closedTo({ ...named, addresses: ['203.0.113.10'] }), 'web-to-payments-https-egress')).toEqual(egress(web, { to: [{ ipBlock: { cidr: '203.0.113.10/32' } }], ports: tcp(443) }));
  });

  test('is an error where only its name is known: no policy can say it', () => {
    const composed = closedTo(named);
    expect(composed.findings).toMatchObject([
      {
        rule: 'edge/external-address-unknown',
        severity: 'error',
        message: 'NetworkPolicy shop/web-to-payments-https-egress is about payments at host api.payments.example, and a NetworkPolicy cannot name hosts: the call would time out',
        help: 'set cidrs on external service payments, or anyAddress on its ExternalService',
      },
    ]);
    expect(composed.names('NetworkPolicy')).not.toContain('shop/web-to-payments-https-egress');
  });

  test('is an error where its address is only known at deploy, which no block can be made of', () => {
    const composed = closedTo({ ...named, addresses: [{ apply: () => undefined }] });
    expect(composed.findings.map(({ message }) => message)).toEqual(['NetworkPolicy shop/web-to-payments-https-egress is about payments at an address that is only known at deploy, which may not be a block: the call would time out']);
  });

  test('is permitted to every address but the metadata service where that is accepted', () => {
    const { net, shop, web: caller, compose } = plainShop({ ipFamilies: ['IPv4', 'IPv6'] });
    const external = net.external({ name: 'payments', namespace: shop, ...named });
    const accept = [{ rule: 'platform/external-service-any-address', reason: 'the provider publishes no blocks' }];
    const composed = compose(externalService({ network: net, external, callers: [caller], anyAddress: true, accept }), defaultDeny({ network: net, namespace: shop, edges: [] }));
    expect(policy(composed, 'web-to-payments-https-egress')).toEqual(
      egress(web, { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }, { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } }], ports: tcp(443) }),
    );
    expect(composed.findings).toEqual([]);
  });

  test('is not written where the namespace is open', () => {
    const { net, shop, web: caller, compose } = plainShop();
    const external = net.external({ name: 'payments', namespace: shop, ...named });
    const composed = compose(externalService({ network: net, external, callers: [caller] }));
    expect(composed.names('NetworkPolicy')).toEqual([]);
    expect(composed.findings).toEqual([]);
  });
});

describe('under Cilium, an edge out of the cluster', () => {
  const spec = (options: object, platform: Parameters<typeof plainShop>[0] = {}): unknown => closedTo(options, { cni: 'cilium', ...platform }).get('CiliumNetworkPolicy', 'web-to-payments-https-egress')['spec'];
  const learning = (port: string): unknown => [{ ports: [{ port, protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }];
  const dns = { toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }], toPorts: learning('53') };

  test('is permitted by name, with the DNS rule that makes addresses known', () => {
    expect(spec(named)).toEqual({ endpointSelector: { matchLabels: web }, egress: [{ toFQDNs: [{ matchName: 'api.payments.example' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }, dns] });
  });

  test('at any depth below a wildcard', () => expect(spec({ ...named, hosts: ['*.payments.example'] })).toMatchObject({ egress: [{ toFQDNs: [{ matchPattern: '**.payments.example' }] }, dns] }));

  test('also where a cache on the node answers', () => {
    expect(spec(named, { dns: { nodeLocalIP: '169.254.20.10', clusterIP: '10.96.0.10', port: 5353 } })).toMatchObject({ egress: [{}, { toPorts: learning('5353') }, { toEntities: ['host'], toPorts: learning('53') }] });
  });

  test('but to its blocks where they are given', () => {
    const composed = closedTo({ ...named, cidrs: ['203.0.113.0/24'] }, { cni: 'cilium' });
    expect(policy(composed, 'web-to-payments-https-egress')).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] });
    expect(composed.names('CiliumNetworkPolicy')).toEqual([]);
  });
});

test('a policy sees the port that the proxy calls, and without a mesh the port that the application calls', () => {
  const inMesh = meshShop();
  const ports = { http: { port: 80, targetPort: 443 } };
  const there = inMesh.net.external({ name: 'payments', namespace: inMesh.shop, hosts: ['api.payments.example'], cidrs: ['203.0.113.0/24'], ports });
  const meshed = inMesh.compose(externalService({ network: inMesh.net, external: there, callers: [inMesh.web], originate: { http: {} } }), defaultDeny({ network: inMesh.net, namespace: inMesh.shop, edges: [] }));
  expect(policy(meshed, 'web-to-payments-http-egress')).toMatchObject({ egress: [{ ports: tcp(443) }] });
  const plain = plainShop();
  const here = plain.net.external({ name: 'payments', namespace: plain.shop, hosts: ['api.payments.example'], cidrs: ['203.0.113.0/24'], ports });
  const bare = plain.compose(externalService({ network: plain.net, external: here, callers: [plain.web] }), defaultDeny({ network: plain.net, namespace: plain.shop, edges: [] }));
  expect(policy(bare, 'web-to-payments-http-egress')).toMatchObject({ egress: [{ ports: tcp(80) }] });
});

test('an edge that was given a name keeps it', () => {
  const { net, shop, web: caller, compose } = plainShop();
  const external = net.external({ name: 'payments', namespace: shop, ...named, cidrs: ['203.0.113.0/24'] });
  expect(compose(defaultDeny({ network: net, namespace: shop, edges: [caller.calls(external.port('https'), { name: 'pay' })] })).names('NetworkPolicy')).toContain('shop/pay-egress');
});

test('under lockdown of the callers an edge out of the cluster is no rule: nothing inside is called', () => {
  const { net, shop, web: caller, compose } = meshShop();
  const payments = net.external({ name: 'payments', namespace: shop, ...named });
  const composed = compose(externalService({ network: net, external: payments, callers: [caller] }), mutualTls({ network: net, namespace: shop, stage: 'lockdown' }));
  expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing']);
});

describe('a caller without a proxy', () => {
  const findings = (props: (shop: ReturnType<typeof meshShop>) => object): readonly string[] => {
    const given = meshShop();
    const agent = given.net.workload(workload('agent', { pod: { hostNetwork: true } }));
    const external = given.net.external({ name: 'payments', namespace: given.shop, hosts: ['api.payments.example'], ports: { http: { port: 80, targetPort: 443 } } });
    given.net.record(externalService({ network: given.net, external, callers: [agent], ...props(given) }), { path: 'shop/payments' });
    return messages(judged(plaintextCaller, given.net));
  };

  test('has nobody who begins TLS for it, or leads it to an egress gateway', () => {
    expect(findings(() => ({ originate: { http: {} } }))).toEqual(['edge agent to payments: the caller uses the host network, where no proxy is injected, so nobody begins TLS for it on port http']);
    expect(findings(({ net, edge }) => ({ through: net.egressGateway({ name: 'exit', namespace: edge, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' } }) }))).toEqual([
      'edge agent to payments: the caller uses the host network, where no proxy is injected, so nobody leads its call to egress gateway exit',
    ]);
  });

  test('calls all the same where the application does it all', () => expect(findings(() => ({}))).toEqual([]));
});

test('a client that goes past its proxy on the port of something outside loses what the proxy does for it', () => {
  const { net, shop, web: caller, databaseService, compose } = meshShop();
  const external = net.external({ name: 'ledger', namespace: shop, hosts: ['ledger.example'], ports: { http: { port: 5432, targetPort: 443 } } });
  const accept = [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }] as const;
  const composed = compose(
    externalService({ network: net, external, callers: [caller], originate: { http: {} } }),
    meshBypass({ network: net, clients: [caller.calls(databaseService.port('tcp-pg'))], level: 'both', accept }),
  );
  expect(composed.findings.filter(({ rule }) => rule === 'bypass/client-port-shared').map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'error: bypass of shop/db: web goes past its proxy on port 5432, and calls ledger on it too, which loses the TLS that it begins',
  ]);
});

test('a bypass is of a Service, never of something outside', () => {
  const { net, shop, web: caller } = meshShop();
  const payments = net.external({ name: 'payments', namespace: shop, ...named });
  expect(refusal(() => meshBypass({ network: net, clients: [caller.calls(payments.port('https'))], accept: [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }] } as never)).what).toBe('mesh-bypass: client web to something outside is no connection to a Service');
});
