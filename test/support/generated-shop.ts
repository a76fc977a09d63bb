import fc from 'fast-check';
import type { Manifest } from '../../lib/model/object';
import type { Edge } from '../../lib/network/edge';
import { Network } from '../../lib/network/network';
import { defaultDeny } from '../../lib/patterns/default-deny/default-deny';
import type { IstioSidecar, PlainKubernetes } from '../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import type { Pod } from './network-policy';
import { composed, workload } from './shop';

/** A shop as plain numbers: who there is, who calls whom, what is closed. */
export interface Plan {
  readonly mesh: boolean;
  readonly monitoring: boolean;
  readonly tracing: boolean;
  readonly closed: readonly boolean[];
  readonly sameNamespace: readonly boolean[];
  readonly workloads: readonly { readonly namespace: number; readonly port: number; readonly named: boolean }[];
  /** Caller and callee; a caller beyond the workloads is the gateway. */
  readonly calls: readonly (readonly [from: number, to: number])[];
}

const namespaces = ['n0', 'n1', 'n2'] as const;
const spaceOf = (i: number): string => namespaces[i] ?? 'n0';

export const plans: fc.Arbitrary<Plan> = fc.array(fc.record({ namespace: fc.nat({ max: 2 }), port: fc.constantFrom(8080, 9090, 5432), named: fc.boolean() }), { minLength: 2, maxLength: 6 }).chain(workloads =>
  fc.record({
    mesh: fc.boolean(),
    monitoring: fc.boolean(),
    tracing: fc.boolean(),
    closed: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    sameNamespace: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    workloads: fc.constant(workloads),
    calls: fc.uniqueArray(fc.tuple(fc.nat({ max: workloads.length }), fc.nat({ max: workloads.length - 1 })), { maxLength: 8, selector: ([from, to]) => `${from}-${to}` }),
  }),
);

/** Pods of the platform and of strangers, next to those of the plan. */
export const others = {
  dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  controlPlane: { namespace: 'istio-system', labels: { app: 'istiod' } },
  prometheus: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } },
  collector: { namespace: 'observe', labels: { app: 'otel' } },
  gateway: { namespace: 'n2', labels: { istio: 'ingressgateway' } },
  stranger: { namespace: 'elsewhere', labels: { app: 'w0' } },
} as const satisfies Record<string, Pod>;

export interface Built {
  readonly manifests: readonly Manifest[];
  /** The pods of the plan's workloads, in its order. */
  readonly pods: readonly Pod[];
}

/** What the plan comes to. Each edge is given to the pattern of the first closed end. */
export function build(plan: Plan): Built {
  const tracing = plan.tracing ? { tracing: others.collector } : {};
  const monitoring = plan.monitoring ? ({ monitoring: true } as const) : {};
  const platform: IstioSidecar | PlainKubernetes = plan.mesh ? istioSidecar({ cluster: 'test', routing: 'istio', ...monitoring, ...tracing }) : plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, ...monitoring, ...tracing });
  const net = new Network<PlainKubernetes>(platform as PlainKubernetes);
  const spaces = namespaces.map(name => net.namespace(name, { create: true }));
  const home = (i: number): (typeof spaces)[number] => spaces[i] ?? net.namespace('n0');
  const handles = plan.workloads.map(({ namespace, port }, i) => net.workload(workload(`w${i}`, { namespace: spaceOf(namespace), ports: [{ name: 'main', containerPort: port }] })));
  const services = plan.workloads.map(({ namespace, port, named }, i) => {
    const behind = handles[i];
    if (behind === undefined) throw new Error('every Service has its workload');
    return net.service({ name: `s${i}`, namespace: home(namespace), workload: behind, ports: { main: { port: 80, targetPort: named ? 'main' : port } } });
  });
  const gateway = net.gateway({ name: 'public', namespace: home(2), pods: { labels: others.gateway.labels, serviceAccount: 'gateway' }, listeners: { http: { hostname: 'shop.example', protocol: 'HTTP' } } });
  const edges = plan.calls.flatMap(([from, to]): { readonly edge: Edge; readonly spaces: readonly [number, number] }[] => {
    const callee = services[to];
    return callee === undefined ? [] : [{ edge: (handles[from] ?? gateway).calls(callee.port('main')), spaces: [plan.workloads[from]?.namespace ?? 2, plan.workloads[to]?.namespace ?? 0] }];
  });
  spaces.forEach((namespace, i) => {
    if (plan.closed[i] !== true) return;
    const mine = edges.filter(({ spaces: ends }) => (ends.find(end => plan.closed[end] === true) ?? -1) === i).map(({ edge }) => edge);
    net.record(defaultDeny<PlainKubernetes>({ network: net, namespace, edges: mine, allowSameNamespace: plan.sameNamespace[i] === true }), { path: `deny-${i}` });
  });
  return {
    manifests: composed(net.compose()).manifests,
    pods: plan.workloads.map(({ namespace, port }, i) => ({ namespace: spaceOf(namespace), labels: { app: `w${i}` }, named: { main: port } })),
  };
}
