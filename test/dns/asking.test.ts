import { questionsFor } from '../../lib/dns/questions';
import { resolverOf } from '../../lib/dns/resolver';
import { lookup } from '../../lib/dns/lookup';
import { answerOf } from '../../lib/dns/answer';
import { hasZoneFor } from '../../lib/dns/named';
import type { Workload } from '../../lib/cluster/workload';
import type { JsonObject } from '../../lib/model/json';
import { plainKubernetes } from '../../lib/platform/presets';
import { hostLookup } from '../../lib/mesh/host-lookup';
import { corefileMap, rootBlock } from '../support/corefile';
import { deployment, namespace, service } from '../support/closed';
import { complete, serviceEntry } from '../support/edge';
import { manifest, worldOf } from '../support/world';
import { nodeLocal, stock } from '../corefile/stock';

const search = ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'];
const world = worldOf([]);
const pod = (spec: object, hostNetwork = false): Pick<Workload, 'spec' | 'namespace' | 'hostNetwork'> => ({ spec: spec as JsonObject, namespace: 'shop', hostNetwork });

describe('what the kubelet writes for a pod', () => {
  test.each([
    [{}, false, { kind: 'cluster', search, ndots: 5, servers: [] }],
    [{ dnsPolicy: 'ClusterFirst' }, true, { kind: 'node', search: [], ndots: 1 }],
    [{ dnsPolicy: 'ClusterFirstWithHostNet' }, true, { kind: 'cluster', search, ndots: 5 }],
    [{ dnsPolicy: 'Default' }, false, { kind: 'node', search: [], ndots: 1 }],
    [{ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'], searches: ['corp.example'], options: [{ name: 'ndots', value: '2' }] } }, false, { kind: 'own', servers: ['192.0.2.53'], search: ['corp.example'], ndots: 2 }],
    [{ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } }, false, { kind: 'own', search: [], ndots: 1 }],
    [{ dnsConfig: { searches: ['corp.example', 'cluster.local'], nameservers: ['192.0.2.53'] } }, false, { kind: 'cluster', search: [...search, 'corp.example'], servers: ['192.0.2.53'] }],
    [{ dnsConfig: { options: [{ name: 'ndots', value: '2' }, { name: 'single-request-reopen' }, { name: 'timeout', value: '1' }] } }, false, { kind: 'cluster', ndots: 2, options: ['single-request-reopen', 'timeout:1'] }],
    [{ dnsConfig: { options: [{ name: 'ndots', value: '99' }] } }, false, { ndots: 15 }],
    [{ dnsConfig: { options: [{ name: 'ndots', value: 'many' }] } }, false, { ndots: 5 }],
  ])('%j on the host network: %j', (spec, host, expected) => expect(resolverOf(world, pod(spec, host))).toMatchObject(expected));

  test('the domain of the cluster is what the platform says', () => {
    expect(resolverOf(worldOf([], { platform: plainKubernetes({ cluster: 'x', clusterDomain: 'eu.internal' }) }), pod({})).search).toEqual(['shop.svc.eu.internal', 'svc.eu.internal', 'eu.internal']);
  });
});

describe('names that are asked for one', () => {
  const tried = (name: string): readonly string[] => search.map(domain => `${name}.${domain}.`);
  test.each<[string, number, 'glibc' | 'musl', readonly string[]]>([
    ['web', 5, 'glibc', [...tried('web'), 'web.']],
    ['web.shop', 5, 'musl', [...tried('web.shop'), 'web.shop.']],
    ['api.example.com', 5, 'glibc', [...tried('api.example.com'), 'api.example.com.']],
    ['api.example.com', 2, 'glibc', ['api.example.com.', ...tried('api.example.com')]],
    ['api.example.com', 2, 'musl', ['api.example.com.']],
    ['web.shop', 2, 'glibc', [...tried('web.shop'), 'web.shop.']],
    ['web', 0, 'glibc', ['web.', ...tried('web')]],
    ['api.example.com.', 5, 'glibc', ['api.example.com.']],
    ['a.b.c.d.e.example', 5, 'glibc', ['a.b.c.d.e.example.', ...tried('a.b.c.d.e.example')]],
  ])('%s with ndots %d, %s', (name, ndots, library, expected) => expect(questionsFor({ ndots, search }, name, library)).toEqual(expected));

  test('a search path of the root asks the name itself, once', () => expect(questionsFor({ ndots: 5, search: ['.'] }, 'a')).toEqual(['a.']));
});

const kubeadm = corefileMap(stock['kubeadm 1.36']?.text ?? '');
const shop = [namespace('shop'), service('web', { http: [80, 8080] }), service('db', {}, { spec: { clusterIP: 'None' } })];
const insecure = 'pods insecure answers for any address';

describe('who answers', () => {
  test.each<[string, string, string | undefined]>([
    ['web.shop.svc.cluster.local.', 'exists', 'kubernetes'],
    ['WEB.shop.svc.cluster.local.', 'exists', 'kubernetes'],
    ['nope.shop.svc.cluster.local.', 'none', 'kubernetes'],
    ['web.else.svc.cluster.local.', 'unknown', 'kubernetes'],
    ['shop.svc.cluster.local.', 'exists', 'kubernetes'],
    ['svc.cluster.local.', 'exists', 'kubernetes'],
    ['_http._tcp.web.shop.svc.cluster.local.', 'exists', 'kubernetes'],
    ['_grpc._tcp.web.shop.svc.cluster.local.', 'none', 'kubernetes'],
    ['web-0.web.shop.svc.cluster.local.', 'none', 'kubernetes'],
    ['db-0.db.shop.svc.cluster.local.', 'unknown', 'kubernetes'],
    ['10-0-0-1.shop.pod.cluster.local.', 'exists', 'kubernetes'],
    ['web.pods.cluster.local.', 'none', 'kubernetes'],
    ['1.0.96.10.in-addr.arpa.', 'upstream', 'forward'],
    ['api.example.com.', 'upstream', 'forward'],
  ])('kubeadm: %s', (name, outcome, plugin) => {
    const answer = answerOf(worldOf([kubeadm, ...shop], complete('shop')), name);
    expect([answer.outcome, answer.plugin]).toEqual([outcome, plugin]);
  });

  test('tells why', () => expect(answerOf(worldOf([kubeadm, ...shop]), '10-0-0-1.shop.pod.cluster.local.').reason).toBe(insecure));

  const blocks = `${rootBlock('kubernetes cluster.local', 'forward . 192.0.2.1')}corp.example {\nforward . 192.0.2.53 {\nexcept lab.corp.example\n}\n}\nlan {\nhosts {\n10.0.0.1 nas.lan\n}\n}\nvpn {\nhosts {\n10.0.0.1 a.vpn\nfallthrough\n}\nforward . 192.0.2.9\n}\nfile.example {\nfile /z\n}\nmore.example {\nimport more\n}\n`;
  test.each<[string, string, string]>([
    ['git.corp.example.', 'upstream', 'forward asks 192.0.2.53'],
    ['x.lab.corp.example.', 'refused', 'no plugin of its server block answers it'],
    ['nas.lan.', 'exists', 'hosts lists it'],
    ['tv.lan.', 'none', 'hosts does not list it, and has no fallthrough'],
    ['b.vpn.', 'upstream', 'forward asks 192.0.2.9'],
    ['www.file.example.', 'unknown', 'file is not evaluated'],
    ['www.more.example.', 'unknown', 'the server block imports lines that are not in the input'],
    ['a.svc.cluster.local.', 'unknown', 'there is no Service svc/a in the input'],
    ['example.org.', 'upstream', 'forward asks 192.0.2.1'],
  ].map(([name = '', outcome = '', reason = '']) => [name, outcome, reason === 'there is no Service svc/a in the input' ? 'there is no namespace a in the input' : reason] as [string, string, string]))('blocks: %s', (name, outcome, reason) => expect(answerOf(worldOf([corefileMap(blocks)]), name)).toMatchObject({ outcome, reason }));

  test('without a zone for it nobody answers', () => expect(answerOf(worldOf([corefileMap('corp.example {\nwhoami\n}\n')]), 'example.org.')).toMatchObject({ outcome: 'refused', reason: 'no server block serves a zone that holds it' }));
  test('a Corefile that CoreDNS refuses answers nothing that anybody knows', () => expect(answerOf(worldOf([corefileMap('. {\nerors\n}\n')]), 'a.').outcome).toBe('unknown'));
  test('without one, installers are trusted', () => expect(['web.shop.svc.cluster.local.', 'example.org.'].map(name => answerOf(worldOf(shop), name).outcome)).toEqual(['exists', 'upstream']));
  test('NodeLocal DNSCache is not who answers', () => expect(answerOf(worldOf([kubeadm, corefileMap(nodeLocal, 'node-local-dns')]), 'example.org.').corefile?.object.reference.name).toBe('coredns'));
});

describe('a lookup', () => {
  const web = deployment('web');
  const given = worldOf([kubeadm, ...shop, web], complete('shop', 'com', 'example'));
  const [workload] = given.cluster.workloads;
  if (workload === undefined) throw new Error('no workload');
  const asked = (name: string): readonly (readonly [string, string])[] => lookup(given, workload, name).asked.map(each => [each.name, each.outcome]);

  test('of a Service of the own namespace ends at the first question', () => expect(asked('web')).toEqual([['web.shop.svc.cluster.local.', 'exists']]));
  test('of another namespace at the second', () => expect(asked('web.shop')).toEqual([['web.shop.shop.svc.cluster.local.', 'none'], ['web.shop.svc.cluster.local.', 'exists']]));
  test('of a name outside after the whole search path', () => {
    expect(asked('api.example.com')).toEqual([['api.example.com.shop.svc.cluster.local.', 'none'], ['api.example.com.svc.cluster.local.', 'none'], ['api.example.com.cluster.local.', 'none'], ['api.example.com.', 'upstream']]);
    expect(lookup(given, workload, 'api.example.com').result).toBe('outside');
  });
  test('of pods of the host network is the node\'s business', () => {
    const host = worldOf([deployment('web', {}, { spec: { hostNetwork: true } })]);
    expect(host.cluster.workloads.map(each => lookup(host, each, 'web').result)).toEqual(['node']);
  });
});

describe('a host that only a ServiceEntry knows', () => {
  const entry = serviceEntry('billing', { hosts: ['billing.global'], resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] });
  const capturing = deployment('web', {}, { annotations: { 'proxy.istio.io/config': 'proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: "true"\n' } });
  const enrolled = namespace('shop', { 'istio-injection': 'enabled' });
  const hosts = (objects: readonly JsonObject[]): readonly string[] => {
    const given = worldOf(objects, { complete: true });
    return given.cluster.workloads.map(workload => hostLookup(given, workload, 'billing.global').answered);
  };
  test.each<[string, readonly JsonObject[], string]>([
    ['a proxy that captures DNS answers it', [enrolled, entry, capturing, kubeadm], 'proxy'],
    ['one that does not leaves it to DNS, and so to the world', [enrolled, entry, deployment('web'), kubeadm], 'outside'],
    ['a block for its zone has the last word', [enrolled, entry, deployment('web'), corefileMap(`${rootBlock('forward . 192.0.2.1')}global {\nhosts {\n240.0.0.1 billing.global\n}\n}\n`)], 'dns'],
    ['an entry that others do not see is none for them', [enrolled, serviceEntry('billing', { hosts: ['billing.global'], exportTo: ['.'] }, 'else'), capturing, kubeadm], 'outside'],
  ])('%s', (_title, objects, expected) => expect(hosts(objects)).toEqual([expected]));
});

