import { headlessMixture } from '../../../lib/rules/mtls/headless-mixture';
import { deployment, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const headless = service('web', { clusterIP: 'None' });
const old = deployment('old', { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } });
const web = deployment('web');
const job = manifest('batch/v1', 'Job', 'migrate', { namespace: 'shop', spec: { template: { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } }, spec: { containers: [{ name: 'm' }] } } } });

judges(headlessMixture, [
  ['pods with and without a proxy', [shop, headless, web, old], ['warning spec.selector']],
  ['behind an ordinary Service each is asked', [shop, service('web'), web, old], []],
  ['all with one', [shop, headless, web], []],
  ['all without', [shop, headless, old], []],
  ['a Job serves nobody', [shop, headless, web, job], []],
  ['nobody knows of one of them', [headless, deployment('web'), old], []],
]);

test('both are named', () => {
  expect(onlyFinding(headlessMixture, [shop, headless, web, old]).message).toBe('of the pods behind headless Service web, web has a proxy and old has none (its pods have label sidecar.istio.io/inject=false): sidecars of clients send plaintext to both');
});
