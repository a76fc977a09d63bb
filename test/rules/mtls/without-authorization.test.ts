import { withoutAuthorization } from '../../../lib/rules/mtls/without-authorization';
import { istio } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const allow = (namespace: string): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'allow', {}, { namespace });

judges(withoutAuthorization, [
  ['everybody of the mesh may call', [strict], ['info spec.mtls.mode']],
  ['a policy elsewhere does not help', [strict, allow('bank')], ['info spec.mtls.mode']],
  ['a policy in the namespace', [strict, allow('shop')], []],
  ['a policy for the mesh', [strict, allow('istio-system')], []],
  ['a mode that takes plaintext', [istio('PeerAuthentication', 'default', { mtls: { mode: 'PERMISSIVE' } })], []],
]);

test('the namespace is named', () => {
  expect(onlyFinding(withoutAuthorization, [strict]).message).toBe('namespace shop takes mutual TLS only, and no AuthorizationPolicy says from whom: every workload of the mesh may call everything in it');
});
