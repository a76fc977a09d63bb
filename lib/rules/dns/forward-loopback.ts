import { forwardsOf } from '../../dns/upstreams';
import { isLoopback } from '../../dns/listeners';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Upstreams at the address of the pod itself. */
export const forwardLoopback = serverRule('dns/forward-loopback', 'warning', [], (server, { workloads }) => {
  if (workloads.some(({ hostNetwork }) => hostNetwork)) return [];
  return forwardsOf(server).flatMap(({ to }) => to).filter(({ host, kind }) => kind === 'address' && isLoopback(host)).map(({ word, host }): CorefileRemark => ({
    at: word,
    message: host === '127.0.0.53' ? `upstream ${word.text} is systemd-resolved of the node, and in a pod it is the pod itself` : `upstream ${word.text} is the pod itself`,
    help: host === '127.0.0.53' ? 'use /etc/resolv.conf, and set resolvConf of the kubelet to /run/systemd/resolve/resolv.conf' : 'use the address of another server',
  }));
});
