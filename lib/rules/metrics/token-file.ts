import { describe, textAt } from '../../model/object';
import { monitors } from '../monitors';
import type { Rule } from '../rule';

/** A token by the name of a file, which prometheus-operator deprecates: a Secret by name does the same, and no monitor gets the token of Prometheus itself. */
export const tokenFile: Rule = {
  id: 'metrics/token-file',
  codes: [],
  severity: 'info',
  reads: 'effective',
  check: view =>
    monitors(view).flatMap(({ object, endpoints }) => endpoints.flatMap(({ written, path }) => {
      const file = textAt(written, 'bearerTokenFile');
      if (file === undefined || file === '') return [];
      return [{
        object,
        path: [...path, 'bearerTokenFile'],
        message: `${describe(object.reference)} names its token by file ${file}, which is deprecated: whoever is read with it gets what Prometheus itself may do`,
        help: 'name a Secret in authorization.credentials',
      }];
    })),
};
