import { servicePortListed } from '../../../lib/rules/bypass/service-port-listed';
import { deployment, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (port: string, labels: object = {}): ReturnType<typeof deployment> => deployment('web', { labels, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': port } });
const web = service('web');

judges(servicePortListed, [
  ['the Service\'s port', [shop, web, pods('80')], ['error spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]']],
  ['the pods\' port', [shop, web, pods('8080')], []],
  ['a port that no Service has', [shop, web, pods('9090')], []],
  ['a Service whose port is the same', [shop, service('web', { ports: [{ port: 80 }] }), pods('80')], []],
  ['pods without a proxy', [shop, web, pods('80', { 'sidecar.istio.io/inject': 'false' })], []],
]);

test('the port to list is said', () => {
  expect(onlyFinding(servicePortListed, [shop, web, pods('80')])).toMatchObject({ message: 'port 80 is a port of Service web; pods of Deployment shop/web listen on 8080, which is captured as before', help: 'list 8080 instead of 80: the list names ports of the pods' });
});
