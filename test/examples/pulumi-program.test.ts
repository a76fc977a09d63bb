import * as pulumi from '@pulumi/pulumi';
import { program } from '../../examples/pulumi-program/program';
import { fieldAt, type Manifest } from '../../lib/model/object';
import { hasSecret, manifestsOf, reached, valueOf, type Registered } from '../support/mocks';

// The shop as a Pulumi program, on two stacks, without an engine: what other stacks made is known, or not yet.

const outputs = { databaseAddress: '203.0.113.7', bankAddress: '198.51.100.9', certificateSecret: 'shop-tls' };

interface Run {
  readonly registered: readonly Registered[];
  readonly objects: readonly Manifest[];
  readonly network: ReturnType<typeof program>['network'];
}

async function run(stack: 'staging' | 'production', known: object = outputs): Promise<Run> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom = false }) => {
        registered.push({ type, name, inputs: inputs as Record<string, unknown>, custom });
        return { id: name, state: type === 'pulumi:pulumi:StackReference' ? { ...inputs, outputs: known } : (inputs as object) };
      },
      call: () => ({}),
    },
    'shop',
    stack,
  );
  pulumi.runtime.setAllConfig({ 'shop:infrastructure': `acme/infrastructure/${stack}`, 'shop:databasePassword': 'hunter2' }, ['shop:databasePassword']);
  const { network } = program();
  const failure = await reached(network.resources.values());
  if (failure !== undefined) throw failure;
  return { registered, objects: manifestsOf(registered), network };
}

let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(pulumi.log, 'warn').mockResolvedValue(undefined);
  jest.spyOn(pulumi.log, 'info').mockResolvedValue(undefined);
});
afterEach(() => jest.restoreAllMocks());

const kinds = (objects: readonly Manifest[]): readonly string[] => [...new Set(objects.map(({ kind }) => kind))].sort();
const named = (objects: readonly Manifest[], kind: string, name: string): Manifest | undefined => objects.find(each => each.kind === kind && each.metadata.name === name);

test('staging has no mesh and nothing of one', async () => {
  const { objects } = await run('staging');
  expect(kinds(objects)).toEqual(['Deployment', 'Namespace', 'NetworkPolicy', 'Secret', 'Service']);
  expect(warned.mock.calls).toEqual([]);
});

test('production has the same shop, with identities, a canary and an entrance', async () => {
  const { objects } = await run('production');
  expect(kinds(objects)).toEqual(expect.arrayContaining(['Deployment', 'DestinationRule', 'Gateway', 'NetworkPolicy', 'PeerAuthentication', 'VirtualService']));
  expect(fieldAt(named(objects, 'Gateway', 'public'), 'spec', 'servers', 0, 'tls', 'credentialName')).toBe('shop-tls');
  expect(warned.mock.calls).toEqual([]);
});

test.each(['staging', 'production'] as const)('on %s addresses of other stacks reach the policies and the pods, and pass the check', async stack => {
  const { objects, network } = await run(stack);
  expect(fieldAt(named(objects, 'NetworkPolicy', 'bank-egress'), 'spec', 'egress', 0, 'to', 0, 'ipBlock', 'cidr')).toBe('198.51.100.9/32');
  expect(fieldAt(named(objects, 'Deployment', 'reviews-v1'), 'spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value')).toBe('203.0.113.7');
  expect(network.report.unknown.reasons['a value that is only known at deploy']).toBeGreaterThanOrEqual(5);
  const settled = await valueOf(network.settled);
  expect(settled.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(settled.unknown.reasons).not.toHaveProperty(['a value that is only known at deploy']);
});

test('the password stays secret', async () => {
  const { registered } = await run('production');
  expect(registered.filter(hasSecret).map(({ type, name }) => `${type} ${name}`)).toEqual(['kubernetes:core/v1:Secret database']);
});
