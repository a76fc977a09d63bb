import { listenersOf, overlap, type Listener } from '../../dns/listeners';
import { describe } from '../../model/object';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** Ports that a node needs itself. Source: "Ports and Protocols" of Kubernetes. */
const ofNodes: ReadonlyMap<number, string> = new Map([[10_250, 'the kubelet'], [10_256, 'kube-proxy'], [10_249, 'kube-proxy'], [10_248, 'the kubelet'], [6443, 'the API server'], [2379, 'etcd'], [2380, 'etcd'], [10_257, 'the controller manager'], [10_259, 'the scheduler']]);

type Listening = Pick<Listener, 'host' | 'port' | 'at'> & { readonly plugin: string };

/** Plugins of one process that want the same port. */
export const portClash = corefileRule('dns/port-clash', 'error', [], ({ reading: { servers }, workloads }) => {
  // Questions over TCP are taken on the port of the zone.
  const questions = servers.flatMap(({ zones }) => zones.filter(({ transport, port }) => transport !== 'quic' && transport !== 'https3' && /^\d+$/.test(port)).map(({ port, key, transport }): Listening => ({ plugin: `${transport}:// of "${key.text}"`, host: '', port: Number(port), at: key })));
  const listeners: readonly Listening[] = listenersOf(servers);
  const onNode = workloads.find(({ hostNetwork }) => hostNetwork);
  return listeners.flatMap((listener, i): readonly CorefileRemark[] => {
    const other = questions.find(question => overlap(question, listener)) ?? listeners.slice(0, i).find(before => before.plugin !== listener.plugin && overlap(before, listener));
    if (other !== undefined) return [{ at: listener.at, message: `${listener.plugin} listens on port ${listener.port}, and so does ${other.plugin} in line ${other.at.line}: one port answers for one of them`, help: 'give it another port' }];
    const owner = ofNodes.get(listener.port);
    return onNode === undefined || owner === undefined ? [] : [{ at: listener.at, message: `${listener.plugin} listens on port ${listener.port} of the node, which is the port of ${owner}: ${describe(onNode.object.reference)} is on the host network`, help: 'give it another port', near: [{ object: onNode.object }] }];
  });
});
