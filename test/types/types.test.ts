import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import typescript from 'typescript';
import { UsageError } from '../../lib/model/usage-error';
import { complaints } from './compile';

// Loaded and not imported: the type check of the project must not see what does not compile.
type Cases = Readonly<Record<string, () => void>>;
const { refused } = jest.requireActual<{ readonly refused: Cases }>('./cases/refused');
const { allowed, dynamically } = jest.requireActual<{ readonly allowed: Cases; readonly dynamically: Cases }>('./cases/allowed');

interface Reason {
  readonly says: string;
  readonly throws: string;
  readonly both: readonly string[];
}

/** For each case: what compilers say, what the call throws, and the words that are in both. */
const reasons: Readonly<Record<string, Reason>> = {
  'a version in weights that the Service does not have': {
    says: `'v3' does not exist in type 'Readonly<Record<"v1" | "v2", number>>'`,
    throws: '[shop/canary] canary of shop/reviews: weights names version "v3"; use v1 and v2',
    both: ['v3', 'v1', 'v2'],
  },
  'weights without one of the versions': {
    says: `Property 'v2' is missing in type '{ v1: number; }'`,
    throws: '[shop/canary] canary of shop/reviews: weights leave out v2; give every version a weight; 0 is one',
    both: ['v2'],
  },
  'an override to a version that the Service does not have': {
    says: `Type '"v3"' is not assignable to type '"v1" | "v2"'`,
    throws: '[shop/canary] canary of shop/reviews: override names version "v3"; use v1 and v2',
    both: ['v3', 'v1', 'v2'],
  },
  'a mirror to a version that the Service does not have': {
    says: `Type '"v3"' is not assignable to type '"v1" | "v2"'`,
    throws: '[shop/canary] canary of shop/reviews: mirror names version "v3"; use v1 and v2',
    both: ['v3', 'v1', 'v2'],
  },
  'a mirror without a percentage': {
    says: `Property 'percentage' is missing in type '{ to: "v2"; }'`,
    throws: '[shop/canary] canary of shop/reviews: mirror has no percentage, which would mean all of them; write the percentage',
    both: ['percentage'],
  },
  'a Service with an empty selector': {
    says: 'Impossible<"an empty selector selects every pod of the namespace">',
    throws: '[00-network] service shop/anyone: an empty selector selects every pod of the namespace; give it at least one label',
    both: ['an empty selector selects every pod of the namespace'],
  },
  'a canary of a port that the Service does not have': {
    says: `Type '"https"' is not assignable to type '"http"'`,
    throws: '[shop/canary] service shop/reviews has no port "https"; use http',
    both: ['"https"', 'http'],
  },
  'an edge to a port that the Service does not have': {
    says: `Argument of type '"https"' is not assignable to parameter of type '"http"'`,
    throws: 'service shop/reviews has no port "https"; use http',
    both: ['"https"', 'http'],
  },
  'a canary fault where the Gateway API routes': {
    says: `Impossible<"an HTTPRoute cannot inject faults; use routing: 'istio'">`,
    throws: "[shop/canary] canary.fault: an HTTPRoute cannot inject faults; use routing: 'istio'",
    both: ["an HTTPRoute cannot inject faults; use routing: 'istio'"],
  },
  'canary retries where the Gateway API routes by its standard channel': {
    says: `Impossible<"retry is a field of the Gateway API's experimental channel; use gatewayApi: { channel: 'experimental' }, or routing: 'istio'">`,
    throws: "[shop/canary] canary.retries: retry is a field of the Gateway API's experimental channel; use gatewayApi: { channel: 'experimental' }, or routing: 'istio'",
    both: ["retry is a field of the Gateway API's experimental channel; use gatewayApi: { channel: 'experimental' }, or routing: 'istio'"],
  },
  'a canary without a mesh': {
    says: 'Impossible<"plain Kubernetes routes connections, not requests: only the replica ratio divides traffic; use a mesh such as istioSidecar">',
    throws: '[shop/canary] canary: plain Kubernetes routes connections, not requests: only the replica ratio divides traffic; use a mesh such as istioSidecar',
    both: ['plain Kubernetes routes connections, not requests: only the replica ratio divides traffic; use a mesh such as istioSidecar'],
  },
  'mutual TLS without a mesh': {
    says: 'Impossible<"plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar">',
    throws: '[shop/mtls] mutual-tls: plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar',
    both: ['plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar'],
  },
  'an ingress controller in a mesh': {
    says: 'Impossible<"an ingress controller ignores the weights of the mesh and has no identity in it; use a gateway">',
    throws: '[shop/public] exposure.ingress: an ingress controller ignores the weights of the mesh and has no identity in it; use a gateway',
    both: ['an ingress controller ignores the weights of the mesh and has no identity in it; use a gateway'],
  },
  'an exposure at a listener that the gateway does not have': {
    says: 'Type \'"http"\' is not assignable to type \'"https"\'',
    throws: '[shop/public] gateway public has no listener "http" that routes requests; use a host or listener of https (shop.example)',
    both: ['http', 'https'],
  },
  'clients before lockdown': {
    says: `Impossible<"nothing is authorized before lockdown; set stage: 'lockdown', or leave it out">`,
    throws: `[shop/mtls] mutual-tls: clients at stage "enforce": nothing is authorized before lockdown; set stage: 'lockdown', or leave it out`,
    both: ["nothing is authorized before lockdown; set stage: 'lockdown', or leave it out"],
  },
  'two modes of locality': {
    says: 'LocalityShare',
    throws: `[shop/locality] locality of shop/reviews: mode "failover" beside distribute, and only one mode can hold; leave distribute out, or set mode: 'distribute'`,
    both: [],
  },
  'locality without a mesh': {
    says: 'Impossible<"plain Kubernetes knows zones at most, and leaves none that is sick; set trafficDistribution on the Service, or use a mesh such as istioSidecar">',
    throws: '[shop/locality] locality: plain Kubernetes knows zones at most, and leaves none that is sick; set trafficDistribution on the Service, or use a mesh such as istioSidecar',
    both: ['plain Kubernetes knows zones at most, and leaves none that is sick'],
  },
  'stage workloads without workloads': {
    says: `Property 'workloads' is missing in type`,
    throws: '[shop/mtls] mutual-tls: stage "workloads" without workloads; list at least one',
    both: ['"workloads"'],
  },
  'an alert of a severity that does not exist': {
    says: `Type '"page"' is not assignable to type 'AlertSeverity | undefined'`,
    throws: '[shop/monitoring] network-monitoring: alert Mine: severity "page" does not exist; use critical, warning or info',
    both: ['"page"'],
  },
  'an entrance of a kind that is not known': {
    says: `Type '"haproxy"' is not assignable to type '"istio" | "envoy-gateway" | "traefik" | "ingress-nginx"'`,
    throws: '[shop/monitoring] network-monitoring: gateway of kind "haproxy" is not known; use istio, envoy-gateway, traefik or ingress-nginx',
    both: ['"haproxy"'],
  },
  'a scrape mode without a mesh': {
    says: 'Impossible<"modes are about the proxies of a mesh, and plain Kubernetes has none; leave it out">',
    throws: '[shop/metrics] scrape.mode: modes are about the proxies of a mesh, and plain Kubernetes has none; leave it out',
    both: ['plain Kubernetes has none; leave it out'],
  },
  'a scrape of a port that the Service does not have': {
    says: `Argument of type '"metrics"' is not assignable to parameter of type '"http"'`,
    throws: 'service shop/reviews has no port "metrics"; use http',
    both: ['metrics', 'http'],
  },
  'resources of a proxy where there is none': {
    says: 'Impossible<"plain Kubernetes puts no proxy beside the containers; leave it out">',
    throws: '[shop/pin] pinned-cpu.proxyResources: plain Kubernetes puts no proxy beside the containers; leave it out',
    both: ['plain Kubernetes puts no proxy beside the containers; leave it out'],
  },
  'a bypass without clients': {
    says: `Property 'clients' is missing in type`,
    throws: "[shop/bypass] mesh-bypass: no clients given, so nobody could call; list the connections, such as [web.calls(db.port('tcp-pg'))]",
    both: ['clients'],
  },
  'a bypass without an accept': {
    says: `Property 'accept' is missing in type`,
    throws: "[shop/bypass] mesh-bypass: what passes the mesh by is not encrypted, and nobody knows who calls; leave it out, or accept it with { rule: 'platform/mesh-bypass-unencrypted', reason: '…' }",
    both: ['accept'],
  },
  'a bypass with an accept of something else': {
    says: `Type '"bypass/routing-inert"' is not assignable to type '"platform/mesh-bypass-unencrypted"'`,
    throws: "[shop/bypass] mesh-bypass: what passes the mesh by is not encrypted, and nobody knows who calls; leave it out, or accept it with { rule: 'platform/mesh-bypass-unencrypted', reason: '…' }",
    both: ['platform/mesh-bypass-unencrypted'],
  },
  'a bypass without a mesh': {
    says: 'Impossible<"there is no mesh to bypass on plain Kubernetes; leave the pattern out">',
    throws: '[shop/bypass] mesh-bypass: there is no mesh to bypass on plain Kubernetes; leave the pattern out',
    both: ['there is no mesh to bypass on plain Kubernetes; leave the pattern out'],
  },
  'a rule for clients of pods without proxies': {
    says: 'Impossible<"clients find out by themselves that pods have no proxy; leave destinationRule out">',
    throws: "[shop/bypass] mesh-bypass: destinationRule at level 'workload', where clients find out by themselves that pods have no proxy; leave destinationRule out",
    both: ['clients find out by themselves that pods have no proxy', 'leave destinationRule out'],
  },
  'pinned CPUs without nodes': {
    says: `Property 'nodes' is missing in type`,
    throws: '[shop/pin] pinned-cpu: no nodes given; say which nodes pin: { label, value, reservedCpus }',
    both: ['nodes'],
  },
  'a Service of several clusters without a mesh': {
    says: 'Impossible<"plain Kubernetes knows no other cluster; use a mesh such as istioSidecar">',
    throws: '[shop/peers] multi-cluster-service: plain Kubernetes knows no other cluster; use a mesh such as istioSidecar',
    both: ['plain Kubernetes knows no other cluster; use a mesh such as istioSidecar'],
  },
  'an alias where control planes know each other': {
    says: 'alias',
    throws: `[shop/peers] multi-cluster-service: alias with mode 'discovery', where nothing would read it; leave alias out`,
    both: ['alias'],
  },
  'an alias without callers': {
    says: `Property 'callers' is missing in type`,
    throws: '[shop/peers] multi-cluster-service: alias "reviews.mesh.internal" without callers; list the workloads that call it',
    both: ['callers'],
  },
  'an alias that any identity may answer': {
    says: 'Source has 0 element(s) but target requires 1',
    throws: '[shop/peers] multi-cluster-service: alias "reviews.mesh.internal": remote Service shop/reviews without serviceAccounts, so any identity of the mesh could answer; list the service accounts of its pods',
    both: [],
  },
  'a remote Service with pods': {
    says: "Types of property 'workload' are incompatible",
    throws: '[00-network] service shop/ratings is remote and has pods here; leave remote out',
    both: [],
  },
  'a gateway of a peer by address and by name': {
    says: 'is not assignable to type',
    throws: 'platform: peers us: gateway "addresses and hostnames" cannot both be; keep one of them',
    both: [],
  },
  'a peer in the mesh as something outside': {
    says: 'Impossible<"a peer in the mesh is no external service; use net.service">',
    throws: '[00-network] external service shop/reviews: host "reviews.shop.svc.cluster.local" names a peer in the mesh, and an external service is never in one: its mutual TLS would be off; use net.service',
    both: ['use net.service'],
  },
  'a name of replicated control planes as something outside': {
    says: 'Impossible<"a peer in the mesh is no external service; use net.service">',
    throws: '[00-network] external service shop/reviews: host "reviews.shop.global" names a peer in the mesh, and an external service is never in one: its mutual TLS would be off; use net.service',
    both: ['use net.service'],
  },
  'an east-west gateway as something outside': {
    says: 'Impossible<"port 15443 is that of an east-west gateway, whose peers are in the mesh; use net.service">',
    throws: '[00-network] external service shop/east: port 15443 is that of an east-west gateway, whose peers are in the mesh; use net.service',
    both: ['port 15443 is that of an east-west gateway, whose peers are in the mesh; use net.service'],
  },
  'an edge to a port that something outside does not have': {
    says: `Argument of type '"http"' is not assignable to parameter of type '"https"'`,
    throws: 'external service shop/payments has no port "http"; use https',
    both: ['"http', 'https'],
  },
  'TLS on a port that something outside does not have': {
    says: `'grpc' does not exist in type`,
    throws: '[shop/payments] external service shop/payments: originate names port "grpc"; use http',
    both: ['grpc'],
  },
  'TLS that a proxy begins, without a mesh': {
    says: 'Impossible<"plain Kubernetes puts no proxy beside the containers; let the application speak TLS">',
    throws: '[shop/payments] external-service.originate: plain Kubernetes puts no proxy beside the containers; let the application speak TLS',
    both: ['plain Kubernetes puts no proxy beside the containers; let the application speak TLS'],
  },
  'an egress gateway without a mesh': {
    says: 'Impossible<"plain Kubernetes has no gateway that calls leave by; use a mesh such as istioSidecar">',
    throws: '[shop/payments] external-service.through: plain Kubernetes has no gateway that calls leave by; use a mesh such as istioSidecar',
    both: ['plain Kubernetes has no gateway that calls leave by; use a mesh such as istioSidecar'],
  },
  'an option that a plugin does not have': {
    says: `Type '"lameduk"' is not assignable to type '"lameduck"'`,
    throws: 'Corefile: health has no option "lameduk" (dns/corefile-refused); did you mean lameduck?',
    both: ['lameduk', 'lameduck'],
  },
  'an option newer than the release of CoreDNS': {
    says: `Type '"stacktrace"' is not assignable to type '"consolidate"'`,
    throws: 'Corefile: errors stacktrace came with CoreDNS 1.9.3, and this is 1.9.0 (dns/corefile-refused); leave it out, or use a later release',
    both: ['stacktrace'],
  },
  'a plugin newer than the release of CoreDNS': {
    says: `Type '"shed"' is not assignable to type`,
    throws: 'Corefile: shed came with CoreDNS 1.14.7, and this is 1.14.2 (dns/corefile-refused); leave it out, or use a later release',
    both: ['shed'],
  },
  'a plugin twice that CoreDNS refuses twice': {
    says: 'Impossible<"cache can be used once in a server block">',
    throws: 'Corefile: cache can be used once in a server block (dns/corefile-refused); merge the two, or remove one',
    both: ['cache can be used once in a server block'],
  },
  'a plugin twice of which CoreDNS heeds one': {
    says: 'Impossible<"reload can be used once in a server block">',
    throws: 'Corefile: reload can be used once in a server block, and CoreDNS heeds the first alone (dns/plugin-repeated); merge the two, or remove one',
    both: ['reload can be used once in a server block'],
  },
};

