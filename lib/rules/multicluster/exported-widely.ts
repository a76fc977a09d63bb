import { defaultExportTo } from '../../mesh/mesh-config';
import { specOf, textsAt } from '../../mesh/fields';
import { remoteEntries } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** An entry for another cluster that every namespace sees: each proxy of the mesh is told of it, and two teams may write the same host. */
export const exportedWidely: Rule = {
  id: 'multicluster/exported-widely',
  codes: ['MC-09'],
  severity: 'info',
  reads: 'effective',
  check: view => remoteEntries(view).flatMap(({ object }): readonly Reported[] => {
    const said = textsAt(specOf(object), 'exportTo');
    const targets = said.length === 0 ? defaultExportTo(view, 'defaultServiceExportTo') : said;
    if (!targets.includes('*')) return [];
    return [{ object, path: said.length === 0 ? ['spec'] : ['spec', 'exportTo'], message: `${describe(object.reference)} is visible in every namespace`, help: 'set exportTo to "." and the namespaces of the callers' }];
  }),
};
