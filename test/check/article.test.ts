import { join } from 'node:path';
import { checkFiles } from '../../lib/check/check-files';
import { configurationFor } from '../../lib/files/configuration';
import { inputFiles } from '../../lib/files/input';
import { loadSchemas } from '../../lib/files/schemas';

const folder = join(__dirname, '../fixtures/article');

/** The blocks alone; in a namespace that is not in the mesh; in one that is, with the next step that their readers take. */
const scenes = {
  alone: ['blocks.yaml'],
  outside: ['blocks.yaml', 'namespace.yaml', 'surroundings'],
  enrolled: ['blocks.yaml', 'surroundings', 'enrolled'],
} as const;

const before = process.cwd();
const found = new Map<string, ReadonlySet<string>>();

beforeAll(() => {
  process.chdir(folder);
  const configuration = configurationFor([], 'sealane.yaml')?.configuration ?? {};
  for (const [scene, paths] of Object.entries(scenes)) {
    const { findings, inputErrors } = checkFiles({ files: inputFiles(paths), loadSchemas, ...(scene === 'alone' ? {} : { namespace: 'live', configuration }) });
    expect(inputErrors).toEqual([]);
    found.set(scene, new Set(findings.map(({ rule, object }) => `${rule} ${object?.name ?? ''}`)));
  }
});
afterAll(() => { process.chdir(before); });

type Row = readonly [number: number | string, scene: keyof typeof scenes, defect: string, ...rules: readonly string[]];

const rows: readonly Row[] = [
  [1, 'alone', 'old versions', 'api/unstored-version catalog-routes', 'api/unstored-version default'],
  [2, 'alone', 'no namespace', 'api/namespace-missing catalog-routes', 'api/namespace-missing firehose'],
  [3, 'outside', 'a namespace outside the mesh', 'mtls/namespace-not-enrolled default'],
  [4, 'enrolled', 'STRICT at once', 'mtls/plaintext-caller packet-pusher'],
  [5, 'alone', 'no authorization', 'mtls/without-authorization default'],
  [7, 'alone', 'no hosts', 'route/without-hosts catalog-routes'],
  [8, 'outside', 'subsets that are defined nowhere', 'route/subset-undefined catalog-routes'],
  [9, 'alone', 'a short destination', 'route/short-host catalog-routes'],
  [10, 'outside', 'no port', 'route/port-ambiguous catalog-routes'],
  [12, 'alone', 'users that flip between versions', 'route/version-not-sticky catalog-routes'],
  [15, 'alone', 'MESH_EXTERNAL', 'multicluster/external-peer billing-elsewhere'],
  [16, 'alone', 'an address that leads home', 'multicluster/address-leads-home billing-elsewhere'],
  [17, 'alone', 'a network for an endpoint without mutual TLS', 'multicluster/endpoint-plaintext billing-elsewhere'],
  [18, 'alone', 'the port', 'multicluster/endpoint-port billing-elsewhere'],
  [19, 'alone', 'a host that the gateway does not know', 'multicluster/host-without-sni billing-elsewhere'],
  [20, 'outside', 'a name that nobody answers', 'multicluster/alias-unresolvable billing-elsewhere'],
  [21, 'alone', 'an address picked by hand', 'multicluster/virtual-address billing-elsewhere'],
  [22, 'alone', 'visible everywhere, without ejection', 'multicluster/exported-widely billing-elsewhere', 'multicluster/no-ejection billing-elsewhere'],
  [23, 'alone', 'distribute and failover', 'traffic/modes-together by-geography'],
  [24, 'enrolled', 'failover without ejection', 'traffic/failover-without-ejection failover'],
  [25, 'outside', 'a third region', 'traffic/region-unserved by-geography'],
  [26, 'outside', 'regions that no node has', 'traffic/region-unknown by-geography'],
  [27, 'alone', 'a short host', 'route/short-host by-geography'],
  [28, 'enrolled', 'ejection that cannot act', 'traffic/ejection-inert ejection'],
  [29, 'enrolled', 'refused by Pod Security', 'host/namespace-not-privileged packet-pusher'],
  [30, 'enrolled', 'a client that sends plaintext', 'mtls/plaintext-caller packet-pusher'],
  [33, 'alone', 'a bare pod, a mutable tag', 'host/bare-pod packet-pusher', 'host/hygiene packet-pusher'],
  [35, 'enrolled', 'a proxy that takes the pod its class', 'cpu/not-guaranteed packet-cruncher'],
  [37, 'alone', 'a bare pod', 'host/bare-pod packet-cruncher'],
  [38, 'alone', 'the annotation on a Service', 'bypass/annotation-misplaced firehose'],
  [39, 'enrolled', 'clients that still speak mutual TLS', 'bypass/clients-still-mutual firehose-moved'],
  [41, 'enrolled', 'the client half is still proxied', 'bypass/client-proxied firehose-moved'],
  [42, 'alone', 'a port without a name', 'service/port-unnamed firehose'],
  [43, 'outside', 'a Service without the label', 'metrics/monitor-selects-nothing web-metrics'],
  [44, 'enrolled', 'labels that the Prometheus does not look for', 'metrics/not-selected web-metrics'],
  [45, 'enrolled', 'a scrape in plaintext', 'metrics/strict-plaintext web-metrics'],
  [46, 'enrolled', 'no way through the default deny', 'policy/scrape-blocked default-deny'],
  [48, 'alone', 'a stock Corefile that is called tuned', 'dns/stock-corefile coredns'],
  [49, 'alone', 'a cache for what is in memory', 'dns/cache-cluster-zone coredns'],
  [50, 'alone', 'names for pods that do not exist', 'dns/pods-insecure coredns'],
  [51, 'alone', 'an object of the platform', 'dns/configmap-owned coredns'],
  [52, 'alone', 'refusals that nobody hears of', 'dns/failures-unwatched coredns'],
  [53, 'alone', 'no log that is kept short, no bound on answers, the search path of every pod', 'dns/errors-consolidate coredns', 'dns/bufsize-fragments coredns', 'dns/search-path-cost coredns'],
  [47, 'alone', 'targets without an alert', 'metrics/no-rules web-metrics'],
  [48, 'alone', 'the stock Corefile', 'dns/stock-corefile coredns'],
  [49, 'alone', 'the cluster zone in the cache', 'dns/cache-cluster-zone coredns'],
  [50, 'alone', 'names for whatever looks like a pod', 'dns/pods-insecure coredns'],
  [51, 'alone', 'an object that belongs to the installer', 'dns/configmap-owned coredns'],
  [52, 'alone', 'a limit that refuses, and nobody who watches', 'dns/failures-unwatched coredns'],
  [53, 'alone', 'search paths, fragments, errors without end', 'dns/search-path-cost coredns', 'dns/bufsize-fragments coredns', 'dns/errors-consolidate coredns'],
  [54, 'enrolled', 'a naive default deny', 'policy/dns-blocked default-deny', 'policy/control-plane-blocked default-deny'],
  [55, 'enrolled', 'a retired controller', 'expose/retired-controller catalog'],
  ['X1', 'enrolled', 'STRICT and a scrape without TLS', 'metrics/strict-plaintext web-metrics'],
  ['X2', 'enrolled', 'STRICT and a client on the host network', 'mtls/plaintext-caller packet-pusher'],
  ['X3', 'outside', 'default deny without DNS', 'policy/dns-blocked default-deny'],
  ['X4', 'enrolled', 'default deny without the control plane', 'policy/control-plane-blocked default-deny'],
  ['X5', 'outside', 'an alias that no zone answers', 'multicluster/alias-unresolvable billing-elsewhere'],
  ['X6', 'alone', 'an address that leads home', 'multicluster/address-leads-home billing-elsewhere'],
  ['X7', 'alone', 'a port without a name', 'service/port-unnamed firehose'],
  ['X8', 'alone', 'pods without a controller', 'host/bare-pod packet-pusher', 'host/bare-pod packet-cruncher'],
];

