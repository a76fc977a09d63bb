import { withPlugin } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { clusterZonesOf } from '../../dns/cluster-zones';
import { listenersOf } from '../../dns/listeners';
import { servicesOf } from '../../dns/addresses';
import { fieldAt } from '../../model/object';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** Plugins that answer for names outside the cluster. */
const upstream = ['forward', 'grpc', 'proxy', 'secondary', 'file', 'auto', 'erratic', 'template'];

/** What every Corefile of a cluster has, and this one has not. */
export const pluginMissing = corefileRule('dns/plugin-missing', 'warning', ['DNS-02'], ({ reading, part, image, workloads, object }, view) => {
  const { servers } = reading;
  if (part !== 'whole' || servers.length === 0 || servers.some(({ block, open }) => open || block.incomplete.has('*'))) return [];
  const { dns } = view.facts.platform;
  const main = servers.find(server => clusterZonesOf(server) !== undefined);
  const root = servers.find(({ zones }) => zones.some(({ zone }) => zone === '.'));
  const ofCluster = image === 'coredns' && object.reference.name === 'coredns' && object.reference.namespace === dns.namespace;
  const scraped = workloads.some(({ ports }) => ports.some(({ name, port }) => name === 'metrics' && port === 9153)) && servicesOf(view, workloads).some(service => (fieldAt(service.effective, 'spec', 'ports') as readonly unknown[] | undefined)?.some(port => fieldAt(port, 'name') === 'metrics'));
  return [
    ...(ofCluster && main === undefined ? [{ message: 'no server block has kubernetes: no Service has a name that resolves', help: `add "kubernetes ${view.facts.platform.clusterDomain} in-addr.arpa ip6.arpa"` }] : []),
    ...(ofCluster && !upstream.some(plugin => root !== undefined && usesIn(root, plugin).length > 0) ? [{ ...(root === undefined ? {} : { at: root.at }), message: 'no server block for "." asks anybody: no name outside the cluster resolves', help: 'add "forward . /etc/resolv.conf"' }] : []),
    ...servers.filter(server => usesIn(server, 'errors').length === 0).map((server): CorefileRemark => ({ at: server.at, message: `the block of "${server.at.text}" has no errors: what goes wrong in it is told nowhere`, help: 'add errors', edits: withPlugin(reading.text, server, 'errors') })),
    ...(scraped && listenersOf(servers).every(({ plugin }) => plugin !== 'prometheus') ? [{ message: 'the pods and their Service have a port for metrics, and no server block has prometheus', help: 'add "prometheus :9153"', edits: servers[0] === undefined ? [] : withPlugin(reading.text, servers[0], 'prometheus :9153') }] : []),
  ];
});
