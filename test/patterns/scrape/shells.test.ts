import * as pulumi from '@pulumi/pulumi';
import { App, Chart, Testing } from 'cdk8s';
import { Network as CdkNetwork, Scrape } from '../../../lib';
import { Scrape as ScrapeComponent } from '../../../lib/pulumi';
import type { Network } from '../../../lib/network/network';
import type { Manifest } from '../../../lib/model/object';
import type { ServicePort } from '../../../lib/network/service-port';
import { istioSidecar } from '../../../lib/platform/presets';
import { workload } from '../../support/shop';

const platform = istioSidecar({ cluster: 'scraped', routing: 'istio', monitoring: { operator: { monitorLabels: { release: 'stack' } } } });

function portOf(net: Network<typeof platform>): ServicePort {
  const namespace = net.namespace('shop', { create: true, enrolled: true, labels: { 'istio-injection': 'enabled' } });
  return net.service({ name: 'web', namespace, workload: net.workload(workload('web')), ports: { http: { port: 80, targetPort: 8080 } } }).port('http');
}

test('a construct and a component write the same objects', async () => {
  const registered: Manifest[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ custom, inputs, name }) => {
      if (custom === true) registered.push(JSON.parse(JSON.stringify(inputs)) as Manifest);
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const component = new ScrapeComponent('metrics', { platform, build: net => ({ network: net, port: portOf(net), path: '/numbers' }) });
  await Promise.all([...component.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));

  const app = new App();
  const net = new CdkNetwork(app, platform);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Scrape(chart, 'metrics', { network: net, port: portOf(net), path: '/numbers' });
  const written = [...(Testing.synth(chart) as Manifest[]), ...app.charts.filter(each => each !== chart).flatMap(each => Testing.synth(each) as Manifest[])];

  const byName = (manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(manifests.map(manifest => [`${manifest.kind} ${manifest.metadata.name}`, manifest]));
  expect(byName(registered)).toEqual(byName(written));
  expect([...byName(written).keys()]).toEqual(expect.arrayContaining(['Service web-metrics', 'ServiceMonitor web-metrics', 'Deployment web']));
});
