import { exposure } from '../../../lib/patterns/exposure/exposure';
import type { Platform } from '../../../lib/platform/platform';
import { refusal } from '../../support/misuse';
import { plainShop } from '../../support/policies';
import { ingress, istioShop, type Shop } from '../../support/shop';

const istio = istioShop();
const plain = plainShop({ ingress });
const ports = istio.net.service({ name: 'ports', namespace: istio.shop, workload: istio.web, ports: { 'tcp-pg': { port: 5432 }, https: { port: 443 }, dns: { port: 53, protocol: 'UDP' } } });
const haproxy = { name: 'haproxy', controller: 'haproxy.org/ingress-controller/haproxy' };

/** Calls as JavaScript makes them: what types refuse is refused in words as well. */
function said(given: Shop<Platform>, props: object): string {
  const { what, fix } = refusal(() => exposure({ network: given.net, ...props } as unknown as Parameters<typeof exposure>[0]));
  return `${what}; ${fix}`;
}

const web = istio.webService.port('http');
const rule = (more: object): object => ({ gateway: istio.gateway, rules: [{ hosts: ['www.shop.example'], to: web, ...more }] });

describe('an exposure through a gateway is refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['without a gateway', { rules: [{ hosts: ['www.shop.example'], to: web }] }, 'exposure: no gateway given; pass a handle, from net.gateway(…)'],
    ['without rules', { gateway: istio.gateway, rules: [] }, "exposure: no rules given; give at least one, such as { hosts: ['shop.example'], to: web.port('http') }"],
    ['with both ways in', { gateway: plain.gateway, ingressClass: haproxy, rules: [] }, 'exposure.ingress: an ingress controller ignores the weights of the mesh and has no identity in it; use a gateway'],
    ['with a certificate of its own', { gateway: istio.gateway, tls: { secret: 'a' }, rules: [{}] }, 'exposure: tls beside gateway public, whose listeners have the certificates; set secret on the listener, and leave tls out'],
    ['for a rule that leads nowhere', rule({ to: undefined }), "exposure: a rule leads to nothing; pass a port of a Service, such as web.port('http')"],
    ['for a rule that leads to a name', rule({ to: 'web' }), `exposure: a rule leads to "web"; pass a port of a Service, such as web.port('http')`],
    ['for a rule without hosts', rule({ hosts: [] }), 'exposure of shop/web: gateway public without hosts; name the hosts that outsiders use'],
    ['for a catch-all host', rule({ hosts: ['*'] }), 'exposure of shop/web: host "*" is "*": name the hosts, a catch-all takes every request that nothing else takes; use a host such as "reviews.shop.example"'],
    ['for a host that no listener serves', rule({ hosts: ['www.test'] }), 'gateway public has no listener for host "www.test"; use a host or listener of https (*.shop.example)'],
    ['for a listener that only redirects', rule({ listener: 'http' }), 'gateway public has no listener "http" that routes requests; use a host or listener of https (*.shop.example)'],
    ['for a path of no form', rule({ path: { regex: '/a' } }), `exposure of shop/web: path is {"regex":"/a"}; use { prefix: '/cart' } or { exact: '/cart' }`],
    ['for a path of two forms', rule({ path: { exact: '/a', prefix: '/a' } }), `exposure of shop/web: path is {"exact":"/a","prefix":"/a"}; use { prefix: '/cart' } or { exact: '/cart' }`],
    ['for a path without its slash', rule({ path: { prefix: 'cart' } }), 'exposure of shop/web: path "cart" does not begin with "/"; use "/cart"'],
    ['for a path that is normalised away', rule({ path: { prefix: '/a/../b' } }), `exposure of shop/web: path "/a/../b" is not one that requests have after normalisation; use at most 1024 letters, digits and "-._~!$&'()*+,;=:@/", without "//", "/./", "/../" and "%2f"`],
    ['for a path with a query', rule({ path: { exact: '/a?b' } }), `exposure of shop/web: path "/a?b" is not one that requests have after normalisation; use at most 1024 letters, digits and "-._~!$&'()*+,;=:@/", without "//", "/./", "/../" and "%2f"`],
    ['for a timeout of nothing', rule({ timeout: '0s' }), 'exposure of shop/web: timeout is 0s; leave it out to switch it off: 0 is refused'],
    ['for a timeout that is none', rule({ timeout: 'soon' }), 'exposure of shop/web: timeout "soon" is not a duration; write it as "2s", "500ms" or "1m30s"'],
    ['for a port of connections', rule({ to: ports.port('tcp-pg') }), 'exposure of shop/ports: port "tcp-pg" carries tcp, and hosts and paths are those of requests; expose a port of requests, or correct its name or appProtocol'],
    ['for a port of datagrams', rule({ to: ports.port('dns') }), 'exposure of shop/ports: port "dns" carries UDP, and hosts and paths are those of requests; expose a port of requests, or correct its name or appProtocol'],
    ['for a port that expects TLS', rule({ to: ports.port('https') }), 'exposure of shop/ports: port "https" expects TLS from its clients, and the way in ends it; expose a port that speaks http'],
  ])('%s', (_, props, message) => expect(said(istio, props)).toBe(message));
});

