import { App, Chart, Testing } from 'cdk8s';
import { HostNetwork, PinnedCpu } from '../../../lib/cdk8s/constructs';
import { Network } from '../../../lib/cdk8s/network';
import { pinnedCpu } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import { istioSidecar } from '../../../lib/platform/presets';
import { workload } from '../../support/shop';

const nodes = { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' };

test('a construct has what its nodes need as text, the same as the function, and writes none of it', () => {
  const app = new App();
  const net = new Network(app, istioSidecar({ cluster: 'eu', routing: 'istio' }));
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  net.namespace('shop', { create: true });
  const engine = net.workload(workload('engine', { kind: 'DaemonSet', ports: [{ containerPort: 4000 }] }));
  const pin = new PinnedCpu(chart, 'pin', { network: net, workload: engine, cpus: 4, memory: '8Gi', nodes });
  new HostNetwork(chart, 'host', { network: net, workload: engine });
  const { kubeletConfig, nodeProcedure } = pinnedCpu({ network: net, workload: engine, cpus: 4, memory: '8Gi', nodes });
  expect([pin.kubeletConfig, pin.nodeProcedure]).toEqual([kubeletConfig, nodeProcedure]);
  const kinds = (Testing.synth(chart) as { readonly kind: string }[]).map(({ kind }) => kind);
  expect(kinds).toContain('DaemonSet');
  expect(kinds).not.toContain('KubeletConfiguration');
});
