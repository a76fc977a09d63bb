import type { Labels } from '../../model/labels';
import type { Contribution, NamespaceShare } from '../../systems/contribution';
import { composed, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';
import { mergeWanted } from '../merge';

/** One Namespace, one set of labels. Only Namespaces that this network creates get here. */
export function ownNamespaces(contributions: readonly Contribution<NamespaceShare>[]): Owned {
  const results = groupBy(contributions, ({ share }) => share.namespace.name).map((group): Owned => {
    const name = group[0]?.share.namespace.name ?? '';
    const reference = { apiVersion: 'v1', kind: 'Namespace', name };
    const labels = mergeWanted(reference, group.map(({ share, origin }) => ({ value: share.labels, origin })), 'let one pattern decide the label', ['metadata', 'labels']);
    const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'sealane', ...(labels.value as Labels) } } };
    return { objects: [composed(manifest, 'namespace', group)], findings: labels.findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}
