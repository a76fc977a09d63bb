import { exists } from '../../cluster/existence';
import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** A group of machines whose service account does not exist: none of them gets a certificate. */
export const groupAccountMissing: Rule = {
  id: 'mtls/group-account-missing',
  codes: ['KIA1701'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'WorkloadGroup').flatMap((object): readonly (Reported | Unsettled)[] => {
    const name = textAt(specOf(object), 'template', 'serviceAccount');
    // Every namespace has the account `default`.
    if (name === undefined || name === '' || name === 'default') return [];
    const namespace = namespaceOf(object);
    const present = exists(world, { group: '', kind: 'ServiceAccount', namespace, name });
    if (present === 'yes') return [];
    if (present === 'unknown') return [{ object, unknown: 'the service account of a WorkloadGroup is not in the input' }];
    return [{ object, path: ['spec', 'template', 'serviceAccount'], message: `there is no ServiceAccount ${namespace}/${name}, as which machines of ${describe(object.reference)} would ask for their certificate`, help: `add ServiceAccount ${name} to namespace ${namespace}` }];
  }),
};
