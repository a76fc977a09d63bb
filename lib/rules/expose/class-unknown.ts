import { specOf, textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A Gateway of a class that is not among those in the input: no controller looks at it, and nothing says so. */
export const classUnknown: Rule = {
  id: 'expose/class-unknown',
  codes: ['KIA1504'],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster, facts }) => {
    const classes = cluster.of('gateway.networking.k8s.io', 'GatewayClass').map(({ reference }) => reference.name);
    // Classes are made by controllers; where the input shows none of them it says nothing about them.
    if (classes.length === 0 && facts.complete !== true) return [];
    return cluster.of('gateway.networking.k8s.io', 'Gateway').flatMap((gateway): readonly Reported[] => {
      const name = textAt(specOf(gateway), 'gatewayClassName');
      // istiod makes its own classes when it starts.
      if (name === undefined || classes.includes(name) || (/^istio(-|$)/.test(name) && facts.platform.mesh === 'istio')) return [];
      return [{
        object: gateway,
        path: ['spec', 'gatewayClassName'],
        message: `${describe(gateway.reference)} is of class ${name}, and the classes here are ${list(classes)}`,
        help: 'name a class that a controller serves',
        assumption: `no controller makes GatewayClass ${name} by itself`,
      }];
    });
  },
};
