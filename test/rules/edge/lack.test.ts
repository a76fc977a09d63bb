import { lack } from '../../../lib/rules/edge/lack';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const edges = [{ from: 'shop/web', to: 'shop/db', port: 5432 }] as const;
const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const service = manifest('v1', 'Service', 'db', { namespace: 'shop', spec: { selector: { app: 'db' }, ports: [{ name: 'sql', port: 5432, targetPort: 15432 }] } });
const pods = [deployment('web'), deployment('db', { sql: 15432 }), service, networkPolicy('deny')];
const out = networkPolicy('web-out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('db')], ports: [{ port: 'sql' }] }] });
const into = networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 15432 }] }] });

test('an edge whose callee does not admit the caller', () => {
  expect(ruled(lack, [...pods, out], { edges }).findings).toMatchObject([{
    severity: 'error', object: { name: 'deny' }, path: ['spec'],
    message: 'edge shop/web to shop/db:5432 does not open: ingress of Deployment shop/db on TCP 15432: its pods are selected by deny, and none admits it',
    help: 'admit it to Deployment shop/db in a NetworkPolicy of namespace shop', near: [{ object: { name: 'db' } }],
  }]);
});

test('the port is that of the pods, not that of the Service', () => {
  const wrong = networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 5432 }] }] });
  expect(ruled(lack, [...pods, out, wrong], { edges }).findings).toMatchObject([{ message: expect.stringContaining('ingress of Deployment shop/db on TCP 15432') as string }]);
});

test.each([
  ['both ends admitted', [...pods, out, into], edges],
  ['nothing closed', pods.slice(0, 3), edges],
  ['no edges', pods, []],
  ['a callee on the host network, whom no policy governs', [deployment('web'), deployment('db', {}, { spec: { hostNetwork: true } }), service, networkPolicy('out', { ...app('web'), policyTypes: ['Ingress'] })], edges],
  ['ends that are not in the input', [networkPolicy('deny')], edges],
])('%s is well', (_title, objects, stated) => {
  expect(ruled(lack, objects, { edges: stated }).findings).toEqual([]);
});

test('policies of another system leave it open', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'all', { namespace: 'shop', spec: { endpointSelector: {}, ingress: [{}], egress: [{}] } });
  expect(ruled(lack, [...pods, cilium], { edges })).toMatchObject({ findings: [], unknown: ['whether policies permit an edge', 'whether policies permit an edge'] });
});
