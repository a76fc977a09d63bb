import { ownPeerAuthentications } from '../../../lib/compose/owners/peer-authentication';
import type { PeerAuthenticationShare } from '../../../lib/systems/contribution';
import { from, platform } from '../../support/contributions';

const web = { owner: 'peer-authentication', namespace: 'shop', name: 'web', selector: { app: 'web' } } as const;
const own = (...shares: readonly PeerAuthenticationShare[]): ReturnType<typeof ownPeerAuthentications> => ownPeerAuthentications(shares.map((share, i) => from(`p${i}`, share, 'mutual-tls')), platform);

test('mode and exceptions of one workload are one object: of two, Istio obeys the older and says nothing', () => {
  const { objects, findings } = own({ ...web, mode: 'STRICT' }, { ...web, ports: { '9090': 'PERMISSIVE' } }, { ...web, ports: { '8081': 'DISABLE' } });
  expect(findings).toEqual([]);
  expect(objects.map(({ manifest }) => manifest['spec'])).toEqual([
    { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { '8081': { mode: 'DISABLE' }, '9090': { mode: 'PERMISSIVE' } } },
  ]);
});

test('an exception alone leaves the mode of the rest unset, so that it is inherited', () => {
  expect(own({ ...web, ports: { '9090': 'PERMISSIVE' } }).objects[0]?.manifest['spec']).toEqual({ selector: { matchLabels: { app: 'web' } }, portLevelMtls: { '9090': { mode: 'PERMISSIVE' } } });
});

test('exceptions come before the mode of the namespace that they except from', () => {
  expect(own({ ...web, ports: { '9090': 'PERMISSIVE' } }, { owner: 'peer-authentication', namespace: 'shop', name: 'default', mode: 'STRICT' }).objects.map(({ manifest, stage }) => [manifest.metadata.name, stage])).toEqual([
    ['default', 'mode'],
    ['web', 'exception'],
  ]);
});

test('two modes of one workload, or of one port, are a conflict', () => {
  expect(own({ ...web, mode: 'STRICT' }, { ...web, mode: 'PERMISSIVE' }).findings.map(({ path, constructs }) => [path, constructs])).toEqual([[['spec', 'mtls', 'mode'], ['p1', 'p0']]]);
  expect(own({ ...web, ports: { '80': 'STRICT' } }, { ...web, ports: { '80': 'DISABLE' } }).findings.map(({ path }) => path)).toEqual([['spec', 'portLevelMtls', '80', 'mode']]);
});
