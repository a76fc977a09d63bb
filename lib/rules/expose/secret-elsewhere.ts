import { isCopied } from '../../cluster/secrets';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { certificateReferences } from '../certificates';
import type { Reported, Rule, Unsettled } from '../rule';

/** A certificate in the wrong namespace. An Istio Gateway takes it from that of the gateway's pods, whatever namespace the Gateway is in. */
export const secretElsewhere: Rule = {
  id: 'expose/secret-elsewhere',
  codes: ['ING-01', 'IST0101'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    certificateReferences(view).flatMap(({ object, path, name, namespaces, present, elsewhere }): readonly (Reported | Unsettled)[] => {
      const [other] = elsewhere;
      if (present === 'yes' || namespaces.length === 0 || other === undefined) return [];
      if (elsewhere.some(isCopied)) return [{ object, unknown: 'a controller copies the Secret to namespaces that the input does not show' }];
      const where = list(namespaces);
      return [{
        object,
        path,
        message: `${describe(object.reference)} takes its certificate from Secret ${name} in namespace ${where}; there is one in ${list([...new Set(elsewhere.map(({ reference }) => reference.namespace ?? 'default'))].sort())}`,
        help: `put Secret ${name}, or what makes it, into namespace ${where}`,
        near: [{ object: other }],
        ...(present === 'no' ? {} : { severity: 'warning' as const, assumption: `no Secret ${where}/${name} exists outside the input` }),
      }];
    }),
};
