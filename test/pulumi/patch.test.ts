import * as pulumi from '@pulumi/pulumi';
import { Network, defaultDeny } from '../../lib/pulumi';
import { plainKubernetes } from '../../lib/platform/presets';

let registered: Record<string, unknown>[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: args => {
      registered.push(args.inputs as Record<string, unknown>);
      return { id: `${args.name}-id`, state: args.inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

const dns = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'allow-dns' } as const;

function network(name: string, patchedName: string = dns.name): Network {
  return new Network(name, {
    platform: plainKubernetes({ cluster: name, cni: 'calico' }),
    patterns: net => {
      const team = pulumi.output('net');
      net.patch({ ...dns, name: patchedName }, object => ({ ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, team: team as never } } }));
      return [defaultDeny({ network: net, namespace: net.namespace('shop', { create: true }), edges: [] })];
    },
  });
}

test('a patched object is registered as it was patched, Outputs included, and names the component', async () => {
  const { resources, report } = network('patched');
  await Promise.all([...resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
  const policy = registered.find(({ metadata }) => (metadata as { name?: string } | undefined)?.name === 'allow-dns');
  expect(policy?.['metadata']).toMatchObject({ labels: { team: 'net' }, annotations: { 'sealane.dev/patches': 'patched' } });
  expect(report.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
});

test('a patch of nothing fails the component', () => {
  expect(() => network('unmatched', 'allow-dnss')).toThrow('patch of NetworkPolicy shop/allow-dnss (networking.k8s.io/v1) matches nothing that is written here');
});
