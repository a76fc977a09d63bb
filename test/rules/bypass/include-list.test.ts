import { includeList } from '../../../lib/rules/bypass/include-list';
import { deployment, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (include: string | undefined, exclude: string | undefined, labels: object = {}): ReturnType<typeof deployment> => deployment('db', {
  labels, annotations: { ...(include === undefined ? {} : { 'traffic.sidecar.istio.io/includeInboundPorts': include }), ...(exclude === undefined ? {} : { 'traffic.sidecar.istio.io/excludeInboundPorts': exclude }) },
});
const at = 'spec.template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]';

judges(includeList, [
  ['a port in both', [shop, pods('8080,5432', '5432')], [`error ${at}`]],
  ['different ports: the second list is idle', [shop, pods('8080', '5432')], [`warning ${at}`]],
  ['nothing captured', [shop, pods('', '5432')], [`warning ${at}`]],
  ['all captured but some', [shop, pods('*', '5432')], []],
  ['one list', [shop, pods('8080', undefined)], []],
  ['the other list', [shop, pods(undefined, '5432')], []],
  ['pods without a proxy', [shop, pods('5432', '5432', { 'sidecar.istio.io/inject': 'false' })], []],
]);

test('the port is said', () => {
  expect(onlyFinding(includeList, [shop, pods('8080,5432', '5432')])).toMatchObject({
    message: 'port 5432 is to be left out, and traffic.sidecar.istio.io/includeInboundPorts lists it: the list of ports to capture wins', help: 'take 5432 out of traffic.sidecar.istio.io/includeInboundPorts',
  });
});
