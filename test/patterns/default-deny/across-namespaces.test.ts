import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import type { Gateway } from '../../../lib/network/gateway';
import type { Namespace } from '../../../lib/network/namespace';
import type { Service } from '../../../lib/network/service';
import type { Workload } from '../../../lib/network/workload';
import type { PlainKubernetes } from '../../../lib/platform/platform';
import { closed, egress, ingress, plainShop, podsOf, policy, policyNames, tcp } from '../../support/policies';
import { workload, type Shop } from '../../support/shop';

/** A shop and a bank: web of namespace shop calls ledger of namespace bank. */
function shopAndBank(): Shop<PlainKubernetes> & { readonly bank: Namespace; readonly ledger: Workload; readonly ledgerService: Service<never, 'http'> } {
  const shop = plainShop();
  const bank = shop.net.namespace('bank', { create: true });
  const ledger = shop.net.workload(workload('ledger', { namespace: 'bank' }));
  return { ...shop, bank, ledger, ledgerService: shop.net.service({ name: 'ledger', namespace: bank, workload: ledger, ports: { http: { port: 80, targetPort: 8080 } } }) };
}

const web = podsOf('shop', { app: 'web' });
const ledger = podsOf('bank', { app: 'ledger' });

test('with both namespaces closed, each gets its half, named so that the two sides can be told apart', () => {
  const { net, shop, bank, web: caller, ledgerService, compose } = shopAndBank();
  const edges = [caller.calls(ledgerService.port('http'))];
  const composed = compose(defaultDeny({ network: net, namespace: shop, edges }), defaultDeny({ network: net, namespace: bank, edges: [] }));
  expect(policy(composed, 'web-to-bank-ledger-http-egress', 'shop')).toEqual(egress({ app: 'web' }, { to: [ledger], ports: tcp(8080) }));
  expect(policy(composed, 'shop-web-to-ledger-http-ingress', 'bank')).toEqual(ingress({ app: 'ledger' }, { from: [web], ports: tcp(8080) }));
});

test('it does not matter to which of the two patterns the edge is given', () => {
  const written = [true, false].map(atCaller => {
    const { net, shop, bank, web: caller, ledgerService, compose } = shopAndBank();
    const edges = [caller.calls(ledgerService.port('http'))];
    return compose(defaultDeny({ network: net, namespace: shop, edges: atCaller ? edges : [] }), defaultDeny({ network: net, namespace: bank, edges: atCaller ? [] : edges })).names('NetworkPolicy');
  });
  expect(written[0]).toEqual(written[1]);
});

test('an open namespace gets no half: an allow there would close it for everything else', () => {
  const given = shopAndBank();
  const composed = closed(given, { edges: [given.web.calls(given.ledgerService.port('http'))] });
  expect(policyNames(composed, 'shop')).toContain('web-to-bank-ledger-http-egress');
  expect(policyNames(composed, 'bank')).toEqual([]);
});

test('with only the callee closed, only its half is written', () => {
  const { net, bank, web: caller, ledgerService, compose } = shopAndBank();
  const composed = compose(defaultDeny({ network: net, namespace: bank, edges: [caller.calls(ledgerService.port('http'))] }));
  expect(policyNames(composed, 'shop')).toEqual([]);
  expect(policy(composed, 'shop-web-to-ledger-http-ingress', 'bank')).toEqual(ingress({ app: 'ledger' }, { from: [web], ports: tcp(8080) }));
});

test('callers of one name in two namespaces are two policies at the callee', () => {
  const { net, bank, shop, web: caller, ledger: callee, ledgerService, compose } = shopAndBank();
  const twin = net.workload(workload('web', { namespace: 'bank' }));
  const composed = compose(defaultDeny({ network: net, namespace: bank, edges: [caller, twin].map(from => from.calls(ledgerService.port('http'))) }), defaultDeny({ network: net, namespace: shop, edges: [] }));
  expect(policyNames(composed, 'bank').filter(name => name.endsWith('-ingress'))).toEqual(['shop-web-to-ledger-http-ingress', 'web-to-ledger-http-ingress']);
  expect(callee.namespace.name).toBe('bank');
});

test('closing the namespace of a gateway writes its half of the edge as well', () => {
  const { net, edge, shop, gateway, webService, compose }: Shop<PlainKubernetes> & { readonly gateway: Gateway } = plainShop();
  const edges = [gateway.calls(webService.port('http'))];
  const composed = compose(defaultDeny({ network: net, namespace: shop, edges }), defaultDeny({ network: net, namespace: edge, edges: [] }));
  expect(policy(composed, 'public-to-shop-web-http-egress', 'edge')).toEqual(egress({ istio: 'ingressgateway' }, { to: [podsOf('shop', { app: 'web' })], ports: tcp(8080) }));
});

describe('an end declared elsewhere', () => {
  const elsewhere = { existing: true, name: 'payments', labels: { app: 'payments' }, ports: [{ name: 'http', port: 8080 }] } as const;

  test('as callee: this network writes the half of the caller, and a finding prints the other', () => {
    const shop = plainShop();
    const namespace = shop.net.namespace('payments');
    const service = shop.net.service({ name: 'payments', namespace, existing: true, workload: shop.net.workload({ ...elsewhere, namespace }), ports: { http: { port: 80, targetPort: 8080 } } });
    const composed = closed(shop, { edges: [shop.web.calls(service.port('http'))] });
    expect(policyNames(composed, 'shop')).toContain('web-to-payments-payments-http-egress');
    expect(policyNames(composed, 'payments')).toEqual([]);
    const [half] = composed.findings;
    expect(half).toMatchObject({ rule: 'edge/half-elsewhere', severity: 'warning', constructs: ['shop/default-deny-0'] });
    expect(half?.help).toBe('if namespace payments is closed, permit there: ingress on TCP 8080 to pods app=payments from pods app=web of namespace shop');
  });

  test('as caller: this network writes the half of the callee, and a finding prints the other', () => {
    const shop = plainShop();
    const caller = shop.net.workload({ ...elsewhere, namespace: shop.net.namespace('payments') });
    const composed = closed(shop, { edges: [caller.calls(shop.webService.port('http'))] });
    expect(policyNames(composed, 'shop')).toContain('payments-payments-to-web-http-ingress');
    expect(composed.findings.map(({ help }) => help)).toEqual(['if namespace payments is closed, permit there: egress on TCP 8080 from pods app=payments to pods app=web of namespace shop']);
  });

  test('in a namespace that this network closes has both halves here, and nothing to say', () => {
    const shop = plainShop();
    const caller = shop.net.workload({ ...elsewhere, namespace: shop.shop });
    const composed = closed(shop, { edges: [caller.calls(shop.webService.port('http'))] });
    expect(policyNames(composed)).toEqual(['allow-dns', 'default-deny', 'payments-to-web-http-egress', 'payments-to-web-http-ingress']);
    expect(composed.findings).toEqual([]);
  });
});
