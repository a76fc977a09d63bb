import { sameValue } from '../../model/json';
import { identityOf, referenceOf } from '../../model/object';
import type { Contribution, ObjectShare } from '../../systems/contribution';
import { composed, conflict, originsOf, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';

/** Objects that nobody merges: the same from several patterns is one, two different ones under a name are a conflict. */
export function ownObjects(contributions: readonly Contribution<ObjectShare>[]): Owned {
  const results = groupBy(contributions, ({ share }) => identityOf(referenceOf(share.manifest))).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { manifest, stage } = first.share;
    const versions = group.filter(({ share }, i) => group.findIndex(other => sameValue(other.share.manifest, share.manifest)) === i).map(({ share }) => share.manifest);
    const specs = versions.some(version => !sameValue(version['spec'], manifest['spec']));
    const values = versions.map(version => ({ value: specs ? version['spec'] : version, origins: originsOf(group.filter(({ share }) => sameValue(share.manifest, version))) }));
    const findings = values.length === 1 ? [] : [conflict(referenceOf(manifest), [], values, 'two things have this name; give one of them a name of its own')];
    return { objects: [composed(manifest, stage, group)], findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}
