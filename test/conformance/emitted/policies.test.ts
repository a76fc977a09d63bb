import * as fc from 'fast-check';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { shop } from '../../support/shop';
import type { Engine, KubernetesObject } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { startPolicy, type AllowedPair, type PolicyPeer, type PolicyQuestion } from '../engines/policy';
import { defaultDenies } from '../../support/option-sets/option-set';

// Asked of an existing policy engine: in a closed shop, exactly the declared edges are open, on the container's port and on no other.

/** The container port of each callee. */
const ports: Readonly<Record<string, number>> = { web: 8080, 'reviews-v1': 9080, 'reviews-v2': 9080, db: 5432 };

/** The pairs that an option set declares, as `caller callee`. */
function declared(edges: readonly string[]): readonly string[] {
  const pairs: Readonly<Record<string, readonly string[]>> = {
    'gateway-web': ['ingressgateway web'],
    'gateway-reviews': ['ingressgateway reviews-v1', 'ingressgateway reviews-v2'],
    'web-reviews': ['web reviews-v1', 'web reviews-v2'],
    'v1-db': ['reviews-v1 db'],
    'v2-db': ['reviews-v2 db'],
    'db-db': ['db db'],
  };
  return edges.flatMap(edge => pairs[edge] ?? []).sort();
}

const ingressPods = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ingressgateway', namespace: 'edge' },
  spec: { selector: { matchLabels: { istio: 'ingressgateway' } }, template: { metadata: { labels: { istio: 'ingressgateway' } }, spec: { containers: [{ name: 'proxy', image: 'registry.example/proxy:1.0.0' }] } } },
};

/** Workloads of the shop that may be called on their own container port. */
function open(allowed: readonly AllowedPair[], port: number): readonly string[] {
  const inShop = ({ namespace, name }: PolicyPeer): boolean => namespace === 'shop' && ports[name] === port;
  return allowed.filter(({ to }) => inShop(to)).map(({ from, to }) => `${from.name} ${to.name}`);
}

describeWith(['policy'], 'an existing policy engine', () => {
  let engine: Engine<PolicyQuestion, readonly AllowedPair[]>;
  beforeAll(() => {
    engine = startPolicy('patterns');
  });
  afterAll(() => engine.stop());

  test('finds exactly the declared edges open, each on the port of the container', async () => {
    await fc.assert(
      fc.asyncProperty(defaultDenies, async ({ options, patterns }) => {
        const { edges, allowSameNamespace, ingress } = options as { readonly edges: readonly string[]; readonly allowSameNamespace: boolean; readonly ingress: boolean };
        fc.pre(!allowSameNamespace && !ingress);
        const made = shop<Platform>(plainKubernetes({ cluster: 'judged', cni: 'calico', gatewayApi: { className: 'example' }, apiServer: { cidrs: ['192.0.2.10/32'] } }));
        const { manifests } = made.compose(...patterns(made));
        const objects = [...(manifests as unknown as readonly KubernetesObject[]), ingressPods];
        const found: string[] = [];
        for (const port of new Set(Object.values(ports))) found.push(...open(await engine.ask({ objects, port, protocol: 'TCP' }), port));
        expect(found.sort()).toEqual(declared(edges));
        // 80 and 443 are ports of Services and listeners; no container of the shop has them.
        const elsewhere = await engine.ask({ objects, port: 80, protocol: 'TCP' });
        expect(elsewhere.filter(({ to }) => to.namespace === 'shop')).toEqual([]);
      }),
      { numRuns: 200, seed: 20261124 },
    );
  });
});
