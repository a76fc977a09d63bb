import { disabledBroadly } from '../../../lib/rules/mtls/disabled-broadly';
import { istio } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const peer = (spec: object, namespace = 'shop'): ReturnType<typeof istio> => istio('PeerAuthentication', 'p', spec, { namespace });
const off = { mtls: { mode: 'DISABLE' } };

judges(disabledBroadly, [
  ['off for a namespace', [peer(off)], ['warning spec.mtls.mode']],
  ['off for the mesh', [peer(off, 'istio-system')], ['warning spec.mtls.mode']],
  ['off for chosen pods is an exception', [peer({ ...off, selector: { matchLabels: { app: 'web' } } })], []],
  ['both taken', [peer({ mtls: { mode: 'PERMISSIVE' } })], []],
]);

test('how far it reaches is said', () => {
  expect([onlyFinding(disabledBroadly, [peer(off)]), onlyFinding(disabledBroadly, [peer(off, 'istio-system')])].map(({ message }) => message)).toEqual([
    'mutual TLS is off for the whole of namespace shop: nothing is encrypted there, and rules by identity match nobody', 'mutual TLS is off for the whole mesh: nothing is encrypted there, and rules by identity match nobody',
  ]);
});
