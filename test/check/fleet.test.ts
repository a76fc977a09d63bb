import { checkFleet } from '../../lib/check/check-files';
import { loadSchemas } from '../../lib/files/schemas';

const secret = `apiVersion: v1
kind: Secret
metadata:
  name: istio-remote-secret-us
  namespace: istio-system
  labels: { istio/multiCluster: "true" }
  annotations: { networking.istio.io/cluster: us }
`;
const service = (more: string): string => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
${more}  ports: [{ name: http, port: 80 }]
`;
const cluster = (name: string, text: string): Parameters<typeof checkFleet>[0][number] =>
  ({ cluster: name, loadSchemas, configuration: { platform: { mesh: 'istio' } }, files: [{ path: `${name}/web.yaml`, text }] });
const eu = cluster('eu', `${service('  clusterIP: None\n')}---\n${secret}`);
const us = cluster('us', service(''));
const between = (inputs: Parameters<typeof checkFleet>[0]): readonly object[] => checkFleet(inputs).flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'multicluster/service-differs');

test('clusters that are checked together are compared, and both places are found', () => {
  expect(between([eu, us])).toMatchObject([{ cluster: 'us', file: 'us/web.yaml', near: [{ file: 'eu/web.yaml', line: 6, note: 'in cluster eu' }] }]);
});

test('a cluster alone is compared with nobody', () => {
  expect([...between([eu]), ...between([us])]).toEqual([]);
});

test('the order in which clusters are given decides nothing', () => {
  expect(between([us, eu])).toEqual(between([eu, us]));
});

test('each cluster keeps its own report', () => {
  expect(checkFleet([eu, us]).map(({ objects }) => objects)).toEqual([2, 1]);
});
