import { child, type Place } from '../builtin/place';
import { refuse, written } from './place';

/** Annotations that istiod keeps for itself. */
const internal = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parent-namespace', 'internal.istio.io/parents'];

const booleans = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);

/** What istiod says of annotations before it looks at the rest. */
export function metadata(root: Place): void {
  const place = child(root, 'metadata');
  const annotations = place === undefined ? undefined : child(place, 'annotations');
  if (place === undefined || annotations === undefined) return;
  const dryRun = annotations.value['istio.io/dry-run'];
  if (typeof dryRun === 'string') {
    const action = written(child(root, 'spec') ?? root, 'action') ?? '';
    if (root.value['kind'] !== 'AuthorizationPolicy') refuse(annotations, 'istio.io/dry-run', 'only an AuthorizationPolicy can be tried out', 'remove the annotation');
    else if (action !== '' && action !== 'ALLOW' && action !== 'DENY') refuse(annotations, 'istio.io/dry-run', `only ALLOW and DENY can be tried out, the action is ${action}`, 'remove the annotation');
    else if (!booleans.has(dryRun)) refuse(annotations, 'istio.io/dry-run', `"${dryRun}" must be "true" or "false"`);
  }
  for (const key of internal) if (annotations.value[key] !== undefined) refuse(annotations, key, `"${key}" is istiod's own`, 'remove the annotation');
}