describe('whether a Corefile speaks of a host', () => {
  const speaks = (text: string, host: string): boolean => hasZoneFor(worldOf([corefileMap(text)]), host);
  test.each<[string, string, boolean]>([
    ['global {\nwhoami\n}\n', '*.global', true],
    [rootBlock('forward . 192.0.2.1'), 'billing.global', false],
    [rootBlock('forward global 192.0.2.1'), 'billing.global', true],
    [rootBlock('hosts {', '10.0.0.1 billing.global', '}'), 'billing.global', true],
    [rootBlock('template IN A {', 'match "^.*\\.global\\.$"', 'answer "{{ .Name }} 60 IN A 240.0.0.1"', '}'), 'billing.global', true],
    [rootBlock('rewrite name suffix .global .svc.cluster.local'), 'billing.global', true],
    ['notglobal {\nwhoami\n}\n', 'billing.global', false],
  ])('%j of %s: %p', (text, host, expected) => expect(speaks(text, host)).toBe(expected));

  test('stub domains of kube-dns count', () => {
    const map = manifest('v1', 'ConfigMap', 'kube-dns', { namespace: 'kube-system', data: { stubDomains: '{"global": ["192.0.2.1"]}' } });
    expect(hasZoneFor(worldOf([map]), 'billing.global')).toBe(true);
  });
});
