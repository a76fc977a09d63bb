import { compareVersions } from '../../model/api-version';
import { groupOf } from '../../model/object';
import type { Rule } from '../rule';

/** A version that is served beside a more stable one: the server converts it, and will stop to. */
export const unstoredVersion: Rule = {
  id: 'api/unstored-version',
  codes: ['API-01'],
  severity: 'info',
  reads: 'written',
  check: ({ cluster, schemas }) =>
    cluster.objects.flatMap(object => {
      const { apiVersion, kind } = object.reference;
      const version = apiVersion.split('/').at(-1) ?? '';
      // What is stable is never worth a remark; most objects are.
      if (schemas === undefined || /^v\d+$/.test(version) || object.live) return [];
      const group = groupOf(apiVersion);
      const served = schemas.versions(group, kind);
      const [best] = [...served].sort(compareVersions);
      if (best === undefined || best === version || !served.includes(version) || !/^v\d+$/.test(best)) return [];
      return [{ object, path: ['apiVersion'], message: `${apiVersion} of ${kind} is served beside the stable ${best}`, help: `write ${group === '' ? '' : `${group}/`}${best}` }];
    }),
};
