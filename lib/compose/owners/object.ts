import { sameValue } from '../../model/json';
import { identityOf, referenceOf } from '../../model/object';
import type { Contribution, ObjectShare } from '../../systems/contribution';
import { composed, conflict, originsOf, type Owned } from '../composed';
import { groupBy } from '../merge';

/** Objects that nobody merges: the same from several patterns is one, two different ones under a name are a conflict. */
export function ownObjects(contributions: readonly Contribution<ObjectShare>[]): Owned {
  const results = groupBy(contributions, ({ share }) => identityOf(referenceOf(share.manifest))).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { manifest, stage } = first.share;
    const different = group.find(({ share }) => !sameValue(share.manifest, manifest));
    const findings =
      different === undefined
        ? []
        : [conflict(referenceOf(manifest), [], [manifest, different.share.manifest].map(wanted => ({ value: wanted['spec'], origins: originsOf(group.filter(({ share }) => sameValue(share.manifest, wanted))) })), 'two things have this name; give one of them a name of its own')];
    return { objects: [composed(manifest, stage, group)], findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}
