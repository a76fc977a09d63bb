import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { listeners } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A gateway or Ingress for every host: whatever name points at its address is served. */
export const wildcardHost: Rule = {
  id: 'expose/wildcard-host',
  codes: ['ING-05'],
  severity: 'info',
  reads: 'effective',
  check: view => [
    ...listeners(view).flatMap(({ gateway, hosts, port, tls }) => hosts.filter(({ host }) => host === '*' && tls?.['httpsRedirect'] !== true).map(({ path }): Reported => ({ object: gateway, path, message: `${describe(gateway.reference)} serves every host on port ${port}`, help: 'name the hosts' }))),
    ...view.cluster.of('networking.k8s.io', 'Ingress').flatMap(ingress => objectsAt(specOf(ingress), 'rules').flatMap((rule, i): readonly Reported[] =>
      (['', '*'].includes(textAt(rule, 'host') ?? '') ? [{ object: ingress, path: ['spec', 'rules', i], message: `${describe(ingress.reference)} serves every host`, help: 'name the host' }] : []))),
  ],
};
