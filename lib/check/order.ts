import { formatPath, type Finding } from '../model/finding';
import { compare } from '../model/json';
import { identityOf } from '../model/object';

const severities = ['error', 'warning', 'info'];

/** Findings by severity, cluster, rule and place, the same on every run. */
export function inOrder(a: Finding, b: Finding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || compare(key(a), key(b));
}

function key({ cluster = '', rule, constructs, source, object, path, message }: Finding): string {
  const document = String(source?.document ?? 0).padStart(9, '0');
  return [cluster, rule, constructs?.[0] ?? '', source?.file ?? '', document, object === undefined ? '' : identityOf(object), formatPath(path), message].join('\n');
}
