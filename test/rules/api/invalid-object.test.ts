import { invalidObject } from '../../../lib/rules/api/invalid-object';
import { run } from '../../../lib/rules/rule';
import { ruled, view } from '../../support/rules';
import { manifest } from '../../support/world';

test('a rule of the schema and code of Kubernetes speak in their own words', () => {
  const peer = manifest('security.istio.io/v1', 'PeerAuthentication', 'web', { namespace: 'shop', spec: { portLevelMtls: { '8080': { mode: 'DISABLE' } } } });
  const deployment = manifest('apps/v1', 'Deployment', 'web', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'web', image: 'web' }] } } } });
  expect(ruled(invalidObject, [peer, deployment]).findings.map(({ object, path, message }) => [object?.kind, path.join('.'), message])).toEqual([
    ['PeerAuthentication', 'spec', 'spec: portLevelMtls requires selector'],
    ['Deployment', 'spec.template.metadata.labels', expect.stringContaining('are not selected')],
  ]);
});

test('what was not judged is counted under its reason', () => {
  expect(ruled(invalidObject, [manifest('example.com/v1', 'Shop', 'a', { namespace: 'shop' })])).toEqual({ findings: [], unknown: ['example.com/v1 Shop: there is no schema of this kind'] });
});

test('without schemas nothing passes for right', () => {
  expect(run(invalidObject, view()).unknown).toEqual(['no schemas were loaded, so that objects are not judged as the API server would']);
});

test('the namespace that a chart writes on a cluster-scoped object is dropped by the server', () => {
  expect(ruled(invalidObject, [manifest('v1', 'Namespace', 'shop', { namespace: 'shop' })]).findings).toEqual([]);
});
