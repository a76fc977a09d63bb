import type { Manifest } from '../../../lib/model/object';
import type { Namespace } from '../../../lib/network/namespace';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { externalService } from '../../../lib/patterns/external-service/external-service';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { ExternalServiceProps } from '../../../lib/patterns/external-service/props';
import type { IstioSidecar, Platform } from '../../../lib/platform/platform';
import { meshShop, podsOf, policy, tcp } from '../../support/policies';
import { gatewayShop, workload, type Composed, type Shop } from '../../support/shop';

const exitHost = 'exit.egress.svc.cluster.local';

/** Calls of web to payments, by an egress gateway of another namespace. */
function scene(options: Options = {}) {
  return exiting(meshShop(), options);
}

interface Options {
  readonly ports?: Readonly<Record<string, { readonly port: number; readonly targetPort?: number }>>;
  readonly hosts?: readonly string[];
}

function exiting<P extends IstioSidecar>(given: Shop<P>, { ports = { https: { port: 443 } }, hosts = ['api.payments.example'] }: Options = {}) {
  const egress: Namespace = given.net.namespace('egress', { create: true });
  const exit = given.net.egressGateway({ name: 'exit', namespace: egress, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit-sa' }, connections: { port: 443, podPort: 8443 } });
  const payments = given.net.external({ name: 'payments', namespace: given.shop, hosts, ports, cidrs: ['203.0.113.0/24'] });
  return { ...given, egress, exit, payments };
}

const specOf = (composed: Composed, kind: string, name: string, namespace?: string): unknown => composed.get(kind, name, namespace)['spec'];

describe('TLS of the application, through an egress gateway', () => {
  const { net, web, exit, payments, compose } = scene();
  const composed = compose(externalService({ network: net, external: payments, callers: [web], through: exit }));

  test('is known to the callers and to the gateway', () => expect(specOf(composed, 'ServiceEntry', 'payments')).toMatchObject({ exportTo: ['.', 'egress'], resolution: 'DNS' }));

  test('leads from the callers to the gateway, by the name in it', () => {
    expect(specOf(composed, 'VirtualService', 'payments-to-exit')).toEqual({
      hosts: ['api.payments.example'],
      exportTo: ['.'],
      tls: [{ match: [{ port: 443, sniHosts: ['api.payments.example'] }], route: [{ destination: { host: exitHost, subset: 'payments', port: { number: 443 } } }] }],
    });
  });

  test('in mutual TLS that carries the name of the host, by a rule of the callers', () => {
    expect(composed.get('DestinationRule', 'exit')).toMatchObject({ metadata: { namespace: 'shop' }, spec: { host: exitHost, exportTo: ['.'], subsets: [{ name: 'payments', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'api.payments.example' } } }] } });
  });

  test('arrives at the gateway, which takes routes of its namespace alone', () => {
    expect(composed.get('Gateway', 'shop-payments')).toMatchObject({
      metadata: { namespace: 'egress' },
      spec: { selector: { istio: 'exit' }, servers: [{ port: { number: 443, name: 'connections', protocol: 'TLS' }, hosts: ['shop/api.payments.example'], tls: { mode: 'ISTIO_MUTUAL' } }] },
    });
  });

  test('and goes on to the host', () => {
    expect(specOf(composed, 'VirtualService', 'payments-from-exit')).toEqual({
      hosts: ['api.payments.example'],
      gateways: ['egress/shop-payments'],
      exportTo: ['egress'],
      tcp: [{ match: [{ port: 443 }], route: [{ destination: { host: 'api.payments.example', port: { number: 443 } } }] }],
    });
  });

  test('is a warning where the pods may go around it', () => {
    expect(composed.findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)).toEqual([
      'warning bypass/egress-gateway-optional: calls to payments lead through egress gateway exit, and namespace shop is open: its pods can go around it',
    ]);
  });
});

