import { tlsLabel } from '../../../lib/rules/host/tls-label';
import { deployment, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const labels = { 'security.istio.io/tlsMode': 'istio' };
const agent = deployment('agent', { labels, spec: { hostNetwork: true } });
const at = 'error spec.template.metadata.labels["security.istio.io/tlsMode"]';

judges(tlsLabel, [
  ['on the host network', [shop, agent], [at]],
  ['on pods that opt out', [shop, deployment('web', { labels: { ...labels, 'sidecar.istio.io/inject': 'false' } })], [at]],
  ['on pods with a proxy', [shop, deployment('web', { labels })], []],
  ['another value', [shop, deployment('agent', { labels: { 'security.istio.io/tlsMode': 'disabled' }, spec: { hostNetwork: true } })], []],
  ['where nobody says who has a proxy', [deployment('web', { labels })], []],
]);

test('why there is no proxy is said', () => {
  expect(onlyFinding(tlsLabel, [shop, agent, service('agent')])).toMatchObject({
    message: 'pods of Deployment shop/agent say security.istio.io/tlsMode=istio and have no proxy (its pods are on the host network): clients of the mesh send mutual TLS to the application', near: [{ object: { kind: 'Service', name: 'agent' } }],
  });
});
