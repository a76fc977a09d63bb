import * as pulumi from '@pulumi/pulumi';
import { App, Chart, Testing } from 'cdk8s';
import { ClusterDns, Network as CdkNetwork } from '../../../lib';
import { ClusterDns as ClusterDnsComponent } from '../../../lib/pulumi';
import type { Manifest } from '../../../lib/model/object';
import type { DnsCarrier } from '../../../lib/platform/dns';
import { plainKubernetes } from '../../../lib/platform/presets';

const stubDomains = [{ zone: 'corp.example', upstreams: ['192.0.2.53'] }] as const;
const accept = [{ rule: 'dns/configmap-owned', reason: 'compared' }];

interface Registered {
  readonly type: string;
  readonly manifest: Manifest;
}

/** What both shells make of one carrier. */
async function both(carrier: DnsCarrier): Promise<{ readonly registered: readonly Registered[]; readonly written: readonly Manifest[]; readonly texts: readonly unknown[] }> {
  const platform = plainKubernetes({ cluster: `dns-${carrier}`, dns: { carrier } });
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ custom, inputs, name, type }) => {
      if (custom === true) registered.push({ type, manifest: JSON.parse(JSON.stringify(inputs)) as Manifest });
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const component = new ClusterDnsComponent(`dns-${carrier}`, { platform, build: net => ({ network: net, stubDomains, ...(carrier === 'kubeadm' ? { accept } : {}) }) });
  await Promise.all([...component.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
  const app = new App();
  const net = new CdkNetwork(app, platform);
  const chart = new Chart(app, 'dns', { namespace: 'kube-system' });
  const construct = new ClusterDns(chart, 'dns', { network: net, stubDomains, ...(carrier === 'kubeadm' ? { accept } : {}) });
  return { registered, written: Testing.synth(chart) as Manifest[], texts: [component.corefile, construct.corefile, component.configurationValues, construct.configurationValues] };
}

test('a construct and a component write the same ConfigMap, which is one to Pulumi as well', async () => {
  const { registered, written } = await both('kubeadm');
  expect(registered.map(({ manifest }) => manifest)).toEqual(written);
  expect(registered.map(({ type }) => type)).toEqual(['kubernetes:core/v1:ConfigMap']);
  expect(written.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ?? ''}/${name}`)).toEqual(['ConfigMap kube-system/coredns']);
});

test('where an add-on takes it both have it as text, the same, and write nothing', async () => {
  const { registered, written, texts } = await both('eks');
  expect([registered, written]).toEqual([[], []]);
  const [component, construct, componentValues, constructValues] = texts;
  expect(component).toBe(construct);
  expect(componentValues).toBe(constructValues);
  expect(JSON.parse(String(constructValues))).toEqual({ corefile: construct });
});
