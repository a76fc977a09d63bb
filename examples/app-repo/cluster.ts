import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Network } from 'sealane';
import type { ShopPlatform } from './platforms';

/** One cluster: an App with an output folder of its own, its Network, and a chart for each namespace. */
export function openCluster(platform: ShopPlatform) {
  // CDK8S_OUTDIR keeps `cdk8s synth -o` and `--stdout` working.
  const app = new App({ outdir: join(process.env['CDK8S_OUTDIR'] ?? 'manifests', platform.cluster) });
  const net = new Network(app, platform);

  const place = (name: string) => ({
    chart: new Chart(app, name, { namespace: name, disableResourceNameHashes: true }),
    namespace: net.namespace(name, { create: true }),
  });
  // Written elsewhere. Naming them lets the check tell them from a spelling mistake.
  net.namespace('istio-system');
  net.namespace('monitoring');

  return {
    app,
    net,
    platform,
    place,
    shop: place('shop'),
    // Gateways live apart from the shop: who may change a route may not read a certificate.
    edge: place('edge'),
    egress: place('egress'),
    eastwest: place('eastwest'),
    // What decides about every deployment should not depend on the namespace that it judges.
    guard: place('guard'),
    // What is in no namespace. Charts are applied by name: this one comes after all that it needs.
    wide: new Chart(app, 'wide', { disableResourceNameHashes: true }),
  };
}

export type Cluster = ReturnType<typeof openCluster>;
