import { trace, type Trace } from '../../../lib/explain/trace/trace';
import { asked, overShop, pageOf, type Shown } from './pages';

/** Three whole traces, as a person reads them: one that works, one that names fail, one that the mesh fails. */
export const sketches = ['canary', 'no-dns', 'bypass'] as const;

const canary = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - match: [{headers: {canary: {exact: "true"}}}]
      route: [{destination: {host: reviews, subset: v2}}]
    - route:
        - {destination: {host: reviews, subset: v1}, weight: 90}
        - {destination: {host: reviews, subset: v2}, weight: 10}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: shop}
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
    - {name: v1, labels: {version: v1}}
    - {name: v2, labels: {version: v2}}
---
${pageOf('NP-EGRESS').right ?? ''}
---
${pageOf('NP-INGRESS').right?.replace('name: default-deny', 'name: default-deny-in') ?? ''}
---
${pageOf('MTLS-PLAINTEXT-TO-STRICT').wrong}`;
const yaml: Readonly<Record<(typeof sketches)[number], string>> = { canary, 'no-dns': pageOf('DNS-EGRESS').wrong, bypass: `${pageOf('MTLS-TO-PLAINTEXT').wrong}\n---\n${pageOf('CAP-MISPLACED').wrong}` };

export const given = (name: (typeof sketches)[number]): Shown => overShop([`${name}.yaml`, yaml[name]]);
export const traced = ({ world }: Pick<Shown, 'world'>): Trace => trace(world, asked(world, { from: 'shop/web', url: 'http://reviews' }));
