import { listeners, type Listener } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Two Gateways of one class that take the same host on the same port. Each has an address of its own, so it is meant often: inside and outside. */
export const hostAtTwoGateways: Rule = {
  id: 'expose/host-at-two-gateways',
  codes: ['KIA1501'],
  severity: 'info',
  reads: 'effective',
  check: view => {
    const first = new Map<string, Listener>();
    return listeners(view).filter(({ api, protocol }) => api === 'gateway' && (protocol === 'HTTP' || protocol === 'HTTPS' || protocol === 'TLS')).flatMap((listener): readonly Reported[] => {
      const { object, gateway, path, port, protocol, hosts: [host] } = listener;
      if (host === undefined || host.host === '*') return [];
      const key = [port, protocol, host.host].join(' ');
      const other = first.get(key);
      if (other === undefined) first.set(key, listener);
      if (other === undefined || other.gateway === gateway) return [];
      return [{
        object,
        path: host.path.length > path.length ? host.path : path,
        message: `${describe(gateway.reference)} takes ${protocol} for "${host.host}" on port ${port}, and so does ${describe(other.gateway.reference)}`,
        help: 'see which of them the name resolves to, or keep the host in one',
        near: [{ object: other.object, path: other.path }],
      }];
    });
  },
};