const cases = Object.entries(refused);
const titles = cases.map(([title]) => title);
const reasonOf = (title: string): Reason => reasons[title] ?? { says: 'a reason in the table of this test', throws: '', both: [] };
const text = readFileSync(join(__dirname, 'cases/refused.ts'), 'utf8');
const caseAt = (position: number): string => titles.filter(title => text.indexOf(`'${title}': ()`) <= position).at(-1) ?? '';

describe.each([
  ['6.0', typescript],
  ['5.9', jest.requireActual<typeof typescript>('typescript-5.9')],
])('TypeScript %s', (release, ts) => {
  const found = complaints(ts, ['refused.ts', 'allowed.ts']);

  test('is the release it is said to be', () => expect(ts.versionMajorMinor).toBe(release));

  test('complains of what is refused and of nothing else', () => {
    expect(found.filter(({ file }) => file !== 'refused.ts')).toEqual([]);
    expect([...new Set(found.map(({ position }) => caseAt(position)))]).toEqual(titles);
  });

  test.each(titles)('refuses %s, and says why', title => {
    const said = found.filter(({ position }) => caseAt(position) === title).map(complaint => complaint.text);
    expect(said.join('\n')).toContain(reasonOf(title).says);
    for (const words of reasonOf(title).both) expect(said.join('\n')).toContain(words);
  });
});

describe('from JavaScript', () => {
  test.each(cases)('%s throws, in the same words', (title, call) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe(reasonOf(title).throws);
    for (const words of reasonOf(title).both) expect(error.message).toContain(words);
  });

  test.each(Object.entries(allowed))('%s is taken', (_, call) => {
    expect(call).not.toThrow();
  });
});

describe('on a platform known only to the run', () => {
  test.each(Object.entries(dynamically))('%s compiles, and throws the same words', (title, call) => {
    expect(thrownBy(call).message).toBe(reasonOf(title).throws);
  });
});

function thrownBy(call: () => void): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
