import { remoteEntries } from '../../mesh/remote-entries';
import { hosts } from '../../mesh/hosts';
import { describe } from '../../model/object';
import type { Rule } from '../rule';

/** An endpoint that is meant to be in another cluster and has a name of this one: cluster DNS answers it with the Service here, or not at all. */
export const addressLeadsHome: Rule = {
  id: 'multicluster/address-leads-home',
  codes: ['MC-02', 'X6'],
  severity: 'error',
  reads: 'effective',
  check: view => remoteEntries(view).flatMap(({ object, endpoints, why }) => endpoints.filter(({ local }) => local).map(({ path, address = '' }) => {
    const service = hosts(view).get(address)?.[0];
    return {
      object,
      path: [...path, 'address'],
      message: `endpoint ${address} of ${describe(object.reference)} is a name of this cluster, and another one is meant: ${why}`,
      help: 'write the address of the other cluster\'s east-west gateway',
      ...(service === undefined ? {} : { near: [{ object: service.object }] }),
    };
  })),
};
