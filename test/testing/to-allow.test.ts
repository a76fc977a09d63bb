import { matchers } from '../../lib/testing';
import { toAllow, toAllowExactly, toBlock } from '../../lib/testing/to-allow';
import { App, Chart } from 'cdk8s';
import { DefaultDeny, Network, plainKubernetes } from '../../lib';
import { deployment, networkPolicy, service } from '../support/closed';
import { workload } from '../support/shop';

expect.extend(matchers);

const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const objects = [
  deployment('web'), deployment('db', { sql: 5432 }), deployment('job'), service('db', { sql: [15432, 5432] }), networkPolicy('deny', { policyTypes: ['Ingress'] }),
  networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 5432 }] }] }),
];
const open = { from: 'shop/web', to: 'shop/db', port: 5432 };
const blocked = { from: 'shop/job', to: 'shop/db', port: 5432 };

test('a connection that policies let pass, by the port of pods, its name, or that of the Service', () => {
  expect(objects).toAllow(open);
  expect(objects).toAllow({ ...open, port: 'sql' });
  expect(objects).not.toAllow(blocked);
  expect(objects).not.toBlock(open);
  expect(objects).toBlock(blocked);
  expect(objects).toBlock({ from: '203.0.113.7', to: 'shop/db', port: 5432 });
});

test('the failure says which policies select, and which admit', () => {
  expect(toAllow(objects, blocked).message()).toBe(`expected shop/job → shop/db 5432 to be open

shop/job[Deployment] → shop/db[Deployment]
  TCP 5432: blocked
    egress  no policy speaks of egress of shop/job[Deployment], so it is open
    ingress NetworkPolicy shop/deny selects shop/db[Deployment] and has no rule for ingress
            NetworkPolicy shop/db-in selects shop/db[Deployment] and does not admit it:
              spec.ingress[0] means other callers
            no other policy selects it, so it is not admitted
`);
  expect(toBlock(objects, open).message()).toContain('NetworkPolicy shop/db-in selects shop/db[Deployment] and admits it by spec.ingress[0]');
});

test('just the connections that are expected', () => {
  expect(objects).toAllowExactly([open]);
  expect(objects).toAllowExactly([{ ...open, port: 'sql' }], { in: 'shop' });
  expect(toAllowExactly(objects, []).message()).toContain('shop/web[Deployment] → shop/db[Deployment] TCP 5432 is open, and not expected');
  expect(toAllowExactly(objects, [open, blocked]).message()).toContain('shop/job → shop/db 5432 is not open');
});

test('what the input does not settle is neither allowed nor blocked', () => {
  const block = networkPolicy('db-block', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 5432 }] }] });
  expect([toAllow([...objects, block], blocked).pass, toBlock([...objects, block], blocked).pass]).toEqual([false, false]);
});

test('an App with a Network is composed first', () => {
  const program = new App();
  const net = new Network(program, plainKubernetes({ cluster: 'test' }));
  const chart = new Chart(program, 'shop', { namespace: 'shop' });
  const namespace = net.namespace('shop', { create: true });
  const [web, db] = [net.workload(workload('web')), net.workload(workload('db', { ports: [{ name: 'tcp-pg', containerPort: 5432 }] }))];
  const database = net.service({ name: 'db', namespace, ports: { 'tcp-pg': { port: 5432 } }, workload: db });
  new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(database.port('tcp-pg'))] });
  expect(program).toAllowExactly([{ from: 'shop/web', to: 'shop/db', port: 5432 }]);
  expect(() => toAllow(program, open, { namespace: 'shop' })).toThrow('App with a Network');
});

test('misuse', () => {
  expect(() => toAllow(objects, { ...open, to: 'shop/cache' })).toThrow('no workload "shop/cache" in the input');
  expect(() => toBlock([], open)).toThrow('no objects');
  expect(() => toAllow(objects, { from: 'shop/web', to: 'shop/db' } as never)).toThrow('a connection {"from":"shop/web","to":"shop/db"}');
  expect(() => toAllow(objects, open, { profile: 'strict' } as never)).toThrow('no option profile');
  expect(() => toAllow('apiVersion: v1\nkind: Service\nmetadata: {\n', open)).toThrow('text:');
});
