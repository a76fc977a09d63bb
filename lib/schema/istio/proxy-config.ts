import { child, type Place } from '../builtin/place';
import { atLeastZero, selector } from './fields';

/** Source: Istio 1.31, pkg/config/validation, ValidateProxyConfig. */
export function proxyConfig(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  selector(spec, 'selector', 'matchLabels');
  atLeastZero(spec, 'concurrency');
}
