import { invalidField } from '../../../lib/rules/api/invalid-field';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const said = (...objects: Parameters<typeof ruled>[1][]): readonly string[] => ruled(invalidField, objects.flat()).findings.map(({ message }) => message);

test('a value that the schema refuses is an error at its field', () => {
  expect(said([manifest('v1', 'ConfigMap', 'web', { namespace: 'shop', data: { verbose: true } })])).toEqual(['data.verbose: must be a string, is a boolean: true']);
  expect(said([manifest('security.istio.io/v1', 'PeerAuthentication', 'web', { namespace: 'shop', spec: { mtls: { mode: 'STRIKT' } } })])).toEqual([expect.stringMatching(/^spec.mtls.mode: "STRIKT" is not supported/)]);
  expect(said([manifest('networking.istio.io/v1', 'DestinationRule', 'web', { namespace: 'shop', spec: {} })])).toEqual(['spec.host: is required']);
});

test.each([
  ['nulls of fields that are not nullable, which the server drops', manifest('v1', 'Service', 'web', { namespace: 'shop', metadata: { annotations: null, labels: null }, spec: { selector: { app: 'web' }, clusterIP: null, ports: [{ port: 80 }] } })],
  ['a name that the server completes', { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'migrate-', namespace: 'shop' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } } }],
  ['what an allocator fills in', manifest('v1', 'Service', 'web', { namespace: 'shop', spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } })],
])('%s is well', (_title, object) => {
  expect(said([object])).toEqual([]);
});
