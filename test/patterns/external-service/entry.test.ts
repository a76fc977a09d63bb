import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { externalService } from '../../../lib/patterns/external-service/external-service';
import type { ExternalOptions, ExternalPorts } from '../../../lib/network/external';
import { gatewayShop, istioShop, workload } from '../../support/shop';
import { meshShop } from '../../support/policies';

const named = { name: 'payments', hosts: ['api.payments.example'], ports: { https: { port: 443 } } };

/** The spec of the ServiceEntry of something outside. */
function entryOf(options: object): unknown {
  const { net, shop, compose } = istioShop();
  const external = net.external({ name: 'payments', namespace: shop, ...options } as ExternalOptions<string, ExternalPorts>);
  const accept = [{ rule: 'platform/external-service-tcp-by-name', reason: 'proxies answer DNS' }];
  return compose(externalService({ network: net, external, accept })).get('ServiceEntry', 'payments')['spec'];
}

describe.each([['istio', istioShop], ['gateway', gatewayShop]] as const)('with routing %s, something outside', (_, shopOf) => {
  const { net, shop, web, compose } = shopOf();
  const payments = net.external({ ...named, namespace: shop });
  const composed = compose(externalService<typeof net.platform, 'https'>({ network: net, external: payments, callers: [web] }));

  test('is a ServiceEntry, and nothing else', () => {
    expect(composed.manifests.filter(({ metadata }) => metadata.annotations?.['sealane.dev/patterns'] === 'external-service')).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: { name: 'payments', namespace: 'shop', labels: { 'app.kubernetes.io/managed-by': 'sealane', 'app.kubernetes.io/name': 'payments' }, annotations: { 'sealane.dev/patterns': 'external-service' } },
        spec: { hosts: ['api.payments.example'], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }], exportTo: ['.'] },
      },
    ]);
  });

  test('has no findings', () => expect(composed.findings).toEqual([]));
});

describe('who finds the address', () => {
  test('DNS, for names; each port says what it carries', () => {
    expect(entryOf({ hosts: ['a.example', 'b.example'], ports: { http: { port: 80 }, 'grpc-api': { port: 50051 }, stats: { port: 8125, protocol: 'http2' } } })).toMatchObject({
      resolution: 'DNS',
      hosts: ['a.example', 'b.example'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, { number: 50051, name: 'grpc-api', protocol: 'GRPC' }, { number: 8125, name: 'stats', protocol: 'HTTP2' }],
    });
  });

  test('the entry, for single addresses', () => {
    expect(entryOf({ hosts: ['api.payments.example'], addresses: ['203.0.113.10', '203.0.113.11/32'], ports: { https: { port: 443 } } })).toEqual({
      hosts: ['api.payments.example'],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
      endpoints: [{ address: '203.0.113.10' }, { address: '203.0.113.11' }],
      exportTo: ['.'],
    });
  });

  test('the caller, for wildcards and for blocks of addresses', () => {
    expect(entryOf({ hosts: ['*.payments.example'], ports: { https: { port: 443 } } })).toMatchObject({ hosts: ['*.payments.example'], resolution: 'NONE' });
    const block = entryOf({ addresses: ['203.0.113.0/28'], ports: { 'tcp-pg': { port: 5432 } } });
    expect(block).toMatchObject({ hosts: ['payments.shop.external'], addresses: ['203.0.113.0/28'], resolution: 'NONE' });
    expect(block).not.toHaveProperty('endpoints');
  });
});

test('connections without a name in them are told apart by address', () => {
  expect(entryOf({ hosts: ['db.example'], addresses: ['203.0.113.7'], ports: { 'tcp-pg': { port: 5432 } } })).toMatchObject({ addresses: ['203.0.113.7'], endpoints: [{ address: '203.0.113.7' }], ports: [{ protocol: 'TCP' }] });
  expect(entryOf({ hosts: ['db.example'], ports: { mysql: { port: 3306 } } })).not.toHaveProperty('addresses');
});

test('an address that is only known at deploy is carried to its place', () => {
  const address = { apply: () => undefined };
  expect(entryOf({ hosts: ['api.payments.example'], addresses: [address], ports: { https: { port: 443 } } })).toMatchObject({ resolution: 'STATIC', endpoints: [{ address }] });
});

