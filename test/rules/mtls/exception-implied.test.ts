import { exceptionImplied } from '../../../lib/rules/mtls/exception-implied';
import type { JsonObject } from '../../../lib/model/json';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const policy = (mode: string, spec: object = {}): JsonObject => istio('PeerAuthentication', 'web', { selector: { matchLabels: { app: 'web' } }, ...spec, portLevelMtls: { 8080: { mode } } });
const namespace = (mode: string): JsonObject => istio('PeerAuthentication', 'default', { mtls: { mode } });

test('what the policy, the namespace, or nothing says already', () => {
  expect(said(exceptionImplied, [policy('STRICT', { mtls: { mode: 'STRICT' } })])).toEqual(['info: port 8080 is STRICT without this exception: the policy itself says so']);
  expect(said(exceptionImplied, [namespace('STRICT'), policy('STRICT', { mtls: { mode: 'UNSET' } })])).toEqual(['info: port 8080 is STRICT without this exception: the namespace says so']);
  expect(said(exceptionImplied, [policy('PERMISSIVE')])).toEqual(['info: port 8080 is PERMISSIVE without this exception: nothing says otherwise']);
});

test('an exception is well', () => {
  expect(said(exceptionImplied, [namespace('STRICT'), policy('PERMISSIVE'), policy('DISABLE', { mtls: { mode: 'STRICT' } })])).toEqual([]);
});
