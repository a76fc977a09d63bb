import { servicePort } from '../../../lib/rules/policy/service-port';
import { deployment, namespace, networkPolicy, service } from '../../support/closed';
import { ruled } from '../../support/rules';

const web = [deployment('web', { http: 8080 }), service('web', { http: [80, 'http'] })];
const on = (port: number | string, rest: object = {}): object => ({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port, ...rest }] }] });

test('a rule with the port of the Service admits nothing: pods listen on another', () => {
  expect(ruled(servicePort, [...web, networkPolicy('web', on(80))]).findings).toMatchObject([
    { severity: 'error', path: ['spec', 'ingress', 0, 'ports', 0, 'port'], message: 'NetworkPolicy shop/web admits connections to port 80, which is the port of Service shop/web; pods of Deployment web listen on 8080', help: 'write 8080', near: [{ object: { name: 'web' } }] },
  ]);
});

test('so does one at the caller, in its namespace or another', () => {
  const caller = (to: object): ReturnType<typeof networkPolicy> => networkPolicy('caller', { policyTypes: ['Egress'], egress: [{ to: [to], ports: [{ port: 80 }] }] });
  expect(ruled(servicePort, [...web, caller({ podSelector: { matchLabels: { app: 'web' } } })]).findings).toHaveLength(1);
  const elsewhere = networkPolicy('caller', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }], ports: [{ port: 80 }] }] }, 'edge');
  expect(ruled(servicePort, [namespace('shop', { team: 'shop' }), ...web, elsewhere]).findings).toHaveLength(1);
});

test.each([
  ['the port of the pods', [...web, networkPolicy('web', on(8080))]],
  ['a name', [...web, networkPolicy('web', on('http'))]],
  ['a port that a container declares, although a Service has it too', [deployment('web', { http: 8080, plain: 80 }), service('web', { http: [80, 8080] }), networkPolicy('web', on(80))]],
  ['a port that another Service leads to', [...web, service('other', { http: [8000, 80] }, { spec: { selector: { app: 'web' } } }), networkPolicy('web', on(80))]],
  ['a port that nobody has declared, and no Service either', [...web, networkPolicy('web', on(9000))]],
  ['another protocol', [...web, networkPolicy('web', on(80, { protocol: 'UDP' }))]],
  ['a range', [...web, networkPolicy('web', on(80, { endPort: 9000 }))]],
  ['pods of which one listens there', [...web, deployment('plain', { http: 80 }, { labels: { app: 'web' } }), networkPolicy('web', on(80))]],
])('%s is well', (_title, objects) => {
  expect(ruled(servicePort, objects).findings).toEqual([]);
});