test('it is seen where it is called from, and nowhere else', () => {
  const { net, shop, web, compose } = istioShop();
  const bank = net.namespace('bank', { create: true });
  const teller = net.workload(workload('teller', { namespace: 'bank' }));
  const payments = net.external({ ...named, namespace: shop });
  const composed = compose(externalService({ network: net, external: payments, callers: [web] }), defaultDeny({ network: net, namespace: bank, edges: [teller.calls(payments.port('https'))] }));
  expect(composed.get('ServiceEntry', 'payments')['spec']).toMatchObject({ exportTo: ['.', 'bank'] });
});

describe('TLS that the proxy begins', () => {
  const ports = { http: { port: 80, targetPort: 443 } } as const;
  const rule = (originate: object, hosts: readonly string[] = ['api.payments.example']): ReturnType<ReturnType<typeof istioShop>['compose']> => {
    const { net, shop, compose } = istioShop();
    const external = net.external({ name: 'payments', namespace: shop, hosts, ports });
    return compose(externalService({ network: net, external, originate: { http: originate } }));
  };
  const tlsOf = (originate: object): unknown => (rule(originate).get('DestinationRule', 'payments')['spec'] as { trafficPolicy: { portLevelSettings: readonly { tls: unknown }[] } }).trafficPolicy.portLevelSettings[0]?.tls;

  test('goes to the TLS port of the destination, from the port that callers use', () => {
    const composed = rule({});
    expect(composed.get('ServiceEntry', 'payments')['spec']).toMatchObject({ ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }] });
    expect(composed.get('DestinationRule', 'payments')['spec']).toEqual({
      host: 'api.payments.example',
      exportTo: ['.'],
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', sni: 'api.payments.example', subjectAltNames: ['api.payments.example'], caCertificates: 'system' } }] },
    });
  });

  test('asks for the name of each host, in a rule of each host', () => {
    const composed = rule({}, ['a.payments.example', 'b.payments.example']);
    expect(composed.names('DestinationRule')).toEqual(['shop/payments-a-payments-example', 'shop/payments-b-payments-example']);
    expect(composed.get('DestinationRule', 'payments-b-payments-example')['spec']).toMatchObject({ host: 'b.payments.example', trafficPolicy: { portLevelSettings: [{ tls: { sni: 'b.payments.example', subjectAltNames: ['b.payments.example'] } }] } });
  });

  test('compares other names where they are given', () => expect(tlsOf({ subjectAltNames: ['payments.example'] })).toMatchObject({ sni: 'api.payments.example', subjectAltNames: ['payments.example'] }));

  test('trusts the authorities of a file', () => expect(tlsOf({ caCertificates: '/etc/payments/ca.crt' })).toMatchObject({ mode: 'SIMPLE', caCertificates: '/etc/payments/ca.crt' }));

  test('shows a certificate where the server wants one', () => {
    expect(tlsOf({ client: { certificate: '/etc/payments/tls.crt', privateKey: '/etc/payments/tls.key' } })).toMatchObject({ mode: 'MUTUAL', clientCertificate: '/etc/payments/tls.crt', privateKey: '/etc/payments/tls.key' });
  });
});

describe('where proxies refuse what is not registered', () => {
  const edge = (register: boolean, outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY'): readonly string[] => {
    const { net, shop, web, compose } = meshShop({ outboundTrafficPolicy });
    const payments = net.external({ ...named, namespace: shop, cidrs: ['203.0.113.0/24'] });
    const deny = defaultDeny({ network: net, namespace: shop, edges: [web.calls(payments.port('https'))] });
    return compose(deny, ...(register ? [externalService({ network: net, external: payments })] : [])).findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
  };

  test('an edge that nothing registers is an error', () => {
    expect(edge(false, 'REGISTRY_ONLY')).toEqual([
      'error edge/external-unregistered: edge web to payments: api.payments.example is registered by no pattern, and with outboundTrafficPolicy REGISTRY_ONLY proxies close the connection',
    ]);
  });

  test('one that is registered is none, and where proxies let everything through neither is', () => {
    expect(edge(true, 'REGISTRY_ONLY')).toEqual([]);
    expect(edge(false, 'ALLOW_ANY')).toEqual([]);
  });
});
