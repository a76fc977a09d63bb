import { ApiObject, App, Chart } from 'cdk8s';
import { Network, plainKubernetes, type NetworkOptions, type OwnRule } from '../../lib';

const owner: OwnRule = {
  id: 'acme/owner-named',
  severity: 'error',
  url: 'https://platform.acme.example/rules/owner-named',
  check: ({ cluster, platform }) => cluster.of('', 'ConfigMap').filter(({ written }) => written['data'] === undefined).map(object => ({ object, path: ['metadata', 'labels'], message: `nobody owns it on ${platform.cluster}`, help: 'label it acme.example/owner' })),
};

function validated(options: NetworkOptions): void {
  const app = new App();
  new Network(app, plainKubernetes({ cluster: 'own' }), options).namespace('shop', { create: true });
  new ApiObject(new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true }), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
  app.synthYaml();
}

test('a rule of your own fails the synth like any other, at the construct', () => {
  expect(() => validated({ rules: [owner] })).toThrow('[shop/settings] acme/owner-named: nobody owns it on own (help: label it acme.example/owner)');
});

test('it is accepted and judged by its id, and not known where it was not brought', () => {
  expect(() => validated({ rules: [owner], check: { accepts: [{ rule: owner.id, reason: 'shared' }], profile: 'strict' } })).not.toThrow();
  expect(() => validated({ rules: [owner], check: { severities: { [owner.id]: 'off' } } })).not.toThrow();
  expect(() => validated({ check: { severities: { [owner.id]: 'off' } } })).toThrow('severities of rules that do not exist: acme/owner-named');
});

test.each([
  ['mtls/mine', "rule mtls/mine is in an area of sealane's; give it an area of yours"],
  ['acme/Owner', 'rule "acme/Owner"; write area/kebab-case'],
] as const)('an id %s is refused', (id, message) => {
  expect(() => validated({ rules: [{ ...owner, id }] })).toThrow(message);
});

test('two rules of one id are refused', () => {
  expect(() => validated({ rules: [owner, owner] })).toThrow('[00-network] two rules acme/owner-named; give each an id of its own');
});
