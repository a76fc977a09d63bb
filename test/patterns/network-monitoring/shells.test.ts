import * as pulumi from '@pulumi/pulumi';
import { App, Chart, Testing } from 'cdk8s';
import { Network as CdkNetwork, NetworkMonitoring } from '../../../lib';
import { NetworkMonitoring as NetworkMonitoringComponent } from '../../../lib/pulumi';
import type { Network } from '../../../lib/network/network';
import type { Manifest } from '../../../lib/model/object';
import { istioSidecar } from '../../../lib/platform/presets';

const platform = istioSidecar({ cluster: 'watched', routing: 'istio', monitoring: { operator: { monitorLabels: { release: 'stack' } } } });

/** Where what is read is, and Prometheus: both written elsewhere. */
function declared<N extends Network<typeof platform>>(net: N): N {
  for (const name of ['istio-system', 'monitoring']) net.namespace(name);
  return net;
}

test('a construct and a component write the same objects, and have the same as plain data', async () => {
  const registered: Manifest[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ custom, inputs, name }) => {
      if (custom === true) registered.push(JSON.parse(JSON.stringify(inputs)) as Manifest);
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const component = new NetworkMonitoringComponent('monitoring', { platform, build: net => ({ network: declared(net) }) });
  await Promise.all([...component.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));

  const app = new App();
  const net = new CdkNetwork(app, platform);
  declared(net);
  const chart = new Chart(app, 'monitoring', { namespace: 'monitoring' });
  const construct = new NetworkMonitoring(chart, 'monitoring', { network: net });
  const written = [...(Testing.synth(chart) as Manifest[]), ...app.charts.filter(each => each !== chart).flatMap(each => Testing.synth(each) as Manifest[])];

  const byName = (manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(manifests.map(manifest => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
  expect(byName(registered)).toEqual(byName(written));
  expect([...byName(written).keys()]).toEqual(expect.arrayContaining(['PrometheusRule network', 'ConfigMap network-dns', 'ServiceMonitor network-istiod']));
  expect(component.rules).toEqual(construct.rules);
  expect(component.dashboards).toEqual(construct.dashboards);
  expect(component.unitTests(['a.yaml'])).toEqual(construct.unitTests(['a.yaml']));
  expect(byName(written).get('PrometheusRule network')?.['spec']).toEqual(construct.rules);
  expect(construct.unitTests(['a.yaml'])).toMatchObject({ rule_files: ['a.yaml'], tests: expect.arrayContaining([expect.objectContaining({ name: 'CoreDNSDown (critical) fires on its fault' })]) });
});
