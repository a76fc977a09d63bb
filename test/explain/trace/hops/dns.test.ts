import type { Facts } from '../../../../lib/cluster/facts';
import { dnsHops } from '../../../../lib/explain/trace/hops/dns';
import { considered, shop, told, wayFrom, worldFrom } from './told';

const coredns = `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    cluster.local:53 {
        kubernetes cluster.local
    }
    .:53 {
        forward . /etc/resolv.conf
    }
---
`;

const kubeDns = `apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system }
spec: { template: { metadata: { labels: { k8s-app: kube-dns } }, spec: { containers: [{ name: coredns, ports: [{ containerPort: 53, protocol: UDP }] }] } } }
---
`;

const policy = (name: string, spec: string, namespace = 'shop'): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n---\n`;
const deny = policy('default-deny', '{ podSelector: {}, policyTypes: [Egress] }');
const toDns = (ports: string): string => policy('allow-dns', `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }], ports: ${ports} }] }`);

function ask(text: string, url: string, facts: Partial<Facts> = {}, base = shop): ReturnType<typeof dnsHops> {
  const way = wayFrom(worldFrom(base + text, facts), url);
  const { workload } = way.sender;
  if (workload === undefined) throw new Error('no client');
  return dnsHops(way, workload);
}

const names = (found: ReturnType<typeof dnsHops>): readonly string[] => told(found.hops);

describe('which name answers', () => {
  test('a short name, by the search path and the block that has it', () => {
    const found = ask(coredns, 'http://reviews');
    expect(found.name).toBe('reviews.shop.svc.cluster.local');
    expect(names(found)[0]).toBe('ok: reviews.shop.svc.cluster.local, 1st of 3 search suffixes, block cluster.local:53 (line 1 of the Corefile) [Service shop/reviews, ConfigMap kube-system/coredns data.Corefile]');
  });

  test.each([
    ['reviews.shop', 'reviews.shop.svc.cluster.local', '2nd of 3'],
    ['reviews.shop.svc', 'reviews.shop.svc.cluster.local', '3rd of 3'],
    ['reviews.shop.svc.cluster.local', 'reviews.shop.svc.cluster.local', 'as it is, after 3 others'],
    ['reviews.shop.svc.cluster.local.', 'reviews.shop.svc.cluster.local', 'as it is'],
  ])('%s', (host, name, place) => {
    const found = ask('', `http://${host}`, { complete: true });
    expect([found.name, found.hops[0]?.status]).toEqual([name, 'ok']);
    expect(found.hops[0]?.text).toBe(`${name}, ${place}${place.includes('search') || place.startsWith('as') ? '' : ' search suffixes'}`);
  });

  test('an address needs none', () => {
    expect(names(ask(deny, 'http://10.96.0.7'))).toEqual(['skipped: an address is dialled: no name is asked']);
  });

  test('hostAliases of the pods stand before DNS, and policies have no say in them', () => {
    const base = shop.replace('containers: [{ name: main }]', 'hostAliases: [{ ip: 192.0.2.9, hostnames: [pay] }], containers: [{ name: main }]');
    const found = ask(deny, 'http://pay', {}, base);
    expect(found.name).toBe('192.0.2.9');
    expect(names(found)).toEqual(['ok: hostAliases of its pods say 192.0.2.9 for pay: no server is asked [Deployment shop/web spec.template.spec.hostAliases[0]]']);
  });

  test('a name outside is left to public DNS', () => {
    const found = ask(coredns, 'https://pay.example.com', { complete: true });
    expect(found.name).toBe('pay.example.com');
    expect(names(found)[0]).toMatch(/^ok: pay\.example\.com is no name of the cluster: forward asks .*, and public DNS has the last word/);
  });

  test('a name outside is so, too, where not every Service is in the input', () => {
    expect(ask('', 'https://pay.example.com').hops.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

describe('names that nobody answers', () => {
  test('a Service of another namespace: it goes on there', () => {
    const found = ask('apiVersion: v1\nkind: Service\nmetadata: { name: ledger, namespace: books }\nspec: { ports: [{ port: 80 }] }\n', 'http://ledger', { complete: true });
    expect(found.name).toBe('ledger.books.svc.cluster.local');
    expect(names(found)[0]).toBe('fail DNS-WRONG-NS: ledger is asked as ledger.shop.svc.cluster.local, and Service books/ledger is in another namespace: ask for ledger.books [Service books/ledger]');
  });

  test('the same where other Services of the namespace are shown', () => {
    expect(ask('apiVersion: v1\nkind: Service\nmetadata: { name: ledger, namespace: books }\nspec: { ports: [{ port: 80 }] }\n', 'http://ledger').hops[0]).toMatchObject({ status: 'fail', code: 'DNS-WRONG-NS' });
  });

  test('a Service that is nowhere is said once, by the hop of the Service', () => {
    const found = ask('', 'http://ledger', { complete: true });
    expect(found.name).toBe('ledger.shop.svc.cluster.local');
    expect(found.hops.map(({ status }) => status)).toEqual(['ok']);
    expect(found.hops[0]?.text).toMatch(/^UDP and TCP 53 to /);
  });

  test('a Corefile without a zone for the rest', () => {
    const found = ask(coredns.replace(/ {4}\.:53[\s\S]*?\n {4}\}\n/, ''), 'https://pay.example.com', { complete: true });
    expect(found.hops[0]).toMatchObject({ status: 'fail', code: 'DNS-NO-ZONE' });
  });

  const entry = 'apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: ledger, namespace: shop }\nspec: { hosts: [ledger.mesh], resolution: STATIC, endpoints: [{ address: 192.0.2.1 }], ports: [{ number: 80, name: http, protocol: HTTP }] }\n---\n';

  test('a made-up name of a ServiceEntry, where no proxy answers names', () => {
    expect(names(ask(entry, 'http://ledger.mesh', { complete: true }))[0]).toMatch(/^fail DNS-NO-ZONE: ledger\.mesh is in ServiceEntry shop\/ledger alone: no public DNS has it, the client's proxy does not answer names \(.*\), and no zone of the cluster's DNS does/);
  });

  test('the same where the proxy does: policies for DNS have no say', () => {
    const base = shop.replace('labels: { app: web } }', 'labels: { app: web }, annotations: { proxy.istio.io/config: "proxyMetadata: { ISTIO_META_DNS_CAPTURE: \\"true\\" }" } }');
    const found = ask(entry + deny, 'http://ledger.mesh', {}, base);
    expect(found.hops.map(({ status }) => status)).toEqual(['ok']);
    expect(ask(deny, 'http://reviews', {}, base).hops.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

describe('a name of two parts', () => {
  const status = (host: string, facts: Partial<Facts> = {}): string | undefined => ask('', `http://${host}`, facts).hops[0]?.status;

  test('may be a Service of a namespace that is not in the input: neither a pass nor a failure', () => {
    expect(status('ledger.finance')).toBe('unknown');
    expect(ask('', 'http://ledger.finance').hops[0]?.missing).toEqual(['Services of namespace finance']);
  });

  test('is outside where everything is in the input, or where it ends as public names do', () => {
    expect([status('ledger.finance', { complete: true }), status('example.com'), status('example.de')]).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('who is asked', () => {
  const onHost = shop.replace('containers: [{ name: main }]', 'hostNetwork: true, containers: [{ name: main }]');

  test('the node, on the host network: it knows no Service', () => {
    const found = ask('', 'http://reviews', {}, onHost);
    expect(found.name).toBe('reviews.shop.svc.cluster.local');
    expect(names(found)).toEqual(['fail DNS-POLICY-HOSTNET: reviews is a name of the cluster, which the servers of the node do not know: on the host network dnsPolicy ClusterFirst asks what the node asks [Deployment shop/web spec.template.spec.hostNetwork]']);
  });

  test('the node knows public names', () => {
    expect(ask('', 'https://pay.example.com', {}, onHost).hops.map(({ status }) => status)).toEqual(['ok']);
  });

  test('the cluster, with the policy for the host network', () => {
    expect(ask('', 'http://reviews', {}, onHost.replace('hostNetwork: true', 'hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet')).hops[0]?.status).toBe('ok');
  });

  test('the node, by dnsPolicy Default', () => {
    expect(ask('', 'http://reviews', {}, onHost.replace('hostNetwork: true', 'dnsPolicy: Default')).hops[0]).toMatchObject({ status: 'fail', code: 'DNS-NO-ZONE' });
  });

  test('servers of its own are not known', () => {
    const base = onHost.replace('hostNetwork: true', 'dnsPolicy: None, dnsConfig: { nameservers: [192.0.2.53] }');
    expect(ask('', 'http://reviews', {}, base).hops[0]?.status).toBe('unknown');
  });
});

describe('whether DNS may be asked', () => {
  test('nobody isolates the client', () => {
    expect(names(ask('', 'http://reviews'))[1]).toBe('ok: UDP and TCP 53 to kube-system/k8s-app=kube-dns: no policy selects its pods for egress');
  });

  test('default deny: every policy is named, and it comes first', () => {
    const web = policy('web-to-api', '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ ports: [{ port: 8080 }] }] }');
    const found = ask(deny + web, 'http://reviews');
    expect(names(found)).toEqual([
      'fail DNS-EGRESS: no egress rule admits UDP 53 or TCP 53 to kube-system/k8s-app=kube-dns (isolated by default-deny, web-to-api) [NetworkPolicy shop/default-deny spec, NetworkPolicy shop/web-to-api spec]',
      'ok: reviews.shop.svc.cluster.local, 1st of 3 search suffixes [Service shop/reviews]',
    ]);
    expect(considered(found.hops)).toEqual(['NetworkPolicy shop/default-deny selects shop/web, isolates egress and admits nothing', 'NetworkPolicy shop/web-to-api selects shop/web, admits other ports only']);
  });

  test('admitted for UDP alone', () => {
    expect(ask(deny + toDns('[{ port: 53, protocol: UDP }]'), 'http://reviews').hops[1]).toMatchObject({ status: 'warn', code: 'DNS-UDP-ONLY' });
  });

  test('admitted for both', () => {
    const found = ask(deny + toDns('[{ port: 53, protocol: UDP }, { port: 53 }]'), 'http://reviews');
    expect(found.hops.map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(found.hops[1]?.evidence.map(({ object, role }) => [object.reference.name, role])).toEqual([['allow-dns', 'admits']]);
  });

  test('refused by the pods of the DNS', () => {
    const closed = policy('dns', '{ podSelector: { matchLabels: { k8s-app: kube-dns } }, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }', 'kube-system');
    expect(ask(kubeDns + closed, 'http://reviews').hops[0]).toMatchObject({ status: 'fail', code: 'DNS-INGRESS', text: 'no ingress rule of kube-system/coredns admits shop/web on UDP 53 or TCP 53 (isolated by dns)' });
  });

  test('a policy of a system that is not read leaves it open', () => {
    const other = 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: web, namespace: shop }\nspec: { endpointSelector: {}, egress: [{}] }\n';
    expect(ask(other, 'http://reviews').hops.map(({ status }) => status)).toContain('unknown');
  });
});
