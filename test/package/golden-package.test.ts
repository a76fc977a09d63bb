import { goldenApp, type GoldenApp } from './golden-app';
import type { Run } from './stock-app';

// A platform team's package on top of sealane, installed beside it by an application that writes no pattern itself.

let app: GoldenApp;
beforeAll(() => {
  app = goldenApp();
}, 120_000);
afterAll(() => app.remove());

const failure = ({ status, stdout, stderr }: Run): string => (status === 0 ? '' : `exit ${status}\n${stdout}${stderr}`);

test.each(['typescript-5.9', 'typescript'])('the application compiles with %s', release => {
  expect(failure(app.compile(release))).toBe('');
}, 60_000);

test('cdk8s synth writes closed namespaces with identities, and the one way between them', () => {
  expect(failure(app.synth())).toBe('');
  const text = app.manifests();
  for (const line of ['mode: STRICT', 'name: default-deny', 'acme.example/owner: storefront', 'name: web-web-to-cart-http-ingress', 'name: web-to-cart-cart-http-egress']) expect(text).toContain(line);
}, 60_000);

test("the team's own rules fail the synth, and are explained by the team", () => {
  const { status, stderr } = app.run('main.js', 'registry.example/shop:latest');
  expect(status).not.toBe(0);
  expect(stderr).toContain('acme/image-pinned: image "registry.example/shop:latest" has no fixed tag (help: name a release or a digest)');
});

test('the same services as a Pulumi program, with the pack of the team', () => {
  const run = app.run('program.js');
  expect(failure(run)).toBe('');
  for (const line of ['kubernetes:core/v1:Namespace shop/cart', 'kubernetes:security.istio.io/v1:PeerAuthentication shop/web/default', 'kubernetes:networking.k8s.io/v1:NetworkPolicy shop/cart/web-web-to-cart-http-ingress', 'policies acme-owner-named=mandatory acme-image-pinned=mandatory']) expect(run.stdout).toContain(line);
  const refused = app.run('program.js', 'registry.example/shop:latest');
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('warning acme/image-pinned: image "registry.example/shop:latest" has no fixed tag');
}, 60_000);
