import { proxyUser } from '../../../lib/rules/bypass/proxy-user';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const running = (ofPod: number | undefined, ofContainer: number | undefined, name = 'main'): JsonObject => deployment('web', { spec: {
  ...(ofPod === undefined ? {} : { securityContext: { runAsUser: ofPod } }), containers: [{ name, ...(ofContainer === undefined ? {} : { securityContext: { runAsUser: ofContainer } }) }],
} });

test('a container, or the whole pod, as the user of the proxy', () => {
  expect(ruled(proxyUser, [shop, running(undefined, 1337)]).findings).toMatchObject([{ severity: 'error', path: ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'runAsUser'], message: 'container main of Deployment shop/web runs as user 1337, which is the proxy\'s: what it sends is not captured, and goes out without mutual TLS' }]);
  expect(ruled(proxyUser, [shop, running(1337, undefined)]).findings).toMatchObject([{ path: ['spec', 'template', 'spec', 'securityContext', 'runAsUser'] }]);
});

test('where nobody says whether there is a sidecar, it is a warning', () => {
  expect(said(proxyUser, [running(1337, undefined)])[0]).toMatch(/^warning/);
});

test('another user, the proxy itself, and pods outside of the mesh are well', () => {
  expect(said(proxyUser, [shop, running(1337, 1000)])).toEqual([]);
  expect(said(proxyUser, [shop, running(undefined, 1337, 'istio-proxy')])).toEqual([]);
  expect(said(proxyUser, [manifest('v1', 'Namespace', 'shop'), running(1337, undefined)])).toEqual([]);
});
