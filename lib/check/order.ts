import { formatPath, type Finding } from '../model/finding';
import { compare } from '../model/json';
import { identityOf } from '../model/object';

const severities = ['error', 'warning', 'info'];

/** Sorts by what each item says of a finding: severity, cluster, rule and place, the same on every run. */
export function inOrder<T>(items: readonly T[], findingOf: (item: T) => Finding): readonly T[] {
  return items
    .map(item => ({ item, severity: severities.indexOf(findingOf(item).severity), key: key(findingOf(item)) }))
    .sort((a, b) => a.severity - b.severity || compare(a.key, b.key))
    .map(({ item }) => item);
}

function key({ cluster = '', rule, constructs, source, object, path, message }: Finding): string {
  const document = String(source?.document ?? 0).padStart(9, '0');
  return [cluster, rule, constructs?.[0] ?? '', source?.file ?? '', document, object === undefined ? '' : identityOf(object), formatPath(path), message].join('\n');
}