describe('an exposure through an ingress controller is refused', () => {
  const given = { ingressClass: haproxy, tls: 'plaintext', rules: [{ hosts: ['www.shop.example'], to: plain.webService.port('http') }] };
  const with1 = (more: object): object => ({ ...given, rules: [{ ...given.rules[0], ...more }] });
  test.each([
    ['for a class without a name', { ...given, ingressClass: { ...haproxy, name: '' } }, 'exposure: ingress class "" is empty; use the name of an IngressClass, from "kubectl get ingressclass"'],
    ['for a class without a controller', { ...given, ingressClass: { name: 'haproxy' } }, 'exposure: ingress class haproxy without controller; give spec.controller of the IngressClass, from "kubectl get ingressclass"'],
    ["for the community's retired controller, whatever its class is called", { ...given, ingressClass: { name: 'internal', controller: 'k8s.io/ingress-nginx' } }, 'exposure: ingress class internal is served by k8s.io/ingress-nginx, which was archived in March 2026 and gets no security fixes; use a gateway, or another controller'],
    ['beside a gateway', { ...given, gateway: plain.gateway }, 'exposure: gateway public and ingress class haproxy at once; use a pattern for each'],
    ['without a word on TLS', { ...given, tls: undefined }, "exposure: ingress class haproxy without tls; set tls: { secret: '…' }, or tls: 'plaintext' if the hosts are meant to be readable on the way"],
    ['for a host that is none', with1({ hosts: ['Shop'] }), 'exposure of shop/web: host "Shop" must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit; use a host such as "shop.example"'],
    ['for a timeout', with1({ timeout: '5s' }), 'exposure of shop/web: an Ingress cannot say timeout; use a gateway, or leave it out'],
    ['for a listener', with1({ listener: 'https' }), 'exposure of shop/web: an Ingress cannot say listener; use a gateway, or leave it out'],
    ['for an override', with1({ allowOverride: true }), 'exposure of shop/web: an Ingress cannot say allowOverride; use a gateway, or leave it out'],
  ])('%s', (_, props, message) => expect(said(plain, props)).toBe(message));

  test('when nobody says which pods are it', () => {
    expect(said({ ...plain, net: plainShop().net }, given)).toBe('exposure: nobody says which pods serve ingress class haproxy; set ingress on the platform');
  });

  test('but not for the name that the retired controller shares with another', () => {
    expect(() => exposure({ network: plain.net, ingressClass: { name: 'nginx', controller: 'nginx.org/ingress-controller' }, tls: 'plaintext', rules: [{ hosts: ['www.shop.example'], to: plain.webService.port('http') }] })).not.toThrow();
  });
});