describe('requests whose TLS the gateway begins', () => {
  const { net, web, exit, payments, compose } = scene({ ports: { http: { port: 80, targetPort: 443 } } });
  const composed = compose(externalService({ network: net, external: payments, callers: [web], through: exit, originate: { http: { secret: 'payments-client', mutual: true } } }));

  test('arrive in mutual TLS of the mesh', () => {
    expect(specOf(composed, 'Gateway', 'shop-payments')).toMatchObject({ servers: [{ port: { number: 80, name: 'requests', protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' } }] });
    expect(specOf(composed, 'VirtualService', 'payments-to-exit')).toMatchObject({ http: [{ name: 'http', match: [{ port: 80 }], route: [{ destination: { host: exitHost, subset: 'payments', port: { number: 80 } } }] }] });
    expect(specOf(composed, 'VirtualService', 'payments-from-exit')).toMatchObject({ http: [{ name: 'http', route: [{ destination: { host: 'api.payments.example', port: { number: 80 } } }] }] });
  });

  test('leave with the certificate of a Secret beside the gateway, whose proxies see the rule', () => {
    expect(specOf(composed, 'DestinationRule', 'payments')).toMatchObject({
      exportTo: ['.', 'egress'],
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'MUTUAL', credentialName: 'payments-client', sni: 'api.payments.example', subjectAltNames: ['api.payments.example'] } }] },
    });
  });
});

test('each host has a name of its own in mutual TLS, and routes of its own', () => {
  const { net, exit, payments, compose } = scene({ hosts: ['a.payments.example', 'b.payments.example'] });
  const composed = compose(externalService({ network: net, external: payments, through: exit }));
  expect(composed.names('VirtualService')).toEqual(['shop/payments-a-payments-example-from-exit', 'shop/payments-a-payments-example-to-exit', 'shop/payments-b-payments-example-from-exit', 'shop/payments-b-payments-example-to-exit']);
  expect(specOf(composed, 'DestinationRule', 'exit')).toMatchObject({ subsets: [{ name: 'payments-a-payments-example', trafficPolicy: { tls: { sni: 'a.payments.example' } } }, { name: 'payments-b-payments-example', trafficPolicy: { tls: { sni: 'b.payments.example' } } }] });
});

test('routes of the Gateway API have no parent outside the cluster, so both routings write the same objects', () => {
  const ports = { http: { port: 80, targetPort: 443 }, https: { port: 443 } };
  const exits = <P extends IstioSidecar>(given: Shop<P>): readonly Manifest[] => {
    const { net, web, exit, payments, compose } = exiting(given, { ports });
    const props = { network: net, external: payments, callers: [web], through: exit, originate: { http: {} } };
    const { manifests } = compose(externalService(props as unknown as ExternalServiceProps<Platform>));
    return manifests.filter(({ metadata }) => /payments|exit/.test(metadata.name));
  };
  expect(exits(gatewayShop())).toEqual(exits(meshShop()));
  expect(exits(gatewayShop()).map(({ kind }) => kind)).toEqual(['ServiceEntry', 'Gateway', 'DestinationRule', 'DestinationRule', 'VirtualService', 'VirtualService']);
});

test('callers of another namespace have a rule for the gateway there, and see the route', () => {
  const { net, exit, payments, web, compose } = scene();
  net.namespace('bank', { create: true });
  const teller = net.workload(workload('teller', { namespace: 'bank' }));
  const composed = compose(externalService({ network: net, external: payments, callers: [web, teller], through: exit }));
  expect(composed.names('DestinationRule')).toEqual(['bank/exit', 'shop/exit']);
  expect(specOf(composed, 'VirtualService', 'payments-to-exit')).toMatchObject({ exportTo: ['.', 'bank'] });
});

describe('in closed namespaces', () => {
  const { net, shop, egress, exit, payments, web, compose } = scene();
  const composed = compose(externalService({ network: net, external: payments, callers: [web], through: exit }), defaultDeny({ network: net, namespace: shop, edges: [] }), defaultDeny({ network: net, namespace: egress, edges: [] }));

  test('callers reach the pods of the gateway, and not the outside', () => {
    expect(policy(composed, 'web-to-payments-https-egress')).toEqual({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ to: [podsOf('egress', { istio: 'exit' })], ports: tcp(8443) }] });
    expect(JSON.stringify(composed.manifests.filter(({ metadata }) => metadata.namespace === 'shop'))).not.toContain('203.0.113.0');
  });

  test('the gateway takes them, and reaches the outside', () => {
    expect(policy(composed, 'shop-web-to-payments-https-ingress', 'egress')).toEqual({ podSelector: { matchLabels: { istio: 'exit' } }, policyTypes: ['Ingress'], ingress: [{ from: [podsOf('shop', { app: 'web' })], ports: tcp(8443) }] });
    expect(policy(composed, 'exit-to-shop-payments-https-egress', 'egress')).toEqual({ podSelector: { matchLabels: { istio: 'exit' } }, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: tcp(443) }] });
  });

  test('nothing is left to find', () => expect(composed.findings).toEqual([]));
});

describe('under lockdown', () => {
  const allowOf = (composed: Composed): Manifest => composed.get('AuthorizationPolicy', 'shop-web-to-payments-https', 'egress');

  test('the gateway admits each caller by identity, for the host', () => {
    const { net, egress, exit, payments, web, compose } = scene();
    const composed = compose(externalService({ network: net, external: payments, callers: [web], through: exit }), mutualTls({ network: net, namespace: egress, stage: 'lockdown' }));
    expect(allowOf(composed)['spec']).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { istio: 'exit' } },
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8443'] } }], when: [{ key: 'connection.sni', values: ['api.payments.example'] }] }],
    });
  });

  test('a caller without an identity is an error there, and nobody is asked for one elsewhere', () => {
    const lonely = (locked: 'egress' | 'shop'): readonly string[] => {
      const { net, shop, egress, exit, payments, compose } = scene();
      const batch = net.workload({ existing: true, name: 'batch', namespace: shop, labels: { app: 'batch' } });
      const composed = compose(externalService({ network: net, external: payments, callers: [batch], through: exit }), mutualTls({ network: net, namespace: locked === 'egress' ? egress : shop, stage: 'lockdown' }));
      return composed.findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`);
    };
    expect(lonely('egress')).toEqual(['authz/caller-without-identity: edge batch to payments through egress gateway exit: the caller has no service account of its own, so under lockdown nothing can admit it']);
    expect(lonely('shop')).toEqual([]);
  });
});
