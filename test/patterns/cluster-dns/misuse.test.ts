import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { ClusterDnsProps } from '../../../lib/patterns/cluster-dns/props';
import type { Dns } from '../../../lib/platform/dns';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { refusal } from '../../support/misuse';
import { shop } from '../../support/shop';

type Props = { readonly [key in keyof ClusterDnsProps<Platform>]?: unknown };
const stub = (given: object): Props => ({ stubDomains: [{ zone: 'corp.example', upstreams: ['192.0.2.53'], ...given }] });

test.each<readonly [title: string, dns: Partial<Dns>, props: Props, what: string, fix: string]>([
  ['GKE', { carrier: 'gke' }, {}, 'cluster-dns: GKE answers with kube-dns or Cloud DNS, which read no Corefile', 'set stubDomains and upstreamNameservers in ConfigMap kube-system/kube-dns, or choose Cloud DNS for the cluster'],
  ['OpenShift', { carrier: 'openshift' }, {}, 'cluster-dns: the DNS operator of OpenShift writes the Corefile, and writes over every other', 'set servers and upstreamResolvers in DNS.operator.openshift.io default'],
  ['AKS, unless the loss is accepted', { carrier: 'aks' }, stub({}), 'cluster-dns: on aks cache, errors, upstreams, records and lame duck stay as the platform has them', "leave it out, or accept it with { rule: 'platform/cluster-dns-additions-only', reason: '…' }"],
  ['what AKS cannot say, even then', { carrier: 'aks' }, { ttl: 5, serveStale: false, accept: [{ rule: 'platform/cluster-dns-additions-only', reason: 'x' }] }, 'cluster-dns: on aks the root block is not ours, and cannot say ttl and serveStale a second time', 'leave these out; stubDomains and multisocket can be added'],
  ['records that do not exist', {}, { podRecords: 'all' }, 'cluster-dns: podRecords "all" does not exist', 'use disabled or verified'],
  ['records for any address', {}, { podRecords: 'insecure' }, 'cluster-dns: podRecords insecure answers for any address, also of no pod, under a name that wildcard certificates cover', "leave it out, or accept it with { rule: 'platform/cluster-dns-pods-insecure', reason: '…' }"],
  ['a time that CoreDNS refuses', {}, { ttl: 3601 }, 'cluster-dns: ttl is 3601', 'use whole seconds from 0 to 3600'],
  ['a part of a second', {}, { ttl: 0.5 }, 'cluster-dns: ttl is 0.5', 'use whole seconds from 0 to 3600'],
  ['a bound that only refuses clients', {}, { maxConcurrent: 100 }, 'cluster-dns: maxConcurrent is 100: at about 2 kB each fewer than 1000 save nothing, and clients would be refused', 'use a whole number from 1000'],
  ['no upstreams', {}, { upstreams: [] }, 'cluster-dns: no upstreams', 'list addresses'],
  ['an upstream that is no list', {}, { upstreams: '192.0.2.53' }, 'cluster-dns: upstreams is "192.0.2.53"', 'list addresses'],
  ['a stub domain without upstreams', {}, stub({ upstreams: undefined }), 'cluster-dns: stub domain "corp.example": no upstreams given', 'list addresses'],
  ['too many of them', {}, { upstreams: Array.from({ length: 16 }, (_, i) => `192.0.2.${i}`) }, 'cluster-dns: 16 upstreams, CoreDNS takes 15', 'leave some out'],
  ['an upstream that is a name', {}, { upstreams: ['dns.example'] }, 'cluster-dns: upstream "dns.example" is no address', 'use an address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53'],
  ['an upstream that is a block', {}, { upstreams: ['192.0.2.0/24'] }, 'cluster-dns: upstream "192.0.2.0/24" is no address', 'use an address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53'],
  ['an upstream with a port that is none', {}, { upstreams: ['192.0.2.53:70000'] }, 'cluster-dns: upstream "192.0.2.53:70000" is no address', 'use an address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53'],
  ['the stub of systemd-resolved', {}, { upstreams: ['127.0.0.53'] }, 'cluster-dns: upstream "127.0.0.53" is the pod itself, so that questions would go round in a loop', 'use the address of another server; for systemd-resolved set resolvConf of the kubelet'],
  ['its own Service', { clusterIP: '10.96.0.10' }, { upstreams: ['10.96.0.10:53'] }, "cluster-dns: upstream \"10.96.0.10:53\" is the cluster's own DNS, so that questions would go round in a loop", 'use the address of another server'],
  ['its own node cache', { nodeLocalIP: '169.254.20.10' }, stub({ upstreams: ['169.254.20.10'] }), "cluster-dns: stub domain \"corp.example\": upstream \"169.254.20.10\" is the cluster's own DNS, so that questions would go round in a loop", 'use the address of another server'],
  ['a file that is not there', {}, { upstreams: ['/run/systemd/resolve/resolv.conf'] }, 'cluster-dns: upstream "/run/systemd/resolve/resolv.conf" is no file that is in the pods of the DNS, and CoreDNS would take it for a name', 'list addresses, or use /etc/resolv.conf'],
  ['a file over TLS', {}, { upstreams: ['/etc/resolv.conf'], upstreamTls: { serverName: 'dns.example' } }, 'cluster-dns: upstream "/etc/resolv.conf" is a file of the node, which lists the servers of everything else, by address', 'list addresses'],
  ['a name that no certificate has', {}, { upstreams: ['9.9.9.9'], upstreamTls: { serverName: 'DNS example' } }, 'cluster-dns: upstreamTls.serverName "DNS example" must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit', 'give the name in the certificate of the upstreams'],
  ['stale answers without end', {}, { serveStale: 'always' }, 'cluster-dns: serveStale "always" is no span of time', 'write it as "10s"'],
  ['a lame duck that is killed', {}, { lameduck: '26s' }, 'cluster-dns: lameduck 26s leaves less than 5 seconds of the 30 that pods have to stop in', 'shorten it, or give the pods more and say so: terminationGracePeriodSeconds'],
  ['a lame duck of no time', {}, { lameduck: '0s' }, 'cluster-dns: lameduck "0s" is no span of time', 'write it as "10s"'],
  ['autopath without the pods', {}, { autopath: true }, 'cluster-dns: autopath finds the search path by the pod that asks, and podRecords is disabled', "set podRecords: 'verified'"],
  ['autopath behind a node cache', { nodeLocalIP: '169.254.20.10' }, { autopath: true, podRecords: 'verified' }, 'cluster-dns: behind NodeLocal DNSCache every question comes from the node, so autopath would take the search path of nobody', 'leave autopath out, and give pods dnsConfig: clientNdots()'],
  ['sockets that the release does not know', { version: '1.11.3' }, { multisocket: 2 }, 'cluster-dns: multisocket came with CoreDNS 1.12.0, and the platform has 1.11.3', 'leave it out, or correct dns.version on the platform'],
  ['more sockets than there can be', {}, { multisocket: 2000 }, 'cluster-dns: multisocket is 2000', 'use a whole number from 1 to 1024, at most the cores of a pod'],
  ['a zone that is none', {}, stub({ zone: 'Corp Example' }), 'cluster-dns: stub domain "Corp Example" must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit', 'use a domain such as "corp.example"'],
  ['the zone of the cluster', {}, stub({ zone: 'cluster.local' }), 'cluster-dns: stub domain "cluster.local" would take names of cluster.local away from the cluster', 'name a zone that has nothing to do with it'],
  ['a zone above it', {}, stub({ zone: 'local' }), 'cluster-dns: stub domain "local" would take names of cluster.local away from the cluster', 'name a zone that has nothing to do with it'],
  ['a zone in it', {}, stub({ zone: 'svc.cluster.local' }), 'cluster-dns: stub domain "svc.cluster.local" would take names of cluster.local away from the cluster', 'name a zone that has nothing to do with it'],
  ['all reverse names', {}, stub({ zone: 'arpa' }), 'cluster-dns: stub domain "arpa" would take names of in-addr.arpa away from the cluster', 'name a zone that has nothing to do with it'],
  ['a zone twice', {}, { stubDomains: [{ zone: 'a.example', upstreams: ['192.0.2.1'] }, { zone: 'a.example', upstreams: ['192.0.2.2'] }] }, 'cluster-dns: stub domain "a.example" is there twice', 'list all its upstreams once'],
  ['a stub domain by file', {}, stub({ upstreams: ['/etc/resolv.conf'] }), 'cluster-dns: stub domain "corp.example": upstream "/etc/resolv.conf" is a file of the node, which lists the servers of everything else, by address', 'list addresses'],
])('%s is refused at the call, with the value seen and what to do', (_title, dns, props, what, fix) => {
  const scene = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, dns }));
  expect(refusal(() => clusterDns<Platform>({ network: scene.net, ...props } as ClusterDnsProps<Platform>))).toEqual({ what, fix });
});

test('part of the reverse names may be answered elsewhere, and a neighbour of the cluster too', () => {
  const scene = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
  const upstreams = ['192.0.2.53'] as const;
  expect(() => clusterDns<Platform>({ network: scene.net, stubDomains: [{ zone: '168.192.in-addr.arpa', upstreams }, { zone: 'clusterset.local', upstreams }, { zone: 'mycluster.local', upstreams }] })).not.toThrow();
});