/** What no finding says here, and why. */
const silent: Readonly<Record<number, string>> = {
  6: 'a claim of the text around the manifests',
  11: 'the route has no hosts, so no request waits for a timeout on it',
  13: 'the route has no hosts, so nobody can send the header to it',
  14: 'a VirtualService of the mesh is no mistake; that outsiders bypass a split is told where a gateway has a route of its own',
  31: 'no policy selects the pod: it has no labels',
  32: 'a bare pod is never replaced by a surge',
  34: 'kubelets are no manifests; which nodes pin is declared, and then 35 speaks',
  36: 'whether nodes have a label is not in manifests; it is declared here, as the nodes that pin',
  40: 'told by the rules of bypassed ports where a mesh client is known and nothing closes the port; here a default deny does',
};

describe('manifests that an article teaches', () => {
  test.each(rows.map(([number, scene, defect, ...rules]) => ({ number, scene, defect, rules })))('$number, $scene: $defect', ({ scene, rules }) => {
    expect([...(found.get(scene) ?? [])]).toEqual(expect.arrayContaining(rules));
  });

  test('every one of the 55 defects has a row, or a reason', () => {
    const numbers = new Set<number | string>([...rows.map(([number]) => number), ...Object.keys(silent).map(Number)]);
    expect(Array.from({ length: 55 }, (_, i) => i + 1).filter(number => !numbers.has(number))).toEqual([]);
  });
});

describe('the same manifests, corrected, in the same surroundings', () => {
  test('have no findings, and the one thing that is accepted has a reason', () => {
    process.chdir(join(folder, 'repaired'));
    const configuration = configurationFor([], 'sealane.yaml')?.configuration ?? {};
    const { findings, accepted, inputErrors } = checkFiles({ files: inputFiles(['.']), loadSchemas, configuration, profile: 'default' });
    expect([findings.map(({ rule, object, message }) => `${rule} ${object?.name ?? ''}: ${message}`), inputErrors]).toEqual([[], []]);
    expect(accepted.map(({ finding, reason }) => [finding.rule, reason])).toEqual([['dns/configmap-owned', 'written by this repository alone; compared with what kubeadm installed']]);
  });
});

describe('what patterns write instead', () => {
  test.each(['eu', 'us'])('has no findings: cluster %s of the example', cluster => {
    process.chdir(join(__dirname, '../examples/app-repo'));
    const { findings, inputErrors } = checkFiles({ files: inputFiles([cluster]), loadSchemas, profile: 'default' });
    expect([findings.map(({ rule, object, message }) => `${rule} ${object?.name ?? ''}: ${message}`), inputErrors]).toEqual([[], []]);
  });
});
