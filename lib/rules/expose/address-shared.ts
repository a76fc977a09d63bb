import type { ClusterObject } from '../../cluster/object';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { listenersOf } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Two Gateways that ask for one address and port: one of them gets it. */
export const addressShared: Rule = {
  id: 'expose/address-shared',
  codes: ['KIA1502', 'GWAPI:AddressNotUsable'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const first = new Map<string, ClusterObject>();
    return view.cluster.of('gateway.networking.k8s.io', 'Gateway').flatMap(gateway => {
      const className = textAt(specOf(gateway), 'gatewayClassName') ?? '';
      return objectsAt(specOf(gateway), 'addresses').flatMap((address, i): readonly Reported[] => {
        const value = textAt(address, 'value');
        if (value === undefined) return [];
        const ports = [...new Set(listenersOf(view, gateway).map(({ port }) => port))];
        const taken = ports.map(port => ({ port, other: first.get(`${value} ${port}`) })).find(({ other }) => other !== undefined);
        for (const port of ports) if (!first.has(`${value} ${port}`)) first.set(`${value} ${port}`, gateway);
        if (taken?.other === undefined) return [];
        return [{
          object: gateway,
          path: ['spec', 'addresses', i, 'value'],
          message: `${describe(gateway.reference)} asks for ${value}, on whose port ${taken.port} ${describe(taken.other.reference)} listens already`,
          help: 'give it another address, or put the listeners into one Gateway',
          near: [{ object: taken.other, path: ['spec', 'addresses'] }],
          assumption: `the controller of class ${className} does not merge Gateways`,
        }];
      });
    });
  },
};
